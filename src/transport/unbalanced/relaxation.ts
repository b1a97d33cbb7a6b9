import { ShapeError } from "../../errors.js";
import { type Cost, hellingerKantorovich, squaredEuclidean } from "../../measure/cost.js";

/**
 * How marginals are relaxed, one of:
 * - `reach`: squared distance, rho = 2 reach^2. Over less than about `reach` mass is moved, over much more it is
 *   destroyed here and created there. In the unit of the points.
 * - `rho`: squared distance, the strength itself, in units of the cost.
 * - `kappa`: Hellinger-Kantorovich cost of length scale kappa, rho = kappa^2. In the unit of the points.
 */
export type RelaxationOptions =
  | { readonly reach: number; readonly rho?: never; readonly kappa?: never }
  | { readonly rho: number; readonly reach?: never; readonly kappa?: never }
  | { readonly kappa: number; readonly reach?: never; readonly rho?: never };

/** The ground cost and the strength of the two KL terms, in units of the cost. */
export interface Relaxation {
  readonly cost: Cost;
  readonly rho: number;
}

/** @throws ShapeError unless exactly one of `reach`, `rho` and `kappa` is given, with a positive finite strength. */
export function relaxationOf({ reach, rho, kappa }: RelaxationOptions): Relaxation {
  const given = [reach, rho, kappa].filter((value) => value !== undefined).length;
  if (given !== 1) {
    throw new ShapeError(
      `${given} of reach, rho and kappa are given; give exactly one: reach or rho for the squared distance, kappa ` +
        "for the Hellinger-Kantorovich cost",
      { expected: 1, found: given },
    );
  }
  if (kappa !== undefined) {
    const cost = hellingerKantorovich(kappa);
    return { cost, rho: positive("kappa^2", kappa * kappa) };
  }
  if (reach !== undefined) {
    positive("reach", reach);
    return { cost: squaredEuclidean, rho: positive("2 reach^2", 2 * reach * reach) };
  }
  return { cost: squaredEuclidean, rho: positive("rho", rho!) };
}

function positive(name: string, value: number): number {
  if (value > 0 && value < Infinity) return value;
  throw new ShapeError(`${name} is ${value}; it must be a finite number above 0`, { found: value });
}
