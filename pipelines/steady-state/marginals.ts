import type { Measure } from "../../src/index.js";
import { type AxisDensity, axisName } from "../axis-densities.js";
import { momentsOf } from "../moments.js";
import type { SteadyLaw } from "../systems/steady-kind.js";
import type { AxisMoments, LawErrors } from "./results.js";

export function axisMoments(mu: Measure, law: SteadyLaw | undefined): AxisMoments[] {
  return Array.from({ length: mu.dim }, (_, k) => {
    const exact = law?.axes[k];
    return {
      axis: axisName(k),
      ...momentsOf(mu, k),
      ...(exact && { exact: { mean: exact.mean, variance: exact.variance } }),
    };
  });
}

/** How far a law is from the one that is known; undefined where none is. */
export function lawErrors(
  moments: readonly AxisMoments[],
  densities: readonly AxisDensity[],
): LawErrors | undefined {
  const known = moments.flatMap(({ mean, variance, exact }) => (exact ? [{ mean, variance, exact }] : []));
  if (known.length === 0) return undefined;
  return {
    meanError: Math.max(...known.map(({ mean, exact }) => Math.abs(mean - exact.mean))),
    relativeVarianceError: Math.max(
      ...known.map(({ variance, exact }) => Math.abs(variance / exact.variance - 1)),
    ),
    densityError: Math.max(...densities.map(halfDifference)),
  };
}

function halfDifference({ x, density, exact }: AxisDensity): number {
  if (!exact) return 0;
  const width = x.length > 1 ? x[1]! - x[0]! : 0;
  return density.reduce((sum, value, b) => sum + (Math.abs(value - exact[b]!) * width) / 2, 0);
}
