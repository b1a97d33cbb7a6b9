import {
  type Collection,
  type Embedding,
  fitPca,
  type Matrix,
  type Measure,
  selectRows,
  totalMass,
  transformPca,
} from "../../src/index.js";
import { type Fidelity, type FidelitySample, noCorrelation, singularText } from "../fidelity.js";
import { METRICS } from "../metric.js";
import { comparisonChart, type Html, measureChart, type PageSection, scatterChart } from "../report/index.js";
import { sampleIndices } from "../report/sample.js";
import { short } from "../text-table.js";

/** First two principal components of the rows of an embedding, with their shares of the variance. */
export interface Plane {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly shares: readonly [number, number];
  /** On how many of the items it was fitted, in words. */
  readonly fittedOn: string;
}

/**
 * Rows that a plane is fitted on where there are more, both of rows and of columns: a picture need not be exact, and
 * products of all with all would take too long.
 */
const FITTED_ROWS = 1000;

/** Items with one column, or all alike, lie on a line or a point; the missing coordinates are 0. */
export function principalPlane({ matrix }: Pick<Embedding, "matrix">, seed: number): Plane {
  const zeros = new Float64Array(matrix.rows);
  const components = Math.min(2, matrix.rows - 1, matrix.cols);
  if (components < 1) return { x: zeros, y: zeros, shares: [0, 0], fittedOn: "all items" };
  const cut = Math.min(matrix.rows, matrix.cols) > FITTED_ROWS;
  const sample = cut ? selectRows(matrix, sampleIndices(matrix.rows, FITTED_ROWS, seed)) : matrix;
  const unit = largestEntry(matrix); // squares of very large numbers would overflow
  const model = fitPca(inUnits(sample, unit), { components });
  const coordinates = transformPca(model, inUnits(matrix, unit));
  const column = (c: number): Float64Array =>
    c < coordinates.cols ? zeros.map((_, s) => unit * coordinates.data[s * coordinates.cols + c]!) : zeros;
  return {
    x: column(0),
    y: column(1),
    shares: [model.explained[0] ?? 0, model.explained[1] ?? 0],
    fittedOn: cut ? `${FITTED_ROWS} of the ${matrix.rows} items, chosen with seed ${seed}` : "all items",
  };
}

function largestEntry({ data }: Matrix): number {
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? largest : 1;
}

function inUnits(rows: Matrix, unit: number): Matrix {
  return { ...rows, data: rows.data.map((value) => value / unit) };
}

/** The items in that plane, coloured by a group each. */
export function planeChart(
  plane: Plane,
  items: Collection,
  groups: ArrayLike<string> | undefined,
  options: { readonly title: string; readonly note?: string; readonly seed: number },
): Html {
  const points = items.names.map((name, s) => ({
    name,
    group: groups?.[s],
    x: plane.x[s]!,
    y: plane.y[s]!,
  }));
  return scatterChart(points, {
    ...options,
    xLabel: `component 1 (${percent(plane.shares[0])} of the variance)`,
    yLabel: `component 2 (${percent(plane.shares[1])})`,
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The reference with how it was chosen. */
export function referenceSection(
  { reference }: Pick<Embedding, "reference">,
  items: Pick<Collection, "item">,
): PageSection {
  const { origin, measure, id } = reference;
  return {
    heading: "Reference",
    text:
      `All transports start from this measure of ${measure.count} points (${origin.kind}, fitted on ` +
      `${origin.fittedOn} items; id ${id}).`,
    html: measureChart([{ title: "", measure, item: items.item }], {
      title: `${origin.kind}, ${measure.count} points`,
    }),
  };
}

/** Mean measures of groups, side by side. */
export function meansSection(
  heading: string,
  means: readonly { readonly title: string; readonly measure: Measure }[],
  { reference: { metric } }: Pick<Embedding, "reference">,
  items: Collection,
): PageSection {
  const masses = means.map(({ measure }) => short(totalMass(measure))).join(", ");
  return {
    heading,
    text:
      "The exponential of the mean tangent vector: the average in the geometry that the items were compared in." +
      (METRICS[metric.name].masses === "any" ? ` Masses, in this order: ${masses}.` : ""),
    html: measureChart(
      means.map((mean) => ({ ...mean, item: items.item })),
      { title: "Means, as measures" },
    ),
  };
}

/** Above this share of residual a reader should think of a larger reference. */
const LARGE_RESIDUAL = 0.25;

/** LOT distance against the distance itself, or a sentence where there is nothing to compare. */
export function fidelitySection(
  { pairs, summary }: FidelitySample,
  { reference: { metric } }: Pick<Embedding, "reference">,
  seed: number,
): PageSection {
  const heading = "How far LOT distance can be trusted here";
  const { symbol, axisSymbol, lotText } = METRICS[metric.name];
  const { pearson, spearman, worstRatio } = summary;
  if (pearson === null || spearman === null || worstRatio === null) {
    return { heading, text: `LOT distance was compared with exact ${symbol} on ${noCorrelation(summary)}.` };
  }
  return {
    heading,
    text:
      `Exact ${symbol} of sampled pairs of items, each with its certificate, next to their distance in the embedding. ` +
      `${lotText} Here ${(100 * summary.residualShare).toFixed(1)} % of the transport is such residual` +
      `${summary.residualShare > LARGE_RESIDUAL ? "; more reference points (--reference-size) would lower it" : ""}.` +
      singularSentence(summary),
    html: comparisonChart(pairs, {
      symbol: axisSymbol,
      correlation: { pearson, spearman },
      worstRatio,
      seed,
    }),
  };
}

function singularSentence(summary: Fidelity): string {
  const text = singularText(summary);
  return text === ""
    ? ""
    : ` ${text[0]!.toUpperCase()}${text.slice(1)}: LOT distance counts it, rows do not have it.`;
}
