import { ShapeError } from "../errors.js";
import { type Asking, answered } from "./asking.js";
import type { Status } from "./certificate.js";
import { stopRule } from "./iterate.js";
import { type NewtonKrylovOptions, type NewtonQuery, newtonKrylovSteps, type Root } from "./newton-krylov.js";
import { dot, norm, plus, scaled } from "./vectors.js";

export interface ContinuationOptions {
  /** Points wanted, the first included, at most; default: 100. */
  readonly points?: number;
  /** The branch ends at the first point outside; default: everywhere. */
  readonly range?: readonly [low: number, high: number];
  /** Which way the parameter goes first; default: 1. */
  readonly direction?: 1 | -1;
  /** The first length of a step, in arc length; default: `greatestStep` / 10. */
  readonly step?: number;
  /** Default: 0.1. */
  readonly greatestStep?: number;
  /** Where a shorter step would be needed the branch ends; default: 1e-6. */
  readonly leastStep?: number;
  /** How much of the parameter counts as 1 of arc length, in which u counts as it is; default: 1. */
  readonly parameterScale?: number;
  /** Cosine of the largest turn from one step to the next; default: 0.9. */
  readonly leastCosine?: number;
  /** Of the corrector; `stop.tolerance` bounds |F| (default 1e-6), `stop.maxIterations` the iterations at a point (default 10). */
  readonly newton?: Omit<NewtonKrylovOptions, "project">;
  /** The nearest u that is allowed, applied to the points that are tried. */
  readonly project?: (solution: Float64Array) => Float64Array;
  /** A branch that is to go on; the start and the direction are then its own. */
  readonly from?: Branch;
  /** Told of every new point; `false` ends the work with status "aborted". */
  readonly onPoint?: (point: BranchPoint, branch: Branch) => boolean | undefined;
}

/** A solution of F(u, g) = 0, one of many on a curve. */
export interface BranchPoint {
  readonly solution: Float64Array;
  /** g. */
  readonly parameter: number;
  /** |F|, Euclidean. */
  readonly residual: number;
  /** Length of the broken line from the first point to this one. */
  readonly arcLength: number;
  /** Newton iterations at this point, those of rejected steps left out. */
  readonly iterations: number;
  /** Values of F since the start, those of rejected steps included. */
  readonly evaluations: number;
}

export interface Branch {
  readonly points: readonly BranchPoint[];
  /** Index of each point at which the parameter turns round: stability changes there. */
  readonly folds: readonly number[];
  /**
   * "converged" at an end of the range, "iteration-limit" with all points found, "stalled" where even the shortest step fails,
   * "non-finite" or "stalled" with no points if the start cannot be corrected.
   */
  readonly status: Status;
  /** Values of F. */
  readonly evaluations: number;
  /** Length of the step that would be tried next. */
  readonly nextStep: number;
}

/** A point (u, g) at which F is wanted. */
export interface BranchQuery extends Omit<NewtonQuery, "point"> {
  readonly solution: Float64Array;
  readonly parameter: number;
  /** Index of the point that is looked for. */
  readonly branchPoint: number;
}

/**
 * The curve of solutions of F(u, g) = 0 through a start near it, by pseudo-arclength continuation, around folds too.
 *
 * A step predicts along the tangent t of the parabola through the last three points, y = y_n + s t with y = (u, g / parameterScale), and corrects by
 * Newton-Krylov on  F = 0,  t . (y - y_n - s t) = 0.  A step is halved if its correction fails or turns by more than
 * `leastCosine` allows, and grows by a half after an easy one.
 *
 * With a noisy F give a tolerance and a step well above the noise, and a large `newton.difference`.
 *
 * @param F may give numbers that are not finite: the step is then shortened.
 * @throws ShapeError if an option is out of its range, or F gives a vector of another length.
 *
 * Values of F: those of the Newton iterations, some (inner + 2) each. Keller 1977.
 */
export function continuation(
  F: (solution: Float64Array, parameter: number) => Float64Array,
  start: Pick<BranchPoint, "solution" | "parameter">,
  options: ContinuationOptions = {},
): Branch {
  return answered(continuationSteps(start, options), ({ solution, parameter }) => F(solution, parameter));
}

