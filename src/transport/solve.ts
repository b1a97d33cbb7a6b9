import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import type { IterationOptions } from "../numeric/iterate.js";
import type { Softness } from "./entropic/epsilon.js";
import { sinkhorn } from "./entropic/sinkhorn.js";
import { exact } from "./exact.js";
import { partial } from "./partial/partial.js";
import type { Transport } from "./transport.js";
import type { RelaxationOptions } from "./unbalanced/relaxation.js";
import { unbalanced } from "./unbalanced/unbalanced.js";
import { unbalancedExact } from "./unbalanced/unbalanced-exact.js";

/** What is solved, by what is given; see `solve`. */
export interface SolveOptions extends Softness, IterationOptions {
  /** Marginals relaxed by KL terms of strength 2 reach^2, for the squared distance; in the unit of the points. */
  readonly reach?: number;
  /** The same by its strength, in units of the cost. */
  readonly rho?: number;
  /** Hellinger-Kantorovich with this length scale, in the unit of the points. */
  readonly kappa?: number;
  /** Only so much mass moves. */
  readonly mass?: number;
  /** Mass may be left at this price a unit, in units of the cost. */
  readonly price?: number;
}

/**
 * Transport between two measures by the solver that suits what is asked: the front door.
 *
 * | given | what is minimised | runs | time | memory |
 * | --- | --- | --- | --- | --- |
 * | nothing | <c, p>, marginals kept | `exact`: gap closed | O(n log n) on the line, about O(n^1.2..1.6) for many points in 2 to 5 dimensions, else O((n + m)^2) | O((n + m) d), and n m up to 2.5e7 pairs |
 * | nothing, more than 2.5e9 pairs in 6 or more dimensions | the same, by entropy | `sinkhorn`, gap about 5 % | O(n m d) an iteration | O((n + m) d) |
 * | `epsilon` or `blur` | the same, by that much entropy | `sinkhorn` | O(n m d) an iteration | O((n + m) d), and n m up to 2.5e7 pairs |
 * | `reach`, `rho` or `kappa` | <c, p> and KL of both marginals | `unbalancedExact` up to 1e6 pairs: gap closed | about O((n + m)^2.5) | O(n m) |
 * | the same, more pairs | the same, by entropy | `unbalanced`, gap about 10 % | O(n m d) an iteration | O((n + m) d) |
 * | the same with `epsilon` or `blur` | the same, by that much entropy | `unbalanced` | O(n m d) an iteration | O((n + m) d) |
 * | `mass` or `price` | <c, p>, marginals not exceeded | `partial`: gap closed | about O((n + m)^2) | O((n + m) d) |
 *
 * The cost is |x - y|^2, for `kappa` that of Hellinger-Kantorovich. Every answer brackets the least value of its row
 * *without* entropy. Not reached from here, since they answer other questions: `sliced`, `maxSliced`, `minibatch`,
 * `semidiscrete`, `gromovWasserstein` (for spaces of different dimension), barycentres.
 *
 * @param options.stop.maxIterations caps pivots where the simplex runs; tolerance is that of the iterative solvers.
 * @throws ShapeError for options that do not go together, and whatever the solver throws.
 */
export function solve(source: Measure, target: Measure, options: SolveOptions = {}): Transport {
  requireOneProblem(options);
  const problem = PROBLEMS.find(({ asked }) => asked(options))!;
  return problem.solve(source, target, options);
}

interface Problem {
  readonly asked: (options: SolveOptions) => boolean;
  readonly solve: (source: Measure, target: Measure, options: SolveOptions) => Transport;
}

/** The first that is asked for; the last one always is. */
const PROBLEMS: readonly Problem[] = [
  { asked: isPartial, solve: solvePartial },
  { asked: isRelaxed, solve: solveRelaxed },
  { asked: isSoft, solve: sinkhorn },
  { asked: () => true, solve: solveBalanced },
];

/** Pairs of points beyond which the simplex takes hours. */
const MOST_SIMPLEX_PAIRS = 2.5e9;
/** Dimensions in which large clouds have a road of their own. */
const LARGEST_DIM_OF_CLOUDS = 5;
/** Pairs of points up to which the exact solver with relaxed marginals takes seconds. */
const MOST_RELAXED_PAIRS = 1e6;

function solveBalanced(source: Measure, target: Measure, options: SolveOptions): Transport {
  const isTooLarge = source.count * target.count > MOST_SIMPLEX_PAIRS && source.dim > LARGEST_DIM_OF_CLOUDS;
  return isTooLarge ? sinkhorn(source, target, options) : exact(source, target, options);
}

function solvePartial(source: Measure, target: Measure, options: SolveOptions): Transport {
  const { mass, price } = options;
  const amount = mass === undefined ? { price: price! } : { mass };
  return partial(source, target, { ...amount, ...running(options) });
}

function solveRelaxed(source: Measure, target: Measure, options: SolveOptions): Transport {
  const relaxed = options as SolveOptions & RelaxationOptions; // just one of the three, see requireOneProblem
  const isSmall = source.count * target.count <= MOST_RELAXED_PAIRS;
  return isSmall && !isSoft(options)
    ? unbalancedExact(source, target, relaxed)
    : unbalanced(source, target, relaxed);
}

function running({ stop, onProgress }: SolveOptions): IterationOptions {
  return { ...(stop && { stop }), ...(onProgress && { onProgress }) };
}

function isSoft({ epsilon, blur }: SolveOptions): boolean {
  return epsilon !== undefined || blur !== undefined;
}

function isRelaxed({ reach, rho, kappa }: SolveOptions): boolean {
  return reach !== undefined || rho !== undefined || kappa !== undefined;
}

function isPartial({ mass, price }: SolveOptions): boolean {
  return mass !== undefined || price !== undefined;
}

function requireOneProblem(options: SolveOptions): void {
  const { mass, price, reach, rho, kappa } = options;
  const given = Object.entries({ mass, price, reach, rho, kappa }).filter(([, value]) => value !== undefined);
  const names = given.map(([name]) => name);
  if (given.length > 1) {
    throw new ShapeError(`${names.join(" and ")} are given; each asks for a problem of its own: give one`, {
      found: names.join(", "),
    });
  }
  if (isPartial(options) && isSoft(options)) {
    throw new ShapeError(
      `${names[0]} is given with epsilon or blur; partial transport is exact: leave them out`,
    );
  }
}
