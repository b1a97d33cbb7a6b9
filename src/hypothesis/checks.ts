import { ShapeError } from "../errors.js";
import { requireDistances } from "./dissimilarity.js";
import type { Units } from "./units.js";

/** @throws ShapeError unless distances and group numbers fit. */
export function requireUnits(units: Units): void {
  const { distances, codes, groupCount } = units;
  requireDistances(distances);
  if (codes.length !== distances.rows) {
    throw new ShapeError(`${codes.length} group numbers for ${distances.rows} units; give one per unit`, {
      expected: distances.rows,
      found: codes.length,
    });
  }
  const odd = codes.find((code) => !(code >= 0 && code < groupCount));
  if (odd !== undefined) {
    throw new ShapeError(`group number ${odd} is not from 0 to ${groupCount - 1}`, { found: odd });
  }
}

/** @throws ShapeError unless it is a whole number of at least 1. */
export function requireCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new ShapeError(`${name} is ${value}; it must be a whole number of at least 1`, { found: value });
}
