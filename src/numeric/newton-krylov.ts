import { ShapeError } from "../errors.js";
import { type Asking, answered } from "./asking.js";
import type { Status } from "./certificate.js";
import { gmresSteps, type KrylovOptions, type KrylovResult } from "./gmres.js";
import { type IterationOptions, stopRule } from "./iterate.js";
import { armijo, type LineSearch } from "./line-search.js";
import { maxNorm, norm, plus, scaled } from "./vectors.js";

export interface NewtonKrylovOptions extends IterationOptions {
  /**
   * rdiff, the length of difference quotients: the Jacobian along a unit vector v is [F(x + e v) - F(x)] / e with
   * e = rdiff max(1, max|x|) / max(1, max|F(x)|). Default: 1.5e-8, for an F without noise; about 0.1 for one with.
   */
  readonly difference?: number;
  /** Products with the Jacobian in an iteration at most; default: 20. */
  readonly inner?: number;
  /** How many earlier corrections are searched first (each costs one product), fewer than `inner`; default: 0. */
  readonly augment?: number;
  /** How well the linear systems are solved; default: `eisenstatWalker()`. */
  readonly forcing?: Forcing;
  /** Default: `armijo`. */
  readonly lineSearch?: LineSearch;
  /** z with M z = v, for an M near the Jacobian. */
  readonly precondition?: KrylovOptions["precondition"];
  /** The nearest x that is allowed, applied to the points that are tried (not to those of difference quotients). */
  readonly project?: (x: Float64Array) => Float64Array;
  /** F(x) is asked for anew when an iteration begins: for a noise that changes from one iteration to the next. Default: false. */
  readonly renew?: boolean;
  /**
   * F(x) is asked for once more, as purpose "jacobian", before the difference quotients of an iteration: for those that are
   * answered by another F, rougher and cheaper. Default: false.
   */
  readonly ownBase?: boolean;
}

/** The relative tolerance of the next linear system: the last one, and |F| before and after the step that it gave. */
export interface Forcing {
  readonly first: number;
  readonly next: (last: number, before: number, after: number) => number;
}

/**
 * Eisenstat and Walker 1996, choice 2 with their safeguard: gamma (|F_n| / |F_{n-1}|)^2, never below `least` (a noisy Jacobian is
 * not worth more).
 */
export function eisenstatWalker({ first = 0.1, gamma = 0.9, least = 1e-3, most = 0.9 } = {}): Forcing {
  return {
    first,
    next: (last, before, after) => {
      const wanted = gamma * (after / before) ** 2;
      const careful = gamma * last ** 2 > 0.1 ? Math.max(wanted, gamma * last ** 2) : wanted;
      return Math.min(most, Math.max(least, careful));
    },
  };
}

/** A point at which F is wanted. */
export interface NewtonQuery {
  readonly point: Float64Array;
  readonly purpose: "residual" | "jacobian" | "line-search";
  /** Newton iteration that asks, from 1; 0 for the residual of the start. */
  readonly iteration: number;
  /** How many questions were asked before this one. */
  readonly evaluation: number;
}

/** What one Newton iteration did. */
export interface NewtonIteration {
  readonly iteration: number;
  /** |F| after it, Euclidean. */
  readonly residual: number;
  /** Length of the step as a part of the Newton correction. */
  readonly step: number;
  /** |F + J d| / |F| that the linear solver reached. */
  readonly linearResidual: number;
  /** Values of F so far. */
  readonly evaluations: number;
}

export interface Root {
  /** The best point: the least |F| of all iterations, not that of the last. */
  readonly point: Float64Array;
  /** |F| there, Euclidean. */
  readonly residual: number;
  /** |F| at the start and after each iteration. */
  readonly residuals: readonly number[];
  readonly history: readonly NewtonIteration[];
  /** Where the last iteration ended. */
  readonly last: Float64Array;
  readonly status: Status;
  readonly iterations: number;
  /** Values of F. */
  readonly evaluations: number;
}

/**
 * A root of F by Newton's method without Jacobian: J d = -F is solved by GMRES from difference quotients, the step is
 * shortened by a line search, and the best point is kept.
 *
 * Noise in F of size s puts an error of about s / e into the quotients, beside one of order e from curvature: with noise the
 * difference is to be large (Knoll and Keyes 2004, section 2.3), and |F| ends on a plateau, not at 0.
 *
 * @param options.stop tolerance bounds |F|, Euclidean; default {1e-6, 25}.
 * @throws ShapeError if an option is out of its range, or F gives a vector of another length.
 *
 * Values of F: one at the start, and an iteration at most inner + the trials of its line search.
 */
export function newtonKrylov(
  F: (x: Float64Array) => Float64Array,
  start: Float64Array,
  options: NewtonKrylovOptions = {},
): Root {
  return answered(newtonKrylovSteps(start, options), ({ point }) => F(point));
}

