import * as Plot from "@observablehq/plot";
import { segmentStarts } from "../../dist/src/transport/large/kd-order.js";
import { collect, emptyHits } from "../../dist/src/transport/large/queries.js";
import {
  ACCENT,
  arcMarks,
  cloudMarks,
  key,
  picture,
  plane,
  QUIET,
  rowsOf,
  SOURCE,
  TARGET,
} from "./chart.mjs";
import { assignmentRun, transportRun } from "./large-run.mjs";

const SEED = 2;
const COUNT = 512;
/** Points of the picture of a flow. */
const FEW = 160;
const INK = "#1f2328";

/** The pictures of one run of the large road, by name. */
export function largePictures() {
  const run = assignmentRun(COUNT, SEED);
  return {
    "kd-order": orderPicture(run),
    minorant: minorantPicture(run),
    prices: pricesPicture(run),
    auction: auctionPicture(run),
    list: listPicture(run),
    paths: pathsPicture(run),
    finish: finishPicture(transportRun(FEW, SEED)),
  };
}

const BOX_DEPTH = 5;

function orderPicture({ target }) {
  const starts = segmentStarts(target.count, BOX_DEPTH);
  const boxes = Array.from({ length: 1 << BOX_DEPTH }, (_, s) => {
    const rows = rowsOf(target.points.subarray(2 * starts[s], 2 * starts[s + 1]));
    const of = (pick, axis) => pick(...rows.map((d) => d[axis]));
    return { x1: of(Math.min, "x"), x2: of(Math.max, "x"), y1: of(Math.min, "y"), y2: of(Math.max, "y") };
  });
  return picture("Points in kd-order as one line, and the boxes of the thirty-two nodes of depth five", {
    ...plane([target.points]),
    marks: [
      Plot.rect(boxes, {
        x1: "x1",
        x2: "x2",
        y1: "y1",
        y2: "y2",
        stroke: ACCENT,
        fill: ACCENT,
        fillOpacity: 0.06,
        strokeWidth: 1.2,
      }),
      Plot.line(rowsOf(target.points), { x: "x", y: "y", stroke: QUIET, strokeWidth: 0.8 }),
      Plot.dot(rowsOf(target.points), { x: "x", y: "y", r: 2, fill: TARGET }),
      ...key([
        { label: "target points", colour: TARGET },
        { label: "in kd-order", colour: QUIET },
        { label: `boxes of depth ${BOX_DEPTH}`, colour: ACCENT, symbol: "square", hollow: true },
      ]),
    ],
  });
}

/** Depth of the node that is shown. */
const NODE_DEPTH = 5;

function minorantPicture({ start: { tree } }) {
  const h = 1 << NODE_DEPTH;
  const per = tree.leaves >> NODE_DEPTH;
  const at = h * tree.stride;
  const r = tree.nodes[at];
  const g = [tree.nodes[at + 1], tree.nodes[at + 2]];
  const rows = [];
  for (let j = tree.starts[0]; j < tree.starts[per]; j++) {
    const y = [tree.points[2 * j], tree.points[2 * j + 1]];
    rows.push({ along: g[0] * y[0] + g[1] * y[1], value: y[0] ** 2 + y[1] ** 2 - tree.prices[j] });
  }
  const reach = rows.map((d) => d.along);
  const ends = [Math.min(...reach), Math.max(...reach)];
  return picture(
    "For the points of one node: squared norm minus price, with the linear minorant of the node below it",
    {
      height: 350,
      x: { label: "g . y", inset: 8 },
      y: { label: "|y|² − v", inset: 8 },
      marks: [
        Plot.line(
          ends.map((x) => ({ x, y: r + x })),
          { x: "x", y: "y", stroke: ACCENT, strokeWidth: 2.2 },
        ),
        Plot.dot(rows, { x: "along", y: "value", r: 3, fill: TARGET }),
        ...key([
          { label: "points of the node", colour: TARGET },
          { label: "minorant r + g . y", colour: ACCENT },
        ]),
      ],
    },
  );
}

function pricesPicture({ levels }) {
  const rows = levels.flatMap(({ count, points, prices }) => {
    const mean = prices.reduce((sum, value) => sum + value, 0) / count;
    return rowsOf(points, (j) => ({
      level: `${count} points`,
      price: prices[j] - mean,
      r: Math.sqrt(1100 / count) + 0.6,
    }));
  });
  return picture("Prices of the target points after the auction of each level", {
    height: 340,
    marginTop: 80,
    r: { type: "identity" },
    x: { label: "first coordinate", ticks: 3 },
    y: { label: "second coordinate", ticks: 4 },
    fx: { label: null, domain: levels.map(({ count }) => `${count} points`), padding: 0.06 },
    color: { type: "linear", scheme: "viridis", reverse: true },
    marks: [
      Plot.frame({ stroke: "#d8dee4" }),
      Plot.dot(rows, { fx: "level", x: "x", y: "y", fill: "price", r: "r", stroke: INK, strokeWidth: 0.3 }),
      ...key(
        [
          { label: "high price", colour: "#440154" },
          { label: "low price", colour: "#bddf26" },
        ],
        { facet: "super", dy: -44 },
      ),
    ],
  });
}

