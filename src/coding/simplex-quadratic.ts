import { ShapeError } from "../errors.js";
import type { Certificate, Status } from "../numeric/certificate.js";
import {
  type AffineSet,
  affineMinimiser,
  NO_POINTS,
  unitOf,
  withoutPlaces,
  withPoint,
} from "./affine-minimiser.js";
import type { HullProblem } from "./hull-problem.js";

export interface HullOptions {
  /** A point that takes no part: its share is 0. */
  readonly without?: number | undefined;
}

export interface SimplexSolution {
  /** S numbers of at least 0 and sum 1. Few of them are above 0: their points are affinely independent. */
  readonly shares: Float64Array;
  /** |b - sum_s shares_s a_s|^2, at least 0. */
  readonly value: number;
  /** Brackets the least value that any shares have. */
  readonly certificate: Certificate;
}

/** Steps for each point, of which a problem takes about one for each point that gets a share. */
const STEPS_PER_POINT = 20;
const LEAST_STEPS = 200;
/** A bracket this narrow, relative to the value, is closed. */
const CLOSED = 1e-12;
/** Roundings of an entry of the problem and of sums over it, relative to its largest entry. */
const ROUNDING = 64 * Number.EPSILON;

/**
 * The nearest point of a convex hull: the quadratic programme on the simplex
 *
 *   minimise  lambda^T gram lambda - 2 cross^T lambda + norm = |b - sum_s lambda_s a_s|^2   subject to  lambda >= 0,  sum lambda = 1.
 *
 * An active set method, exact up to rounding: on its set of points the nearest point of their affine hull is solved for; points
 * with negative shares leave, the point farthest beyond the supporting plane comes in.
 *
 * The certificate is a duality gap and knows nothing of the steps: with r = b - x, x = sum lambda_s a_s, all of the hull lies
 * on one side of the plane at max_s <a_s, r>, so that
 *
 *   (|r|^2 - gap)^2 / |r|^2  <=  least value  <=  |r|^2,   gap = max_s <a_s - x, r>  (lower end 0 where gap > |r|^2).
 *
 * Both ends are moved apart by the rounding of the inner products. "converged" says that the gap is closed, or no larger than
 * that. Where points are affinely dependent, several shares have the least value: these are one choice.
 *
 * @throws ShapeError if sizes do not fit, there is no point, or a number is not finite.
 *
 * O(S k) time a step with k points in the set, O(k^3) where points leave; mostly about k steps; O(k^2) memory. Wolfe 1976.
 */
export function simplexQuadratic(problem: HullProblem, { without }: HullOptions = {}): SimplexSolution {
  requireProblem(problem, without);
  const count = problem.cross.length;
  const limit = Math.max(LEAST_STEPS, STEPS_PER_POINT * count);
  const noise = ROUNDING * largestEntry(problem);
  const unit = unitOf(problem);
  let state = nearestPoint(problem, unit, without);
  let ended: Status = "iteration-limit";
  let iterations = 0;
  while (iterations < limit) {
    const { gap, value, entering } = slackOf(problem, state, without);
    if (gap <= Math.max(CLOSED * value, noise) || state.set.members.includes(entering)) {
      ended = "converged";
      break;
    }
    iterations++;
    const next = enter(problem, unit, state, entering);
    if (next === undefined) {
      ended = "stalled";
      break;
    }
    state = next;
  }
  return proven(problem, state, { ended, iterations, noise, without });
}

function requireProblem({ gram, cross, norm }: HullProblem, without: number | undefined): void {
  const points = without === undefined ? cross.length : cross.length - 1;
  if (points < 1) throw new ShapeError("a hull needs at least one point", { found: 0 });
  if (gram.rows !== cross.length || gram.cols !== cross.length) {
    throw new ShapeError(
      `inner products of ${cross.length} points need a matrix of ${cross.length} x ${cross.length}, got ${gram.rows} x ${gram.cols}`,
      { expected: cross.length, found: gram.rows },
    );
  }
  // what the diagonal bounds is finite where the diagonal is
  const isUsable = (value: number, s: number) => Number.isFinite(value + gram.data[s * gram.cols + s]!);
  if (Number.isFinite(norm) && cross.every(isUsable)) return;
  throw new ShapeError("an inner product is not a finite number; choose a larger unit of length");
}

function largestEntry({ gram, cross, norm }: HullProblem): number {
  let largest = Math.abs(norm);
  for (let s = 0; s < cross.length; s++) {
    largest = Math.max(largest, gram.data[s * gram.cols + s]!, Math.abs(cross[s]!));
  }
  return largest;
}

