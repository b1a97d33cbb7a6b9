import type { AxisLaw } from "./steady-kind.js";

/** A coordinate that has a normal law. */
export function normalAxis(mean: number, variance: number): AxisLaw {
  return {
    mean,
    variance,
    density: (x) => Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance),
  };
}