function auctionPicture({ phases, levels }) {
  const rows = phases.map((phase, p) => ({ ...phase, number: p + 1 }));
  const colours = [QUIET, SOURCE, TARGET, ACCENT];
  const colour = (d) => colours[d.level + colours.length - levels.length];
  return picture("The phases of the auctions: increment, falling on each level, and bids per row", {
    height: 360,
    x: { label: "phase", ticks: rows.map((d) => d.number), tickFormat: "d", type: "linear", inset: 16 },
    y: {
      label: "increment epsilon (logarithmic); the numbers are bids per row",
      type: "log",
      grid: true,
      ticks: 4,
      tickFormat: String,
      inset: 22,
    },
    r: { type: "identity" },
    marks: [
      Plot.line(rows, { x: "number", y: "epsilon", z: "level", stroke: colour, strokeWidth: 1.5 }),
      Plot.dot(rows, {
        x: "number",
        y: "epsilon",
        r: (d) => 2 + 1.6 * Math.sqrt(d.bids),
        fill: colour,
        stroke: "#ffffff",
      }),
      Plot.text(rows, { x: "number", y: "epsilon", text: (d) => d.bids.toFixed(1), dy: -22 }),
      ...key(
        levels.map(({ count }, q) => ({
          label: `level of ${count} points`,
          colour: colours[q + colours.length - levels.length],
        })),
      ),
    ],
  });
}

const ROW = 200;
const LISTED = 16;
/** Columns that are worse than this are not shown. */
const SHOWN = 0.1;

function listPicture({ source, target, start }) {
  const hits = emptyHits(LISTED);
  const threshold = collect(start.tree, source.points, ROW, Infinity, LISTED, hits);
  const listed = new Set(hits.indices.subarray(0, hits.count));
  const at = { x: source.points[2 * ROW], y: source.points[2 * ROW + 1] };
  const best = Math.min(...hits.values.subarray(0, hits.count));
  const rows = rowsOf(target.points, (j) => {
    const dx = target.points[2 * j] - at.x;
    const dy = target.points[2 * j + 1] - at.y;
    return {
      distance: Math.sqrt(dx * dx + dy * dy),
      gain: dx * dx + dy * dy - start.tree.prices[j] - best,
      listed: listed.has(j),
    };
  });
  const near = rows.filter((d) => d.gain < SHOWN);
  return picture(
    "Cost minus price of all columns for one row, by their distance: the list holds the sixteen least",
    {
      height: 360,
      r: { type: "identity" },
      x: { label: "distance from the row, units of the frame", inset: 8 },
      y: { label: "cost minus price, above the best", inset: 8, grid: true },
      marks: [
        Plot.ruleY([threshold - best], { stroke: ACCENT, strokeDasharray: "4,3", strokeWidth: 1.6 }),
        Plot.dot(
          near.filter((d) => !d.listed),
          { x: "distance", y: "gain", r: 2, fill: QUIET },
        ),
        Plot.dot(
          near.filter((d) => d.listed),
          { x: "distance", y: "gain", r: 3.4, fill: TARGET },
        ),
        ...key([
          { label: "columns on the list", colour: TARGET },
          { label: "all others", colour: QUIET },
          { label: "threshold (dashed)", colour: ACCENT },
        ]),
      ],
    },
  );
}

function pathsPicture({ settled }) {
  const rows = settled.map((count, p) => ({ path: p + 1, count }));
  return picture("Rows that each search for a shortest augmenting path settles", {
    height: 320,
    x: { label: `shortest augmenting paths: ${rows.length} for ${COUNT} rows`, inset: 6 },
    y: { label: "rows settled by the search", grid: true },
    marks: [
      Plot.ruleX(rows, { x: "path", y: "count", stroke: SOURCE, strokeWidth: 1.6 }),
      Plot.dot(rows, { x: "path", y: "count", r: 2, fill: SOURCE }),
      Plot.ruleY([0]),
    ],
  });
}

function finishPicture({ source, target, before, after, pivots }) {
  const x = source.points;
  const y = target.points;
  const isIn = (arcs) => (arc) => arcs.some(({ i, j }) => i === arc.i && j === arc.j);
  const gone = before.filter((arc) => !isIn(after)(arc));
  const fresh = after.filter((arc) => !isIn(before)(arc));
  const kept = after.filter(isIn(before));
  return picture("The flow of the auction and what pivots of the simplex change in it", {
    ...plane([x, y]),
    r: { type: "identity" },
    marks: [
      arcMarks(kept, x, y, { stroke: QUIET, strokeWidth: 1.2, strokeOpacity: 0.7 }),
      arcMarks(gone, x, y, { stroke: ACCENT, strokeWidth: 1.4, strokeDasharray: "3,3" }),
      arcMarks(fresh, x, y, { stroke: INK, strokeWidth: 1.6 }),
      ...cloudMarks(x, y, { size: 2.4 }),
      ...key([
        { label: "arcs that stay", colour: QUIET },
        { label: `that ${pivots} pivots remove`, colour: ACCENT },
        { label: "that they bring", colour: INK },
      ]),
    ],
  });
}
