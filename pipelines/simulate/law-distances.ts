import type { Box, Measure } from "../../src/index.js";
import { AXES, type AxisBins, axisBins, axisDensities, axisRanges } from "../axis-densities.js";
import type { KnownLaw } from "./known-law.js";
import type { LawDistance, LawResults } from "./results.js";

/** Bins of a coordinate: Rice's rule, 2 N^(1/3), within these. */
const [FEWEST_BINS, MOST_BINS] = [10, 40] as const;
/** Particles that a bin of Pearson's statistic has to expect; it takes its neighbours in until then. */
const EXPECTED = 5;

export interface NamedCloud {
  readonly name: string;
  readonly measure: Measure;
}

/**
 * Histograms of the first coordinates of clouds next to a law; bins go over the box, else five standard deviations about the mean
 * of the first cloud.
 */
export function lawDistances(
  clouds: readonly NamedCloud[],
  { about, isSteady, axes }: KnownLaw,
  { t, box }: { readonly t: number; readonly box: Box | undefined },
): LawResults {
  const shown = Math.min(clouds[0]!.measure.dim, AXES.length);
  const ranges = axisRanges(clouds[0]!.measure, box, undefined).slice(0, shown);
  const bins = axisBins(ranges, binsFor(clouds[0]!.measure.count), { about, axes });
  const densities = clouds.map(({ measure }) => axisDensities(measure, bins));
  return {
    about,
    isSteady,
    t,
    axes: bins.map((axis, k) => ({
      axis: densities[0]![k]!.axis,
      x: densities[0]![k]!.x,
      exact: axis.exact!,
      runs: clouds.map(({ name, measure }, r) =>
        lawDistance(name, densities[r]![k]!.density, axis, independentCount(measure)),
      ),
    })),
  };
}

/** Kish's number of equal weights that scatter as much: (sum w)^2 / sum w^2. */
function independentCount({ weights }: Measure): number {
  const squares = weights.reduce((sum, w) => sum + w * w, 0);
  return weights.reduce((sum, w) => sum + w, 0) ** 2 / squares;
}

function binsFor(count: number): number {
  return Math.min(MOST_BINS, Math.max(FEWEST_BINS, Math.ceil(2 * Math.cbrt(count))));
}

function lawDistance(name: string, density: readonly number[], axis: AxisBins, count: number): LawDistance {
  const exact = axis.exact!;
  const squares = density.reduce((sum, value, b) => sum + (value - exact[b]!) ** 2, 0);
  const width = (axis.high - axis.low) / axis.bins;
  const particles = (densities: readonly number[]): number[] => densities.map((one) => one * width * count);
  return {
    name,
    density,
    rms: Math.sqrt(squares / density.length),
    ...pearson(particles(density), particles(exact)),
  };
}

/** sum (found - expected)^2 / expected over bins, each with its neighbours until enough is expected of it. */
function pearson(
  found: readonly number[],
  expected: readonly number[],
): { readonly chiSquare: number; readonly degrees: number } {
  const merged = mergedBins(found, expected);
  const chiSquare = merged.reduce((sum, bin) => sum + (bin.found - bin.expected) ** 2 / bin.expected, 0);
  return { chiSquare: merged.length < 2 ? 0 : chiSquare, degrees: Math.max(0, merged.length - 1) };
}

interface Bin {
  readonly found: number;
  readonly expected: number;
}

/** What is left at the end goes to the last one. */
function mergedBins(found: readonly number[], expected: readonly number[]): Bin[] {
  const full: Bin[] = [];
  let open: Bin = { found: 0, expected: 0 };
  found.forEach((particles, b) => {
    open = { found: open.found + particles, expected: open.expected + expected[b]! };
    if (open.expected < EXPECTED) return;
    full.push(open);
    open = { found: 0, expected: 0 };
  });
  const last = full.pop();
  if (!last) return [];
  return [...full, { found: last.found + open.found, expected: last.expected + open.expected }];
}