/** Affinely independent points with a share above 0 each. */
interface ActiveSet {
  readonly set: AffineSet;
  readonly shares: Float64Array;
}

function nearestPoint(problem: HullProblem, unit: number, without: number | undefined): ActiveSet {
  const { gram, cross } = problem;
  let best = without === 0 ? 1 : 0;
  let least = Infinity;
  for (let s = 0; s < cross.length; s++) {
    const value = gram.data[s * gram.cols + s]! - 2 * cross[s]!;
    if (value < least && s !== without) [best, least] = [s, value];
  }
  return { set: withPoint(problem, unit, NO_POINTS, best)!, shares: Float64Array.of(1) }; // one point is independent
}

interface Slack {
  /** |r|^2. */
  readonly value: number;
  /** max_s <a_s - x, r>. */
  readonly gap: number;
  /** The point where that is. */
  readonly entering: number;
}

function slackOf(
  { gram, cross, norm }: HullProblem,
  { set, shares }: ActiveSet,
  without: number | undefined,
): Slack {
  const { members } = set;
  const along = new Float64Array(cross.length); // <a_s, x>
  for (let p = 0; p < members.length; p++) {
    const row = members[p]! * gram.cols;
    const share = shares[p]!;
    for (let s = 0; s < along.length; s++) along[s]! += share * gram.data[row + s]!;
  }
  let toTarget = 0; // <x, b>
  let length = 0; // |x|^2
  for (let p = 0; p < members.length; p++) {
    toTarget += shares[p]! * cross[members[p]!]!;
    length += shares[p]! * along[members[p]!]!;
  }
  let entering = 0;
  let most = -Infinity;
  for (let s = 0; s < along.length; s++) {
    const beyond = cross[s]! - along[s]!;
    if (beyond > most && s !== without) [entering, most] = [s, beyond];
  }
  return { value: Math.max(0, norm - 2 * toTarget + length), gap: most - (toTarget - length), entering };
}

/** The set with one more point, at its nearest point; undefined where rounding leaves no way there. */
function enter(
  problem: HullProblem,
  unit: number,
  { set: before, shares: start }: ActiveSet,
  entering: number,
): ActiveSet | undefined {
  let set = withPoint(problem, unit, before, entering);
  let shares = Float64Array.of(...start, 0);
  while (set !== undefined) {
    const target = affineMinimiser(set);
    if (target.every((share) => share > 0)) return { set, shares: target };
    const moved = towards(shares, target);
    const gone = Array.from(moved.keys()).filter((p) => moved[p] === 0);
    if (gone.length === 0) return undefined;
    set = withoutPlaces(problem, unit, set, gone);
    shares = moved.filter((share) => share > 0);
  }
  return undefined;
}

/** As far from the shares towards the target as all stay at least 0; those that reach 0 are 0, the sum is 1. */
function towards(shares: Float64Array, target: Float64Array): Float64Array {
  let step = 1;
  target.forEach((aim, p) => {
    if (aim <= 0 && shares[p]! > aim) step = Math.min(step, shares[p]! / (shares[p]! - aim));
  });
  const moved = shares.map((share, p) => {
    const value = share + step * (target[p]! - share);
    return target[p]! <= 0 && value <= Number.EPSILON ? 0 : value;
  });
  const sum = moved.reduce((total, share) => total + share, 0);
  return moved.map((share) => share / sum);
}

interface Ended {
  readonly ended: Status;
  readonly iterations: number;
  /** What rounding may do to an inner product of the problem. */
  readonly noise: number;
  readonly without: number | undefined;
}

function proven(
  problem: HullProblem,
  state: ActiveSet,
  { ended, iterations, noise, without }: Ended,
): SimplexSolution {
  const { value, gap } = slackOf(problem, state, without);
  const shares = new Float64Array(problem.cross.length);
  state.set.members.forEach((s, p) => {
    shares[s] = state.shares[p]!;
  });
  const slack = Math.max(0, gap) + noise;
  const reach = Math.max(0, value - slack);
  const lower = value > 0 ? Math.max(0, (reach * reach) / value - noise) : 0;
  const closed = gap <= Math.max(CLOSED * value, 4 * noise);
  const status = closed ? "converged" : ended === "converged" ? "stalled" : ended;
  const certificate: Certificate = {
    status,
    iterations,
    lower,
    upper: value + noise,
    sourceError: 0,
    targetError: 0,
  };
  return { shares, value, certificate };
}
