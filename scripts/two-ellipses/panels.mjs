import * as Plot from "@observablehq/plot";
import { WIDTH } from "../exact-transport/chart.mjs";

export const MARGINS = { marginLeft: 60, marginRight: 24, marginTop: 78, marginBottom: 46 };
/** Room for the names of rows of panels. */
const PANEL_MARGINS = { ...MARGINS, marginRight: 92 };
/** Pixels of the images that are shown around both ellipses. */
const AROUND = 3;
/** Height of the line of colours above the panels. */
export const LEGEND = -42;
/** Ends a stroke. */
export const BREAK = { x: Number.NaN, y: Number.NaN };

/** Panels side by side and below each other that all show the ellipses, a pixel of the images being `unit` wide. */
export function framesOf(mean, columns, rows) {
  const domain = (k) => {
    const values = Array.from({ length: mean.count }, (_, p) => mean.points[2 * p + k]);
    return [Math.min(...values) - AROUND, Math.max(...values) + AROUND];
  };
  const [x, y] = [domain(0), domain(1)];
  const between = { fx: columns > 1 ? 0.06 : 0, fy: 0.14 }; // parts of the distance of panels; Plot leaves none outside
  const { marginLeft, marginRight, marginTop, marginBottom } = PANEL_MARGINS;
  const width = ((WIDTH - marginLeft - marginRight) * (1 - between.fx)) / (columns - between.fx);
  const unit = width / (x[1] - x[0]);
  const height = (unit * (y[1] - y[0]) * (rows - between.fy)) / (1 - between.fy);
  return {
    unit,
    options: {
      ...PANEL_MARGINS,
      height: Math.round(height + marginTop + marginBottom),
      x: { label: "column, pixels", domain: x, ticks: multiples(x, columns > 1 ? 10 : 5) },
      y: { label: "height, pixels", domain: y, ticks: multiples(y, columns > 1 ? 10 : 5) },
    },
    fx: { padding: between.fx },
    fy: { padding: between.fy },
  };
}

function multiples([low, high], step) {
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) => step * (first + k));
}

/** One path of strokes between breaks; a single place is a disc. */
export function path(rows, { fx, fy, ...style }) {
  if (rows.length === 0) return [];
  return [
    Plot.line(rows, {
      x: "x",
      y: "y",
      strokeLinecap: "round",
      ...style,
      ...(fx ? { fx: rows.map(() => fx[0]) } : {}),
      ...(fy ? { fy: rows.map(() => fy[0]) } : {}),
    }),
  ];
}

/** Colours and their names above the first panel. `facets`: of which the first panel is one. */
export function legend(entries, { step = 200, dx = 4, ...facets } = {}) {
  return entries.flatMap(([label, fill], q) => [
    Plot.dot([0], { ...facets, frameAnchor: "top-left", dx: dx + q * step, dy: LEGEND, r: 4.5, fill }),
    caption(label, { ...facets, dx: dx + 10 + q * step }),
  ]);
}

/** Words above the first panel. */
export function caption(words, { dx, dy = LEGEND, ...facets }) {
  return Plot.text([words], {
    ...facets,
    frameAnchor: "top-left",
    lineAnchor: "middle",
    textAnchor: "start",
    dx,
    dy,
  });
}
