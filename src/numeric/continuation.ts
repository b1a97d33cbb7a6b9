import { ShapeError } from "../errors.js";
import { type Asking, answered } from "./asking.js";
import { arclengthSystem, type BranchQuery, correctedPoint, naturalSystem } from "./branch-corrector.js";
import { branchTangent } from "./branch-tangent.js";
import type { Status } from "./certificate.js";
import { stopRule } from "./iterate.js";
import type { NewtonKrylovOptions, Root } from "./newton-krylov.js";
import { requirePositive } from "./require-positive.js";
import { dot, joined, norm, plus } from "./vectors.js";

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
  const pointOf = (
    { residual, iterations }: Root,
    place: Pick<BranchPoint, "solution" | "parameter" | "arcLength">,
  ) => ({
    ...place,
    residual,
    iterations,
    evaluations,
  });
  if (points.length === 0) {
    const { parameter } = start;
    const system = naturalSystem(parameter, project);
    const { newton } = settings;
    const first = yield* correctedPoint(system, start.solution, { newton, evaluations, branchPoint: 0 });
    evaluations += first.evaluations;
    if (first.status !== "converged") return ended(first.status === "non-finite" ? "non-finite" : "stalled");
    points.push(pointOf(first, { solution: first.point, parameter, arcLength: 0 }));
    if (onPoint?.(points[0]!, ended("iteration-limit")) === false) return ended("aborted");
  }
  while (points.length < settings.points) {
    const last = points[points.length - 1]!;
    if (last.parameter < settings.low || last.parameter > settings.high) return ended("converged");
    if (step < settings.leastStep) return ended("stalled");
    const tried = yield* triedStep(points, step, { settings, evaluations, ...(project && { project }) });
    const { root } = tried;
    evaluations += root.evaluations;
    if (!isGood(tried, points, step, settings)) {
      step /= 2;
      continue;
    }
    if (root.iterations <= EASY_ITERATIONS) step = Math.min(settings.greatestStep, step * GROWTH);
    const solution = root.point.slice(0, -1);
    const parameter = root.point[root.point.length - 1]! * settings.parameterScale;
    points.push(pointOf(root, { solution, parameter, arcLength: last.arcLength + tried.length }));
    if (onPoint?.(points[points.length - 1]!, ended("iteration-limit")) === false) return ended("aborted");
  }
  return ended("iteration-limit");
}

/** Corrections of no more iterations let the step grow by `GROWTH`. */
const EASY_ITERATIONS = 4;
const GROWTH = 1.5;
/** Of the last step, below which the direction of the next is no longer known. */
const FINE_SHARE = 1 / 4;

/** A tried step: where the corrector ended, how far that is, and how well the step went along the tangent. */
interface TriedStep {
  readonly root: Root;
  readonly length: number;
  /** Of the angle between the step and the tangent. */
  readonly cosine: number;
}

function* triedStep(
  points: readonly BranchPoint[],
  step: number,
  {
    settings,
    evaluations,
    project,
  }: { settings: Settings; evaluations: number } & Pick<ContinuationOptions, "project">,
): Asking<BranchQuery, TriedStep> {
  const { parameterScale, direction, newton } = settings;
  const last = points
    .slice(-3)
    .map(({ solution, parameter }) => joined(solution, Float64Array.of(parameter / parameterScale)));
  const origin = last.at(-1)!;
  const tangent = branchTangent(last, direction);
  const guess = plus(origin, tangent, step);
  const system = arclengthSystem({ guess, tangent, parameterScale, ...(project && { project }) });
  const root = yield* correctedPoint(system, guess, { newton, evaluations, branchPoint: points.length });
  const moved = plus(root.point, origin, -1);
  return { root, length: norm(moved), cosine: dot(moved, tangent) / norm(moved) };
}

/** Has the step arrived, without turning by more than is allowed? */
function isGood(
  { root, cosine }: TriedStep,
  points: readonly BranchPoint[],
  step: number,
  { leastCosine }: Settings,
): boolean {
  const [before, last] = points.slice(-2);
  // a direction known from no step, or from one much longer than this, may be far off: then forwards is good enough
  const known = last ? last.arcLength - before!.arcLength : 0;
  const needed = known > 0 && step > FINE_SHARE * known ? leastCosine : 0;
  return root.status === "converged" && cosine > needed;
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

type Settings = ReturnType<typeof settingsOf>;

function settingsOf(options: ContinuationOptions) {
  const { points = 100, range = [-Infinity, Infinity], direction = 1, newton } = options;
  const { greatestStep = 0.1, leastStep = 1e-6, parameterScale = 1, leastCosine = 0.9 } = options;
  const { step = greatestStep / 10 } = options;
  const [low, high] = range;
  for (const [name, value] of Object.entries({ greatestStep, step, leastStep, parameterScale })) {
    requirePositive(`${name} of the continuation`, value);
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
