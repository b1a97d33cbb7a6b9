import { MeasureError, ShapeError } from "../errors.js";
import { compensatedSum } from "../numeric/sum.js";
import { requireEqualMasses } from "./balance.js";

/**
 * Is this a transport problem: an n x m matrix of finite costs between n and m masses of equal total?
 *
 * @throws ShapeError if sizes do not fit; MeasureError if a cost or mass is not finite, a mass is negative, the total masses
 *   are 0 or differ by more than 1e-9, or the largest cost times the mass overflows.
 *
 * O(n m) time.
 */
export function requireMatrixProblem(costs: Float64Array, a: Float64Array, b: Float64Array): void {
  if (costs.length !== a.length * b.length) {
    throw new ShapeError(`${costs.length} costs for ${a.length} x ${b.length} masses; give one per pair`, {
      expected: a.length * b.length,
      found: costs.length,
    });
  }
  const mass = massOf("source", a);
  const other = massOf("target", b);
  requireEqualMasses(mass, other);
  const largest = largestCost(costs, b.length);
  const room = 16 * largest * Math.max(1, mass); // for sums of a few such terms
  if (!Number.isFinite(room)) {
    throw new MeasureError(
      `costs are up to ${largest} and the mass is ${mass}: their products overflow; choose a larger unit of cost`,
      { value: largest },
    );
  }
}

function massOf(name: string, masses: Float64Array): number {
  masses.forEach((value, index) => {
    if (value >= 0 && value < Infinity) return;
    throw new MeasureError(`${name} mass ${index} is ${value}; masses must be finite and at least 0`, {
      index,
      value,
    });
  });
  const mass = compensatedSum(masses);
  if (mass > 0) return mass;
  throw new MeasureError(`all masses of the ${name} are 0; transport needs some mass`, { value: 0 });
}

function largestCost(costs: Float64Array, columns: number): number {
  let largest = 0;
  for (let p = 0; p < costs.length; p++) {
    const value = Math.abs(costs[p]!);
    if (value > largest) largest = value;
    else if (!(value <= largest)) {
      throw new MeasureError(
        `the cost at (${Math.floor(p / columns)}, ${p % columns}) is ${costs[p]}; costs must be finite numbers`,
        { index: p, value: costs[p]! },
      );
    }
  }
  return largest;
}
