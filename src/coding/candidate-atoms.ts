import { combine } from "../lot/combine.js";
import type { EmbeddedItems } from "../lot/distance.js";
import { expMap } from "../lot/exp-map.js";
import type { Measure } from "../measure/measure.js";
import { argsort } from "../numeric/argsort.js";
import { sharesOf } from "../transport/shares.js";
import { cover } from "./cover.js";
import { visibleDistances } from "./visible-distances.js";
import { visibleTargets } from "./visible-targets.js";

/** More atoms hardly complete better, and take longer by the square of their number. */
export const MOST_ATOMS = 256;

export interface CandidateOptions {
  /** Share of the mass of the whole that is missing. */
  readonly missing: number;
  /** Shares over the atoms to start from; default: equal ones. */
  readonly start?: ArrayLike<number>;
  /** Default 256. */
  readonly mostAtoms?: number;
}

/** Atoms that may get a share, in their order, and what they start with. */
export interface Candidates {
  readonly places: Int32Array;
  readonly start: Float64Array;
}

/**
 * All atoms, or of more than `mostAtoms` those that are nearest to the damaged measure in the part that is visible from the start.
 *
 * One partial transport where some are left out. @throws as `sharesOf`.
 */
export function candidatesOf(
  atoms: EmbeddedItems,
  damaged: Measure,
  { missing, start, mostAtoms = MOST_ATOMS }: CandidateOptions,
): Candidates {
  const count = atoms.matrix.rows;
  const { parts, total } = sharesOf(start, count);
  if (count <= mostAtoms) {
    return { places: Int32Array.from(parts.keys()), start: parts.map((part) => part / total) };
  }
  const seen = cover(expMap(atoms.reference, combine(atoms, parts)), damaged, missing);
  const apart = visibleDistances(atoms, visibleTargets(atoms.reference, damaged, seen));
  const places = Int32Array.from(argsort(apart).subarray(0, mostAtoms)).sort();
  const left = places.some((s) => parts[s]! > 0) ? Array.from(places, (s) => parts[s]!) : undefined;
  const chosen = sharesOf(left, places.length); // equal ones where none is left
  return { places, start: chosen.parts.map((part) => part / chosen.total) };
}

/** Shares of all atoms: those that were left out have none. */
export function spreadOver(places: Int32Array, shares: Float64Array, count: number): Float64Array {
  const all = new Float64Array(count);
  places.forEach((s, p) => {
    all[s] = shares[p]!;
  });
  return all;
}