/** `newtonKrylov` that asks for each value: it yields a point and is sent F there. */
export function* newtonKrylovSteps(
  start: Float64Array,
  options: NewtonKrylovOptions = {},
): Asking<NewtonQuery, Root> {
  const { forcing = eisenstatWalker(), project = (x) => x, augment = 0, renew = false } = options;
  checkOptions(options);
  const { tolerance, maxIterations } = stopRule(options.stop, { tolerance: 1e-6, maxIterations: 25 });
  const asked = { iteration: 0, evaluations: 0 };
  let at = yield* placeAt(project(start), "residual", asked);
  let best = at;
  const residuals = [at.size];
  const history: NewtonIteration[] = [];
  let kept: readonly Float64Array[] = [];
  let tight = forcing.first;
  const ended = (status: Status): Root => ({
    point: best.x,
    residual: best.size,
    residuals,
    history,
    last: at.x,
    status,
    iterations: history.length,
    evaluations: asked.evaluations,
  });
  if (!(at.size < Infinity)) return ended("non-finite");
  while (best.size > tolerance) {
    if (history.length >= maxIterations) return ended("iteration-limit");
    const iteration = ++asked.iteration;
    if (renew && iteration > 1) at = yield* placeAt(at.x, "residual", asked);
    const linear = yield* newtonCorrection(at, { tolerance: tight, augment: kept }, options, asked);
    const length = norm(linear.solution);
    if (linear.status === "non-finite" || length === 0) return ended(unsolved(linear.status));
    const { reached, step } = yield* stepAlong(at, linear.solution, options, asked);
    if (!(reached.size < Infinity)) return ended("non-finite");
    tight = forcing.next(tight, at.size, reached.size);
    kept = [scaled(linear.solution, 1 / length), ...kept].slice(0, augment);
    at = reached;
    if (at.size < best.size) best = at;
    residuals.push(at.size);
    const { evaluations } = asked;
    history.push({ iteration, residual: at.size, step, linearResidual: linear.residual, evaluations });
    const told = { unit: "iterations", done: iteration, total: maxIterations, error: at.size };
    if (options.onProgress?.(told) === false) return ended("aborted");
  }
  return ended("converged");
}

/** What was asked so far, counted on by every question. */
interface Asked {
  iteration: number;
  evaluations: number;
}

/** F at a point. */
function* valueAt(
  point: Float64Array,
  purpose: NewtonQuery["purpose"],
  asked: Asked,
): Asking<NewtonQuery, Float64Array> {
  const value = yield { point, purpose, iteration: asked.iteration, evaluation: asked.evaluations };
  asked.evaluations++;
  if (value.length === point.length) return value;
  throw new ShapeError(`F of ${point.length} numbers is ${value.length}; a root needs as many equations`, {
    expected: point.length,
    found: value.length,
  });
}

function* placeAt(
  x: Float64Array,
  purpose: NewtonQuery["purpose"],
  asked: Asked,
): Asking<NewtonQuery, Place> {
  const value = yield* valueAt(x, purpose, asked);
  return { x, value, size: norm(value) };
}

/** The d with J d = -F, by difference quotients. */
function* newtonCorrection(
  { x, value }: Place,
  system: Pick<KrylovOptions, "tolerance" | "augment">,
  { difference = SMOOTH, inner = 20, ownBase = false, precondition }: NewtonKrylovOptions,
  asked: Asked,
): Asking<NewtonQuery, KrylovResult> {
  const length = (difference * Math.max(1, maxNorm(x))) / Math.max(1, maxNorm(value));
  const method = gmresSteps(scaled(value, -1), { ...system, inner, ...(precondition && { precondition }) });
  const base = ownBase ? yield* valueAt(x, "jacobian", asked) : value;
  let turn = method.next();
  while (!turn.done) {
    const e = length / norm(turn.value);
    const moved = yield* valueAt(plus(x, turn.value, e), "jacobian", asked);
    turn = method.next(scaled(plus(moved, base, -1), 1 / e));
  }
  return turn.value;
}

/** Where the line search ends that starts from a point. */
function* stepAlong(
  from: Place,
  direction: Float64Array,
  { lineSearch = armijo, project = (x) => x }: NewtonKrylovOptions,
  asked: Asked,
): Asking<NewtonQuery, { readonly reached: Place; readonly step: number }> {
  const search = lineSearch(from.size ** 2);
  const tried = new Map<number, Place>();
  const trial = (length: number) => placeAt(project(plus(from.x, direction, length)), "line-search", asked);
  let turn = search.next();
  while (!turn.done) {
    const reached = yield* trial(turn.value);
    tried.set(turn.value, reached);
    turn = search.next(reached.size ** 2);
  }
  const step = turn.value;
  return { reached: tried.get(step) ?? (yield* trial(step)), step };
}

/** Root of the spacing of doubles at 1: the best difference for an F without noise. */
const SMOOTH = 1.5e-8;

/** A point with F and |F| there. */
interface Place {
  readonly x: Float64Array;
  readonly value: Float64Array;
  readonly size: number;
}

const unsolved = (status: string): Status => (status === "non-finite" ? "non-finite" : "stalled");

function checkOptions({ difference = SMOOTH, inner = 20, augment = 0 }: NewtonKrylovOptions): void {
  if (!(difference > 0 && difference < Infinity)) {
    throw new ShapeError(`difference is ${difference}; it must be a positive number`, { found: difference });
  }
  if (!Number.isSafeInteger(inner) || inner < 1) {
    throw new ShapeError(`inner is ${inner}; it must be a whole number of at least 1`, { found: inner });
  }
  if (!Number.isSafeInteger(augment) || augment < 0) {
    throw new ShapeError(`augment is ${augment}; it must be a whole number of at least 0`, {
      found: augment,
    });
  }
  if (augment >= inner) {
    throw new ShapeError(
      `augment is ${augment} of ${inner} inner products; keep fewer corrections than that, so that new directions are searched`,
      { expected: inner - 1, found: augment },
    );
  }
}
