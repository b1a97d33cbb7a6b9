import * as Plot from "@observablehq/plot";
import { drawPlot, PAPER } from "../../dist/pipelines/report/draw.js";

/** Apart for colour-blind readers, and from each other in grey: source, target, accent. */
export const SOURCE = "#3f90da";
export const TARGET = "#e76300";
export const ACCENT = "#832db6";
export const QUIET = "#94a4a2";

export const WIDTH = 640;
const FRAME = { width: WIDTH, marginLeft: 60, marginRight: 24, marginTop: 54, marginBottom: 46 };

/** A picture as the text of an SVG file, on paper of its own: as legible on a dark page as on a light one. */
export function picture(description, options) {
  const { markup } = drawPlot({ ...FRAME, ...options }, description);
  const end = markup.indexOf(">") + 1;
  return `${markup.slice(0, end)}<rect width="100%" height="100%" fill="${PAPER}"></rect>${markup.slice(end)}\n`;
}

/** Words at the top of a picture that say what its colours and shapes are. `facets`: options for charts of several parts. */
export function key(entries, { dy = -20, ...facets } = {}) {
  const step = 172;
  return entries.flatMap(({ label, colour, symbol = "circle", hollow = false }, q) => [
    Plot.dot([0], {
      ...facets,
      frameAnchor: "top-left",
      dx: 4 + q * step,
      dy,
      r: 4.5,
      symbol,
      fill: hollow ? PAPER : colour,
      stroke: colour,
    }),
    Plot.text([label], {
      ...facets,
      frameAnchor: "top-left",
      lineAnchor: "middle",
      dx: 14 + q * step,
      dy,
      textAnchor: "start",
    }),
  ]);
}

/** Rows { x, y } of row-major points in the plane, with what `more` says about each. */
export function rowsOf(points, more = () => ({})) {
  return Array.from({ length: points.length / 2 }, (_, p) => ({
    x: points[2 * p],
    y: points[2 * p + 1],
    ...more(p),
  }));
}

/** Source points as discs, target points as hollow squares; areas are masses where there are some. */
export function cloudMarks(x, y, { a, b, size = 3.2 } = {}) {
  const radius = (masses) => {
    const mean = masses && masses.reduce((sum, value) => sum + value, 0) / masses.length;
    return (p) => ({ r: masses ? size * Math.sqrt(masses[p] / mean) : size });
  };
  return [
    Plot.dot(rowsOf(x, radius(a)), {
      x: "x",
      y: "y",
      r: (d) => d.r,
      fill: SOURCE,
      stroke: PAPER,
      strokeWidth: 0.5,
    }),
    Plot.dot(rowsOf(y, radius(b)), {
      x: "x",
      y: "y",
      r: (d) => d.r,
      symbol: "square",
      fill: PAPER,
      stroke: TARGET,
      strokeWidth: 1.6,
    }),
  ];
}

export const CLOUD_KEY = [
  { label: "source points", colour: SOURCE },
  { label: "target points", colour: TARGET, symbol: "square", hollow: true },
];

/** Straight arcs between source and target points. */
export function arcMarks(arcs, x, y, style) {
  const rows = arcs.map(({ i, j, ...rest }) => ({
    x1: x[2 * i],
    y1: x[2 * i + 1],
    x2: y[2 * j],
    y2: y[2 * j + 1],
    ...rest,
  }));
  return Plot.link(rows, { x1: "x1", y1: "y1", x2: "x2", y2: "y2", ...style });
}

/** Both coordinates to one scale. */
export function plane(points, height = 450) {
  const range = (k) => {
    let low = Infinity;
    let high = -Infinity;
    for (const cloud of points) {
      for (let p = k; p < cloud.length; p += 2) {
        low = Math.min(low, cloud[p]);
        high = Math.max(high, cloud[p]);
      }
    }
    return [low, high];
  };
  const [x, y] = [range(0), range(1)];
  const inner = {
    width: WIDTH - FRAME.marginLeft - FRAME.marginRight,
    height: height - FRAME.marginTop - FRAME.marginBottom,
  };
  const unit = 1.08 * Math.max((x[1] - x[0]) / inner.width, (y[1] - y[0]) / inner.height);
  const domain = ([low, high], pixels) => [
    (low + high - unit * pixels) / 2,
    (low + high + unit * pixels) / 2,
  ];
  return {
    height,
    x: { label: "first coordinate", domain: domain(x, inner.width) },
    y: { label: "second coordinate", domain: domain(y, inner.height) },
  };
}
