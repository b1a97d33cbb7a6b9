import type { Measure } from "../../src/index.js";
import { figure } from "../report/figure.js";
import { formatNumber } from "../report/format.js";
import { linePicture } from "../report/line-chart.js";
import { type Html, html } from "../report/markup.js";
import { signLegend } from "../report/sign-legend.js";
import { short } from "../text-table.js";
import { latest, type NamedFrames } from "./run-frames.js";

interface HistogramOptions {
  readonly step: number;
  /** In micro-steps. */
  readonly times: readonly number[];
  /** Of each run. */
  readonly colours: readonly string[];
}

const INTERVALS = 64;
const WIDTH = 350;
const HEIGHT = 190;

interface Range {
  readonly low: number;
  readonly width: number;
}

/** Histograms of all runs over each other, a panel for each time; clouds on a line. */
export function runHistograms(named: readonly NamedFrames[], options: HistogramOptions): Html {
  const { step, times, colours } = options;
  const clouds = times.map((at) => named.map(({ frames }) => latest(frames, at)));
  const range = rangeOf(clouds.flat());
  const centres = Array.from({ length: INTERVALS }, (_, b) => range.low + (b + 0.5) * range.width);
  const panels = clouds.map((runs, f) => {
    const title = `t = ${short(times[f]! * step)}`;
    const lines = runs.map((mu, r) => ({
      label: named[r]!.name,
      colour: colours[r]!,
      values: densities(mu, range),
    }));
    const picture = linePicture(lines, centres, { title, xLabel: "place", width: WIDTH, height: HEIGHT });
    return html`<div class="panel"><p>${title}</p><div>${picture}</div></div>
`;
  });
  const legend = signLegend(named.map(({ name }, r) => ({ label: name, colour: colours[r]! })));
  return figure({
    title: "Histograms",
    body: html`<div class="panels">${panels}</div>${legend}`,
    caption: [
      `Mass of the particles per unit of length, over ${INTERVALS} intervals of ${formatNumber(range.width, 3)}; heights differ from panel to panel.`,
    ],
  });
}

function rangeOf(measures: readonly Measure[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const { points } of measures) {
    for (const x of points) {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  }
  return { low, width: high > low ? (high - low) / INTERVALS : 1 };
}

function densities({ points, weights }: Measure, { low, width }: Range): Float64Array {
  const shares = new Float64Array(INTERVALS);
  points.forEach((x, i) => {
    const b = Math.min(INTERVALS - 1, Math.max(0, Math.floor((x - low) / width)));
    shares[b]! += weights[i]! / width;
  });
  return shares;
}
