import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import { type Certificate, relativeGap } from "../../numeric/certificate.js";
import { type IterationOptions, stopRule } from "../../numeric/iterate.js";
import { certifyPair } from "../certify.js";
import { fastestCTransform } from "../choose-c-transform.js";
import type { Potentials } from "../potentials.js";
import type { Transport } from "../transport.js";
import { weightedSum } from "../weighted-sum.js";
import { anneal, scheduleTo } from "./anneal.js";
import { type CentredPair, centredPair, entropicPlan, intoPair, outOfPair } from "./centred-pair.js";
import { defaultFloor, defaultSchedule, WANTED_GAP } from "./default-epsilon.js";
import type { EntropicPlan } from "./entropic-plan.js";
import { epsilonInFrame, givenEpsilon, type Softness } from "./epsilon.js";
import { type Level, type LevelSolver, levelSolver } from "./level.js";
import { sourceSoftmin, targetSoftmin, type WeightedProblem, withSweep } from "./sweep.js";

export interface SinkhornOptions extends Softness, IterationOptions {
  /** Potentials of a neighbouring problem, for the points as given, such as those of its transport. Only f is used. */
  readonly start?: Potentials;
}

const DEFAULT_STOP = { tolerance: 1e-6, maxIterations: 2000 };

export function sinkhorn(
  source: Measure,
  target: Measure,
  options: SinkhornOptions = {},
): Transport<EntropicPlan> {
  const wanted = givenEpsilon(options);
  const stop = stopRule(options.stop, DEFAULT_STOP);
  if (options.start) requireStart(source, target, options.start);
  const pair = centredPair(source, target);
  const epsilon = wanted === undefined ? undefined : epsilonInFrame(pair, wanted);
  const f = options.start && intoPair(pair, options.start.f);
  return withSweep(pair.problem, (sweep) => {
    const solver = levelSolver(
      pair.problem,
      sweep,
      pair.frame.largestCost,
      stop.maxIterations,
      options.onProgress,
    );
    return epsilon === undefined
      ? byGap(pair, solver, f, stop.tolerance)
      : byEpsilon(pair, solver, f, stop.tolerance, epsilon);
  });
}

function byEpsilon(
  pair: CentredPair,
  solver: LevelSolver,
  f: Float64Array | undefined,
  tolerance: number,
  epsilon: number,
): Transport<EntropicPlan> {
  const { problem } = pair;
  const g = f ? targetSoftmin(problem, f, epsilon) : new Float64Array(problem.b.length);
  const schedule = scheduleTo(epsilon, f ? epsilon : meanCost(problem));
  const level = anneal(solver.solve, schedule, g, tolerance);
  if (level.epsilon === epsilon) return transportOf(pair, level, solver.iterations());
  const here = { ...level, epsilon, f: sourceSoftmin(problem, level.g, epsilon) }; // ended before its last level
  return transportOf(pair, here, solver.iterations());
}

function byGap(
  pair: CentredPair,
  solver: LevelSolver,
  f: Float64Array | undefined,
  tolerance: number,
): Transport<EntropicPlan> {
  const { problem } = pair;
  const floor = defaultFloor(pair);
  const first = f ? suggested(pair, f) : meanCost(problem);
  const g = f ? targetSoftmin(problem, f, Math.max(first, floor)) : new Float64Array(problem.b.length);
  let level = anneal(solver.solve, defaultSchedule(pair, first), g, tolerance);
  for (;;) {
    const transport = transportOf(pair, level, solver.iterations());
    const enough = relativeGap(transport.certificate) <= WANTED_GAP || level.epsilon <= floor;
    if (enough || level.status !== "converged") return transport;
    level = solver.solve(Math.max(floor, level.epsilon * LOWERED), level.g, tolerance);
  }
}

/** Where the estimate was too good, epsilon is lowered by this. */
const LOWERED = 0.7;

/** The mean cost of the product plan, in the frame: the epsilon at which annealing begins. */
function meanCost({ x, y, dim, a, b }: WeightedProblem): number {
  return secondMoment(x, a, dim) + secondMoment(y, b, dim);
}

function secondMoment(points: Float64Array, masses: Float64Array, dim: number): number {
  const squares = new Float64Array(masses.length);
  for (let p = 0; p < points.length; p++) squares[Math.floor(p / dim)]! += points[p]! * points[p]!;
  return weightedSum(squares, masses);
}

/** An epsilon somewhat above the one that gives the wanted gap if f is optimal: the gap is about epsilon d / 2. */
function suggested({ problem, frame, unit }: CentredPair, f: Float64Array): number {
  const { x, y, dim, a, b } = problem;
  const lower =
    weightedSum(f, a) + weightedSum(fastestCTransform(x, f, y, dim), b) + frame.betweenMeans / unit;
  return lower > 0 ? Math.min(meanCost(problem), (4 * WANTED_GAP * lower) / dim) : meanCost(problem);
}

function transportOf(pair: CentredPair, level: Level, iterations: number): Transport<EntropicPlan> {
  const plan = entropicPlan(pair, level, level.epsilon);
  const outcome: Pick<Certificate, "status" | "iterations"> = { status: level.status, iterations };
  return certifyPair(pair, plan, outOfPair(pair, level.f), outcome, fastestCTransform);
}

function requireStart(source: Measure, target: Measure, { f, g }: Potentials): void {
  if (f.length !== source.count || g.length !== target.count) {
    throw new ShapeError(
      `the start has ${f.length} and ${g.length} potentials for ${source.count} source and ${target.count} target ` +
        "points; give one per point",
      { expected: `${source.count} and ${target.count}`, found: `${f.length} and ${g.length}` },
    );
  }
  for (let i = 0; i < f.length; i++) {
    if (source.weights[i]! > 0 && !Number.isFinite(f[i]!)) {
      throw new ShapeError(
        `potential ${i} of the start is ${f[i]}; those of points with mass must be finite`,
        {
          found: f[i]!,
        },
      );
    }
  }
}
