import * as Plot from "@observablehq/plot";
import { mix } from "../../dist/pipelines/report/colour.js";
import { picture, QUIET, SOURCE, TARGET } from "../exact-transport/chart.mjs";
import { partsOf } from "./modes.mjs";
import { caption, LEGEND, legend, MARGINS } from "./panels.mjs";

const FOLLOWS = { share: "follows the mass share", elongation: "follows the elongation", neither: "neither" };
const TITLES = { hk: "Hellinger-Kantorovich", w2: "W2" };

export function variancePicture(runs, facts) {
  const bars = runs.flatMap((run) =>
    Array.from(run.pca.explained, (explained, c) => {
      const { share, elongation } = partsOf(run, facts, c);
      const parts = {
        [FOLLOWS.share]: share,
        [FOLLOWS.elongation]: elongation,
        [FOLLOWS.neither]: 1 - share - elongation,
      };
      return Object.entries(parts).map(([part, value]) => ({
        metric: TITLES[run.metric.name],
        mode: c + 1,
        part,
        value: 100 * explained * value,
      }));
    }).flat(),
  );
  return picture("Variance of the rows along each principal component, and what it follows", {
    ...MARGINS,
    height: 340,
    fx: { label: null },
    x: { label: "mode (principal component)", type: "band", domain: [1, 2, 3, 4, 5, 6, 7, 8], padding: 0.2 },
    y: { label: "share of the variance, %", grid: true, domain: [0, 90] },
    color: { domain: Object.values(FOLLOWS), range: [TARGET, SOURCE, QUIET] },
    marks: [
      Plot.barY(bars, { fx: "metric", x: "mode", y: "value", fill: "part" }),
      Plot.ruleY([0]),
      ...legend(
        [
          [FOLLOWS.share, TARGET],
          [FOLLOWS.elongation, SOURCE],
          [FOLLOWS.neither, QUIET],
        ],
        { fx: [TITLES.hk] },
      ),
    ],
  });
}

export function coordinatesPicture(runs, { shares, elongations }) {
  const rows = runs.flatMap((run) => {
    const unit = Math.sqrt(run.pca.variances[0]);
    const [x, y] = [0, 1].map((c) => run.coordinates(c).map((value) => value / unit));
    return x.map((_, s) => ({
      metric: `${TITLES[run.metric.name]}: 1 sd = ${Number(unit.toPrecision(2))} pixels`,
      x: x[s],
      y: y[s],
      colour: ramp(level(elongations, elongations[s])),
      r: 2.2 + 4 * level(shares, shares[s]),
    }));
  });
  const first = rows[0].metric;
  return picture("The images in the plane of the first two principal coordinates", {
    ...MARGINS,
    height: 400,
    fx: { label: null, domain: [...new Set(rows.map(({ metric }) => metric))] },
    x: { label: "first coordinate, in its standard deviations (sd)", grid: true, inset: 10 },
    y: { label: "second coordinate, in sd of the first", grid: true, inset: 10 },
    r: { type: "identity" },
    marks: [
      Plot.dot(rows, {
        fx: "metric",
        x: "x",
        y: "y",
        r: "r",
        fill: "colour",
        fillOpacity: 0.9,
        stroke: "#ffffff",
        strokeWidth: 0.5,
      }),
      ...legend(
        [
          ["left ellipse tall", ramp(0)],
          ["left ellipse wide", ramp(1)],
        ],
        { fx: [first] },
      ),
      ...[0, 0.5, 1].map((part, q) =>
        Plot.dot([0], {
          fx: [first],
          frameAnchor: "top-left",
          dx: 330 + 16 * q,
          dy: LEGEND,
          r: 2.2 + 4 * part,
          fill: QUIET,
        }),
      ),
      caption("mass share of the left ellipse", { fx: [first], dx: 376 }),
    ],
  });
}

/** From orange over grey to blue. */
function ramp(t) {
  return t < 0.5 ? mix("#e76300", "#b6b9b4", 2 * t) : mix("#b6b9b4", "#1b62a5", 2 * t - 1);
}

function level(values, value) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (value - low) / (high - low);
}
