import { type Measure, totalMass } from "../../src/index.js";
import { median } from "../median.js";

/** Intervals of equal length: finer steps than these are not seen in a small picture. */
const MOST_INTERVALS = 200;
/** Points that lie as they please need so many to an interval: what is smaller is their spacing, not their density. */
const POINTS_IN_INTERVAL = 8;
/** Neighbouring bands are as wide as each other up to this factor, but for those beside a gap. */
const EVEN_CELLS = 1.25;
const FEWEST_INTERVALS = 16;

/** Share of the mass per unit of length, in an interval from x1 to x2. */
export interface DensityStep {
  readonly x1: number;
  readonly x2: number;
  readonly density: number;
}

/**
 * Density of a measure on the line: the mass of each point spread evenly over its cell, which ends half-way to its
 * neighbours (an outer point's as far on the other side), then averaged over equal intervals. Bands of a spectrum give its
 * curve; points of equal mass that lie densely here and sparsely there give theirs, where stems would all be alike. Those
 * get fewer intervals, of 8 points on average.
 *
 * Undefined if all mass is at one place. O(n log n) time.
 */
export function densitySteps(mu: Measure): readonly DensityStep[] | undefined {
  const { places, masses } = mergedPlaces(mu);
  if (places.length < 2) return undefined;
  const edges = cellEdges(places);
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const count = intervalCount(edges);
  const step = (high - low) / count;
  const total = totalMass(mu);
  const ends = Array.from({ length: count + 1 }, (_, b) => low + b * step);
  const below = massesBelow(ends, edges, masses);
  return Array.from({ length: count }, (_, b) => ({
    x1: ends[b]!,
    x2: ends[b + 1]!,
    density: Math.max(0, below[b + 1]! - below[b]!) / (total * step),
  }));
}

function intervalCount(edges: readonly number[]): number {
  const cells = edges.slice(1).map((edge, i) => edge - edges[i]!);
  const ratios = cells.slice(1).map((cell, i) => Math.max(cell, cells[i]!) / Math.min(cell, cells[i]!));
  if (median(ratios) <= EVEN_CELLS) return MOST_INTERVALS;
  return Math.min(MOST_INTERVALS, Math.max(FEWEST_INTERVALS, Math.round(cells.length / POINTS_IN_INTERVAL)));
}

/** Distinct places in order, with the mass at each. */
function mergedPlaces({ points, weights }: Measure): { places: number[]; masses: number[] } {
  const order = Array.from(points.keys()).sort((a, b) => points[a]! - points[b]!);
  const places: number[] = [];
  const masses: number[] = [];
  for (const i of order) {
    if (points[i] === places.at(-1)) masses[masses.length - 1]! += weights[i]!;
    else {
      places.push(points[i]!);
      masses.push(weights[i]!);
    }
  }
  return { places, masses };
}

function cellEdges(places: readonly number[]): number[] {
  const inner = places.slice(1).map((x, i) => (x + places[i]!) / 2);
  const last = places.length - 1;
  return [2 * places[0]! - inner[0]!, ...inner, 2 * places[last]! - inner[last - 1]!];
}

/** Mass below each of these increasing places, linear within each cell. */
function massesBelow(
  places: readonly number[],
  edges: readonly number[],
  masses: readonly number[],
): number[] {
  let cell = 0;
  let below = 0;
  return places.map((x) => {
    while (cell < masses.length && edges[cell + 1]! <= x) below += masses[cell++]!;
    if (cell === masses.length || x <= edges[cell]!) return below;
    return below + (masses[cell]! * (x - edges[cell]!)) / (edges[cell + 1]! - edges[cell]!);
  });
}
