import * as Plot from "@observablehq/plot";
import { ShapeError } from "../../src/index.js";
import { cutSquare } from "./cut-table.js";
import { drawPlot, FAINT, INK, PAPER } from "./draw.js";
import { figure } from "./figure.js";
import { formatCount, formatItems, formatPercent } from "./format.js";
import { type Html, shorten } from "./markup.js";

export interface ConfusionOptions {
  readonly title: string;
  /** On what the counts were measured, as a sentence: "Each item predicted once, by a model that never saw it." */
  readonly measuredOn: string;
}

interface Cell {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  /** count / items of that class; 0 where the class has no item. */
  readonly share: number;
}

/** Side of the square of cells for up to this many pixels; cells are at least 18 and at most 52 pixels. */
const SIDE = 520;
const SMALLEST_CELL = 18;
const LARGEST_CELL = 52;
/** Larger matrices are still drawn, but without figures in the cells. */
const MAX_CLASSES_WITH_COUNTS = 60;
/** Of more classes the largest are drawn and the others added up: larger pictures cannot be taken in. */
const MAX_CLASSES = 100;
const NAME_LENGTH = 20;
const RIGHT = "#2166ac";
const WRONG = "#d6604d";
/** Above this depth of colour white figures are read more easily than dark ones. */
const DARK = 0.6;

/**
 * Confusion matrix: rows are true classes, columns predicted ones.
 *
 * A cell holds its count; its colour is the root of its share of the row (the root, because errors are rare),
 * blue on the diagonal and red off it. The share of each class that was recognised stands at the right.
 *
 * @throws ShapeError if the matrix is not square with one row per class, or an entry is not a count.
 */
export function confusionChart(
  matrix: readonly (readonly number[])[],
  classes: readonly string[],
  { title, measuredOn }: ConfusionOptions,
): Html {
  requireConfusion(matrix, classes);
  const { counts, names, diagonal, merged } = cutSquare(matrix, classes, MAX_CLASSES);
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const cells = counts.flatMap((row, truth) =>
    row.map((count, predicted) => ({ truth, predicted, count, share: count / Math.max(1, totals[truth]!) })),
  );
  const recalls = totals.map((total, t) => (total === 0 ? undefined : diagonal[t]! / total));
  const items = totals.reduce((sum, count) => sum + count, 0);
  const right = diagonal.reduce((sum, count) => sum + count, 0);
  const summary = `${formatItems(items, "item")}, ${formatCount(right)} right${items > 0 ? ` (${formatPercent(right / items)})` : ""}.`;
  return figure({
    title,
    body: drawPlot(
      specification(cells, names, recalls),
      `${title}. Confusion matrix of ${formatItems(classes.length, "class", "classes")}: ${summary}`,
    ),
    caption: [
      measuredOn,
      summary,
      "Rows: true class; columns: predicted class; figures: items; colour: root of the share of the row, blue where right, red where wrong; at the right: share of the class that was recognised.",
      merged > 0
        ? `The ${formatCount(merged)} smallest classes are added up as "other"; its cell on the diagonal also holds items that were taken for another of them.`
        : undefined,
    ],
  });
}

function requireConfusion(matrix: readonly (readonly number[])[], classes: readonly string[]): void {
  if (classes.length === 0) {
    throw new ShapeError("a confusion matrix of 0 classes cannot be drawn; it takes 1 or more", { found: 0 });
  }
  const lengths = [matrix.length, ...matrix.map((row) => row.length)];
  const odd = lengths.find((length) => length !== classes.length);
  if (odd !== undefined) {
    throw new ShapeError(
      `a confusion matrix of ${classes.length} classes needs ${classes.length} rows of ${classes.length} counts, found ${odd}`,
      { expected: classes.length, found: odd },
    );
  }
  const wrong = matrix.flat().find((count) => !(Number.isSafeInteger(count) && count >= 0));
  if (wrong !== undefined) {
    throw new ShapeError(`a confusion matrix holds counts (whole numbers of at least 0), found ${wrong}`, {
      found: wrong,
    });
  }
}

function specification(
  cells: readonly Cell[],
  classes: readonly string[],
  recalls: readonly (number | undefined)[],
): Plot.PlotOptions {
  const n = classes.length;
  const side = Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, Math.floor(SIDE / n)));
  const names = classes.map((name) => shorten(name, NAME_LENGTH));
  const nameSize = Math.min(13, side * 0.62);
  const longest = Math.max(...names.map((name) => Array.from(name).length)) * nameSize * 0.62;
  const rotated = longest > side - 4;
  const margins = {
    marginLeft: Math.ceil(longest) + 40,
    marginRight: 56,
    marginTop: Math.ceil(rotated ? longest : nameSize) + 40,
    marginBottom: 8,
  };
  const indices = Array.from(classes.keys());
  return {
    width: n * side + margins.marginLeft + margins.marginRight,
    height: n * side + margins.marginTop + margins.marginBottom,
    ...margins,
    x: { type: "band", domain: indices, padding: 0, axis: null },
    y: { type: "band", domain: indices, padding: 0, axis: null },
    color: { type: "linear", domain: [-1, 0, 1], range: [WRONG, PAPER, RIGHT] },
    marks: [
      Plot.cell(cells, { x: "predicted", y: "truth", fill: depth, stroke: FAINT, strokeWidth: 0.5 }),
      n <= MAX_CLASSES_WITH_COUNTS ? countMark(cells, side) : null,
      Plot.axisY({
        anchor: "left",
        tickSize: 0,
        tickPadding: 8,
        tickFormat: (t: number) => names[t],
        fontSize: nameSize,
        label: null,
      }),
      Plot.axisX({
        anchor: "top",
        tickSize: 0,
        tickPadding: 8,
        tickFormat: (t: number) => names[t],
        tickRotate: rotated ? -90 : 0,
        fontSize: nameSize,
        label: null,
      }),
      Plot.axisY({
        anchor: "right",
        tickSize: 0,
        tickPadding: 8,
        tickFormat: (t: number) => (recalls[t] === undefined ? "no item" : formatPercent(recalls[t])),
        fontSize: Math.min(12, nameSize),
        fill: INK,
        fillOpacity: 0.7,
        label: null,
      }),
      Plot.text(["Predicted class"], { frameAnchor: "top", dy: 12 - margins.marginTop }),
      Plot.text(["True class"], { frameAnchor: "left", rotate: -90, dx: 12 - margins.marginLeft }),
    ],
  };
}

function countMark(cells: readonly Cell[], side: number): Plot.Markish {
  return Plot.text(
    cells.filter((cell) => cell.count > 0),
    {
      x: "predicted",
      y: "truth",
      text: (cell: Cell) => shortCount(cell.count),
      fill: (cell: Cell) => (Math.abs(depth(cell)) > DARK ? PAPER : INK),
      fontSize: Math.min(14, side * 0.42),
    },
  );
}

/** Signed depth of colour in -1 .. 1: positive where right, negative where wrong. */
function depth({ truth, predicted, share }: Cell): number {
  return truth === predicted ? Math.sqrt(share) : -Math.sqrt(share);
}

/** Four figures are the most that fit into a cell. */
function shortCount(count: number): string {
  if (count < 10_000) return String(count);
  return count < 1e6 ? `${Math.round(count / 1000)}k` : `${Math.round(count / 1e6)}M`;
}
