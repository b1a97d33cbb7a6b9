import type { Random } from "../../numeric/random.js";

/** Unit vectors at right angles to one another, up to rounding. */
export type Directions = readonly Float64Array[];

/** So many random directions at right angles, uniform over rotations: Gram and Schmidt on normal vectors. O(count^2 d). */
export function randomDirections(count: number, dim: number, random: Random): Directions {
  const found: Float64Array[] = [];
  while (found.length < count) {
    const next = unitOutside(
      found,
      Float64Array.from({ length: dim }, () => random.normal()),
    );
    if (next) found.push(next);
  }
  return found;
}

/** A unit vector is as good as dependent if less of it than this is at right angles to the others. */
const DEPENDENT = 1e-6;

/** The part of a vector at right angles to the others, of length 1; undefined if there is hardly any. */
export function unitOutside(others: Directions, vector: Float64Array): Float64Array | undefined {
  let rest = unit(vector);
  for (let pass = 0; rest && pass < 2; pass++) {
    for (const other of others) removeComponent(rest, other);
    if (norm(rest) < DEPENDENT) return undefined;
    rest = unit(rest);
  }
  return rest;
}

/** Squares of shorter vectors lose digits. */
const SHORT = 1e-140;

/** The vector at length 1; undefined for 0. */
export function unit(vector: Float64Array): Float64Array | undefined {
  const length = norm(vector);
  if (length > SHORT) return vector.map((value) => value / length);
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? unit(vector.map((value) => value / largest)) : undefined;
}

export function norm(vector: Float64Array): number {
  return Math.sqrt(inner(vector, vector));
}

export function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function removeComponent(vector: Float64Array, direction: Float64Array): void {
  const along = inner(vector, direction);
  for (let k = 0; k < vector.length; k++) vector[k]! -= along * direction[k]!;
}
