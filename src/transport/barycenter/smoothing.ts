import { ShapeError } from "../../errors.js";

/** How much entropy: epsilon in units of cost, or a length with epsilon = 2 blur^2. */
export type Smoothing = { readonly epsilon: number } | { readonly blur: number };

/** How hard marginals are held to: rho in units of cost, or a length with rho = 2 reach^2; neither: exactly. */
export interface Relaxation {
  readonly rho?: number;
  readonly reach?: number;
}

/** @throws ShapeError unless one of the two is given, finite and above 0. */
export function epsilonOf(smoothing: Smoothing): number {
  const { epsilon, blur } = { epsilon: undefined, blur: undefined, ...smoothing };
  const value = inUnitsOfCost({ name: "epsilon", value: epsilon }, { name: "blur", value: blur });
  if (value > 0 && value < Infinity) return value;
  throw new ShapeError(
    `epsilon is ${value}; give epsilon, in units of the cost, or blur, a length with epsilon = 2 blur^2, finite and above 0`,
    { found: value },
  );
}

/** Infinity if none is given. @throws ShapeError if both are, or one is not above 0. */
export function rhoOf({ rho, reach }: Relaxation): number {
  return inUnitsOfCost({ name: "rho", value: rho }, { name: "reach", value: reach });
}

interface Named {
  readonly name: string;
  readonly value: number | undefined;
}

function inUnitsOfCost(cost: Named, length: Named): number {
  if (cost.value !== undefined && length.value !== undefined) {
    throw new ShapeError(`both ${cost.name} and ${length.name} are given; give one of them`);
  }
  if (length.value === undefined) return positive(cost.name, cost.value ?? Infinity);
  return 2 * positive(length.name, length.value) ** 2;
}

function positive(name: string, value: number): number {
  if (value > 0) return value;
  throw new ShapeError(`${name} is ${value}; it must be above 0`, { found: value });
}
