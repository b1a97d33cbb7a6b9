import * as Plot from "@observablehq/plot";
import type { RestingLaw } from "../tasks/resting-law.ts";
import type { SteadyOutput } from "../tasks/steady.ts";
import { COLOURS } from "./colours.ts";

const [FOUND, LAW, PLAIN, NOISE] = [COLOURS[6], "#222", COLOURS[0], COLOURS[8]];
const LEAST_NOISE = 1e-12; // a logarithm needs something above 0

/** |psi| after each iteration, and what of it noise alone makes. */
export function drawResiduals({ residuals, noiseFloor }: SteadyOutput, width: number): Element {
  const rows = residuals.map((residual, iteration) => ({ iteration, residual }));
  return Plot.plot({
    title: "Residual of the search",
    width,
    height: 280,
    grid: true,
    x: { label: "Newton iteration", ticks: rows.length, tickFormat: "d" },
    y: { type: "log", tickFormat: "~r", label: "|ψ| (length, Euclidean)" },
    color: { legend: true, domain: ["residual", "what noise makes"], range: [FOUND, NOISE] },
    marks: [
      Plot.ruleY([Math.max(noiseFloor, LEAST_NOISE)], {
        stroke: NOISE,
        strokeDasharray: "6 4",
        strokeWidth: 2,
      }),
      Plot.lineY(rows, { x: "iteration", y: "residual", stroke: FOUND, strokeWidth: 2 }),
      Plot.dot(rows, { x: "iteration", y: "residual", fill: FOUND, r: 4 }),
    ],
  });
}

/** The particles that were found beside the law. */
export function drawDensity({ places }: SteadyOutput, law: RestingLaw, width: number): Element {
  const [low, high] = [law.density[0]!.x, law.density.at(-1)!.x];
  return Plot.plot({
    title: "Where particles rest",
    width,
    height: 280,
    x: { label: "place x (length)", domain: [low, high] },
    y: { label: "density (per length)", grid: true },
    color: { legend: true, domain: ["found by the search", law.from], range: [FOUND, LAW] },
    marks: [
      Plot.rectY(bars(places, low, high), {
        x1: "from",
        x2: "to",
        y: "density",
        fill: FOUND,
        fillOpacity: 0.5,
      }),
      Plot.lineY(law.density, { x: "x", y: "density", stroke: LAW, strokeWidth: 2 }),
      Plot.ruleY([0]),
    ],
  });
}

/** Distance to the law against what was paid, by the search and by simulation alone. */
export function drawCost({ search, plain }: SteadyOutput, width: number): Element {
  const names = ["search, one dot an iteration", "simulation alone"];
  const rows = [search, plain].flatMap((points, k) => points.map((point) => ({ ...point, by: names[k]! })));
  return Plot.plot({
    title: "What an error costs",
    width,
    height: 300,
    grid: true,
    x: { type: "log", label: "particles × micro-steps" },
    y: { type: "log", tickFormat: "~r", label: "W₂ to the law (length)" },
    color: { legend: true, domain: names, range: [FOUND, PLAIN] },
    symbol: { domain: names, range: ["circle", "square"] },
    marks: [
      Plot.lineY(rows, { x: "microSteps", y: "error", z: "by", stroke: "by", strokeWidth: 2 }),
      Plot.dot(rows, { x: "microSteps", y: "error", fill: "by", symbol: "by", r: 4 }),
    ],
  });
}

const BINS = 50;

/** Particles per length and particle, in bins of equal width; those outside are not seen. */
function bars(places: Float64Array, low: number, high: number) {
  const size = (high - low) / BINS;
  const counts = new Array<number>(BINS).fill(0);
  for (const x of places) {
    const bin = Math.floor((x - low) / size);
    if (bin >= 0 && bin < BINS) counts[bin]! += 1;
  }
  return counts.map((count, b) => ({
    from: low + b * size,
    to: low + (b + 1) * size,
    density: count / places.length / size,
  }));
}
