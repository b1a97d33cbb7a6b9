import { ShapeError } from "../../errors.js";
import { givenEpsilon } from "../entropic/epsilon.js";

/** How much entropy: epsilon in units of cost, or a length with epsilon = 2 blur^2. */
export type Smoothing = { readonly epsilon: number } | { readonly blur: number };

/** How hard marginals are held to: rho in units of cost, or a length with rho = 2 reach^2; neither: exactly. */
export interface Relaxation {
  readonly rho?: number;
  readonly reach?: number;
}

/** @throws ShapeError unless one of the two is given, finite and above 0. */
export function epsilonOf(smoothing: Smoothing): number {
  const epsilon = givenEpsilon(smoothing);
  if (epsilon !== undefined) return epsilon;
  throw new ShapeError(
    "epsilon is undefined; give epsilon, in units of the cost, or blur, a length with epsilon = 2 blur^2",
  );
}

/** Infinity if none is given. @throws ShapeError if both are, or one is not above 0. */
export function rhoOf({ rho, reach }: Relaxation): number {
  if (rho !== undefined && reach !== undefined) {
    throw new ShapeError("both rho and reach are given; give one of them");
  }
  if (reach === undefined) return positive("rho", rho ?? Infinity);
  return positive("rho = 2 reach^2", 2 * positive("reach", reach) ** 2);
}

function positive(name: string, value: number): number {
  if (value > 0) return value;
  throw new ShapeError(`${name} is ${value}; it must be above 0`, { found: value });
}
