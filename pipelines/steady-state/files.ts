import { encodeNpy, encodePly } from "../../loaders/index.js";
import type { Measure } from "../../src/index.js";
import { csvText } from "../csv-text.js";
import { fitsPly } from "../fits-ply.js";
import type { OutputFile } from "../report.js";
import type { SteadyStateResults } from "./results.js";

/** All that `steady-state` may leave besides report.json. */
export const STEADY_STATE_FILES = [
  "report.html",
  "particles.npy",
  "particles.ply",
  "residuals.csv",
  "density.csv",
  "eigenvalues.csv",
  "plain.csv",
  "branch.csv",
] as const;

/** Files besides the page. */
export function steadyStateOutput(results: SteadyStateResults, particles: Measure): OutputFile[] {
  const { points, count, dim } = particles;
  return [
    { name: "particles.npy", bytes: encodeNpy(points, [count, dim]) },
    ...(dim > 1 && fitsPly(dim) ? [{ name: "particles.ply", bytes: encodePly(particles) }] : []),
    { name: "residuals.csv", bytes: residualsCsv(results) },
    { name: "density.csv", bytes: densityCsv(results) },
    ...(results.stability ? [{ name: "eigenvalues.csv", bytes: eigenvaluesCsv(results.stability) }] : []),
    ...(results.plain ? [{ name: "plain.csv", bytes: plainCsv(results.plain) }] : []),
    ...(results.branch ? [{ name: "branch.csv", bytes: branchCsv(results.branch) }] : []),
  ];
}

function residualsCsv({ residuals }: SteadyStateResults): string {
  return csvText(
    ["iteration", "residual", "evaluations", "microSteps"],
    residuals.map(({ iteration, residual, evaluations, microSteps }) => [
      iteration,
      residual,
      evaluations,
      microSteps,
    ]),
  );
}

function densityCsv({ density }: SteadyStateResults): string {
  const rows = density.flatMap(({ axis, x, density: values, exact }) =>
    x.map((place, b) => [axis, place, values[b]!, exact?.[b] ?? ""]),
  );
  return csvText(["axis", "x", "density", "exact"], rows);
}

function eigenvaluesCsv({ eigenvalues }: NonNullable<SteadyStateResults["stability"]>): string {
  return csvText(
    ["real", "imaginary", "modulus"],
    eigenvalues.map(({ real, imaginary }) => [real, imaginary, Math.hypot(real, imaginary)]),
  );
}

function plainCsv({ points }: NonNullable<SteadyStateResults["plain"]>): string {
  return csvText(
    ["time", "microSteps", "meanError", "relativeVarianceError", "densityError"],
    points.map(({ time, microSteps, meanError, relativeVarianceError, densityError }) => [
      time,
      microSteps,
      meanError,
      relativeVarianceError,
      densityError,
    ]),
  );
}

function branchCsv({ parameter, points }: NonNullable<SteadyStateResults["branch"]>): string {
  return csvText(
    [parameter, "mean", "variance", "residual", "modulus"],
    points.map((point) => [point.parameter, point.mean, point.variance, point.residual, point.modulus ?? ""]),
  );
}
