import type { Box, Measure } from "../src/index.js";
import { momentsOf } from "./moments.js";
import type { DensityLaw, SteadyLaw } from "./systems/steady-kind.js";

/** Density of one coordinate, averaged over bins. */
export interface AxisDensity {
  readonly axis: string;
  /** Middles of the bins. */
  readonly x: readonly number[];
  readonly density: readonly number[];
  /** Of the law that is known, averaged likewise. */
  readonly exact?: readonly number[];
}

/** Where a coordinate is drawn and compared. */
export interface AxisRange {
  readonly low: number;
  readonly high: number;
}

/** Equal bins of each coordinate, with what the law that is known has in them. */
export interface AxisBins extends AxisRange {
  readonly bins: number;
  /** Densities averaged over the bins. */
  readonly exact?: readonly number[];
}

export const AXES = ["x", "y", "z"] as const;

export function axisName(k: number): string {
  return AXES[k] ?? `x${k + 1}`;
}

/** Standard deviations about the mean that are looked at where particles can be everywhere. */
const REACH = 5;

/** The box where there is one, else some standard deviations of the law, else of the particles. */
export function axisRanges(mu: Measure, box: Box | undefined, law: SteadyLaw | undefined): AxisRange[] {
  return Array.from({ length: mu.dim }, (_, k) => {
    if (box) return { low: box.low[k]!, high: box.high[k]! };
    const { mean, variance } = law?.axes[k] ?? momentsOf(mu, k);
    const reach = REACH * Math.sqrt(variance) || 1;
    return { low: mean - reach, high: mean + reach };
  });
}

export function axisBins(
  ranges: readonly AxisRange[],
  bins: number,
  law: DensityLaw | undefined,
): AxisBins[] {
  return ranges.map((range, k) => {
    const edge = (b: number): number => range.low + (b * (range.high - range.low)) / bins;
    const density = law?.axes[k]?.density;
    if (!density) return { ...range, bins };
    const exact = Array.from({ length: bins }, (_, b) => meanOver(density, edge(b), edge(b + 1)));
    return { ...range, bins, exact };
  });
}

/** Shares of the mass in bins, divided by their width; what lies beyond the range is in no bin. */
export function axisDensities(mu: Measure, axes: readonly AxisBins[]): AxisDensity[] {
  return axes.map((axis, k) => {
    const { low, high, bins, exact } = axis;
    return {
      axis: axisName(k),
      x: Array.from({ length: bins }, (_, b) => low + ((b + 0.5) * (high - low)) / bins),
      density: histogram(mu, k, axis),
      ...(exact && { exact }),
    };
  });
}

function histogram(
  { points, weights, count, dim }: Measure,
  k: number,
  { low, high, bins }: AxisBins,
): number[] {
  const width = (high - low) / bins;
  const masses = new Array<number>(bins).fill(0);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const x = points[i * dim + k]!;
    total += weights[i]!;
    if (!(x >= low && x <= high)) continue;
    const b = Math.min(bins - 1, Math.floor((x - low) / width));
    masses[b]! += weights[i]!;
  }
  return masses.map((mass) => mass / (total * width));
}

/** Parts of a bin for Simpson's rule: a density that changes by its own size over a bin is averaged to about 1e-6. */
const PARTS = 8;

function meanOver(density: (x: number) => number, low: number, high: number): number {
  let sum = 0;
  for (let p = 0; p <= PARTS; p++) {
    const weight = p === 0 || p === PARTS ? 1 : p % 2 === 1 ? 4 : 2;
    sum += weight * density(low + (p * (high - low)) / PARTS);
  }
  return sum / (3 * PARTS);
}
