import { type Measure, pool } from "../measure/measure.js";
import { mergeRepeated } from "../measure/merge.js";

/** A measure by the places of its points in a common list of points, which increase. */
interface PlacedMasses {
  readonly places: Int32Array;
  readonly masses: Float64Array;
}

/** Cost between the masses of two measures at one point. */
export type PointCost = (a: number, b: number) => number;

/**
 * Cost between singular parts a and b of a list: sum of the cost of their masses at each point that either has, points with
 * exactly equal coordinates being one.
 *
 * O(points log points) once, O(points of the two) a pair.
 */
export function singularDistance(
  parts: readonly Measure[],
  cost: PointCost,
): (a: number, b: number) => number {
  const placed = placedMasses(parts);
  return (a, b) => costBetween(placed[a]!, placed[b]!, cost);
}

function placedMasses(parts: readonly Measure[]): PlacedMasses[] {
  if (parts.length === 0) return [];
  const { indexOf } = mergeRepeated(pool(parts));
  let at = 0;
  return parts.map(({ count, weights }) => {
    const masses = new Map<number, number>();
    for (let i = 0; i < count; i++) {
      const place = indexOf[at + i]!;
      masses.set(place, (masses.get(place) ?? 0) + weights[i]!);
    }
    at += count;
    const places = Int32Array.from(masses.keys()).sort();
    return { places, masses: Float64Array.from(places, (place) => masses.get(place)!) };
  });
}

function costBetween(a: PlacedMasses, b: PlacedMasses, cost: PointCost): number {
  let sum = 0;
  let p = 0;
  let q = 0;
  while (p < a.places.length || q < b.places.length) {
    const x = a.places[p] ?? Infinity;
    const y = b.places[q] ?? Infinity;
    sum += cost(x <= y ? a.masses[p++]! : 0, y <= x ? b.masses[q++]! : 0);
  }
  return sum;
}
