import type { Asking } from "./asking.js";
import { type NewtonKrylovOptions, type NewtonQuery, newtonKrylovSteps, type Root } from "./newton-krylov.js";
import { dot, joined, plus } from "./vectors.js";

/** A point (u, g) at which F is wanted. */
export interface BranchQuery extends Omit<NewtonQuery, "point"> {
  readonly solution: Float64Array;
  readonly parameter: number;
  /** Index of the point that is looked for. */
  readonly branchPoint: number;
}

type Project = (solution: Float64Array) => Float64Array;

/** What Newton's unknowns mean, and what it is to bring to 0. */
export interface BorderedSystem {
  readonly at: (unknowns: Float64Array) => Pick<BranchQuery, "solution" | "parameter">;
  readonly value: (found: Float64Array, unknowns: Float64Array) => Float64Array;
  readonly project?: (unknowns: Float64Array) => Float64Array;
}

/** F(u, g) = 0 at a given g. */
export function naturalSystem(parameter: number, project?: Project): BorderedSystem {
  return {
    at: (solution) => ({ solution, parameter }),
    value: (found) => found,
    ...(project && { project }),
  };
}

/** F(u, g) = 0 in the plane through the guess, square to the tangent; y = (u, g / parameterScale). */
export function arclengthSystem({
  guess,
  tangent,
  parameterScale,
  project,
}: {
  readonly guess: Float64Array;
  readonly tangent: Float64Array;
  readonly parameterScale: number;
  readonly project?: Project;
}): BorderedSystem {
  return {
    at: (y) => ({ solution: y.slice(0, -1), parameter: y[y.length - 1]! * parameterScale }),
    value: (found, y) => joined(found, Float64Array.of(dot(tangent, plus(y, guess, -1)))),
    ...(project && { project: (y: Float64Array) => joined(project(y.slice(0, -1)), y.slice(-1)) }),
  };
}

/**
 * Newton-Krylov on such a system, which asks for F at points of the branch.
 *
 * @param counted.evaluations values of F before this point.
 */
export function* correctedPoint(
  system: BorderedSystem,
  guess: Float64Array,
  counted: {
    readonly newton: NewtonKrylovOptions;
    readonly evaluations: number;
    readonly branchPoint: number;
  },
): Asking<BranchQuery, Root> {
  const { newton, branchPoint } = counted;
  const { project } = system;
  const method = newtonKrylovSteps(guess, { ...newton, ...(project && { project }) });
  let turn = method.next();
  let { evaluations } = counted;
  while (!turn.done) {
    const { point, ...query } = turn.value;
    const value = yield { ...query, ...system.at(point), evaluation: evaluations, branchPoint };
    evaluations++;
    turn = method.next(system.value(value, point));
  }
  return turn.value;
}