/** `continuation` that asks for each value: it yields (u, g) and is sent F there. */
export function* continuationSteps(
  start: Pick<BranchPoint, "solution" | "parameter">,
  options: ContinuationOptions = {},
): Asking<BranchQuery, Branch> {
  const settings = settingsOf(options);
  const { from, onPoint, project } = options;
  const points: BranchPoint[] = [...(from?.points ?? [])];
  let evaluations = from?.evaluations ?? 0;
  let step = from?.nextStep ?? settings.step;
  const ended = (status: Status): Branch => ({
    points: [...points],
    folds: foldsOf(points),
    status,
    evaluations,
    nextStep: step,
  });
  if (points.length === 0) {
    const first = yield* corrected(naturalSystem(start.parameter), start.solution);
    if (first.status !== "converged") return ended(first.status === "non-finite" ? "non-finite" : "stalled");
    points.push(pointOf(first, first.point, start.parameter));
    if (onPoint?.(points[0]!, ended("iteration-limit")) === false) return ended("aborted");
  }
  while (points.length < settings.points) {
    const last = points[points.length - 1]!;
    if (last.parameter < settings.low || last.parameter > settings.high) return ended("converged");
    if (step < settings.leastStep) return ended("stalled");
    const origin = placeOf(last);
    const tangent = tangentAt(origin);
    const guess = plus(origin, tangent, step);
    const root = yield* corrected(arclengthSystem(guess, tangent), guess);
    const moved = plus(root.point, origin, -1);
    const cosine = dot(moved, tangent) / norm(moved);
    // a direction known from no step, or from one much longer than this, may be far off: then forwards is good enough
    const known = lastLength();
    const needed = known > 0 && step > FINE_SHARE * known ? settings.leastCosine : 0;
    if (root.status !== "converged" || !(cosine > needed)) {
      step /= 2;
      continue;
    }
    if (root.iterations <= EASY_ITERATIONS) step = Math.min(settings.greatestStep, step * GROWTH);
    const parameter = root.point[root.point.length - 1]! * settings.parameterScale;
    points.push(pointOf(root, root.point.slice(0, -1), parameter, last.arcLength + norm(moved)));
    if (onPoint?.(points[points.length - 1]!, ended("iteration-limit")) === false) return ended("aborted");
  }
  return ended("iteration-limit");

  function lastLength(): number {
    const before = points[points.length - 2];
    return before ? points[points.length - 1]!.arcLength - before.arcLength : 0;
  }

  /** Of the parabola through the last three points; of the line through two; along the parameter from the first. */
  function tangentAt(origin: Float64Array): Float64Array {
    const [before, earlier] = [points[points.length - 2], points[points.length - 3]];
    if (!before) return joined(new Float64Array(origin.length - 1), settings.direction);
    const from = placeOf(before);
    const secant = plus(origin, from, -1);
    if (!earlier) return scaled(secant, 1 / norm(secant));
    const sooner = plus(from, placeOf(earlier), -1);
    const [length, soonerLength] = [norm(secant), norm(sooner)];
    const ratio = length / soonerLength;
    const bent = plus(
      scaled(secant, 1 + length / (length + soonerLength)),
      sooner,
      -(ratio * length) / (length + soonerLength),
    );
    return scaled(bent, 1 / norm(bent));
  }

  function placeOf({ solution, parameter }: BranchPoint): Float64Array {
    return joined(solution, parameter / settings.parameterScale);
  }

  function pointOf(root: Root, solution: Float64Array, parameter: number, arcLength = 0): BranchPoint {
    const { residual, iterations } = root;
    return { solution, parameter, residual, arcLength, iterations, evaluations };
  }

  function* corrected(system: BorderedSystem, guess: Float64Array): Asking<BranchQuery, Root> {
    const { project } = system;
    const method = newtonKrylovSteps(guess, { ...settings.newton, ...(project && { project }) });
    let turn = method.next();
    while (!turn.done) {
      const { point, ...query } = turn.value;
      const value = yield {
        ...query,
        ...system.at(point),
        evaluation: evaluations,
        branchPoint: points.length,
      };
      evaluations++;
      turn = method.next(system.value(value, point));
    }
    return turn.value;
  }

  function naturalSystem(parameter: number): BorderedSystem {
    return {
      at: (solution) => ({ solution, parameter }),
      value: (found) => found,
      ...(project && { project }),
    };
  }

  function arclengthSystem(guess: Float64Array, tangent: Float64Array): BorderedSystem {
    return {
      at: (y) => ({ solution: y.slice(0, -1), parameter: y[y.length - 1]! * settings.parameterScale }),
      value: (found, y) => joined(found, dot(tangent, plus(y, guess, -1))),
      ...(project && { project: (y) => joined(project(y.slice(0, -1)), y[y.length - 1]!) }),
    };
  }
}

/** Corrections of no more iterations let the step grow by `GROWTH`. */
const EASY_ITERATIONS = 4;
const GROWTH = 1.5;
/** Of the last step, below which the direction of the next is no longer known. */
const FINE_SHARE = 1 / 4;

/** What Newton's unknowns mean, and what it is to bring to 0. */
interface BorderedSystem {
  readonly at: (unknowns: Float64Array) => Pick<BranchQuery, "solution" | "parameter">;
  readonly value: (found: Float64Array, unknowns: Float64Array) => Float64Array;
  readonly project?: (unknowns: Float64Array) => Float64Array;
}

function joined(solution: Float64Array, last: number): Float64Array {
  const y = new Float64Array(solution.length + 1);
  y.set(solution);
  y[solution.length] = last;
  return y;
}

function foldsOf(points: readonly BranchPoint[]): number[] {
  const turns = (p: number): boolean => {
    const [before, at, after] = [points[p - 1]!, points[p]!, points[p + 1]!].map(
      ({ parameter }) => parameter,
    );
    return (at! - before!) * (after! - at!) < 0;
  };
  return points.flatMap((_, p) => (p > 0 && p + 1 < points.length && turns(p) ? [p] : []));
}

function settingsOf(options: ContinuationOptions) {
  const { points = 100, range = [-Infinity, Infinity], direction = 1, newton } = options;
  const { greatestStep = 0.1, leastStep = 1e-6, parameterScale = 1, leastCosine = 0.9 } = options;
  const { step = greatestStep / 10 } = options;
  const [low, high] = range;
  const positive = { greatestStep, step, leastStep, parameterScale };
  for (const [name, value] of Object.entries(positive)) {
    if (value > 0 && value < Infinity) continue;
    throw new ShapeError(`${name} of the continuation is ${value}; it must be a positive number`, {
      found: value,
    });
  }
  if (!Number.isSafeInteger(points) || points < 1) {
    throw new ShapeError(`points of the continuation is ${points}; it must be a whole number of at least 1`, {
      found: points,
    });
  }
  if (!(low <= high)) {
    throw new ShapeError(`range of the continuation is ${low} to ${high}; it must not end before it begins`, {
      found: high,
    });
  }
  const stop = stopRule(newton?.stop, { tolerance: 1e-6, maxIterations: 10 });
  return {
    points,
    low,
    high,
    direction,
    step: Math.min(step, greatestStep),
    greatestStep,
    leastStep,
    parameterScale,
    leastCosine,
    newton: { ...newton, stop },
  };
}
