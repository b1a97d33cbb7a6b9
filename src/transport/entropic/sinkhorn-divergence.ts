import { type Measure, totalMass } from "../../measure/measure.js";
import type { OnProgress, Status } from "../../numeric/certificate.js";
import { type IterationOptions, stopRule } from "../../numeric/iterate.js";
import type { Transport } from "../transport.js";
import { type CentredPair, centredPair, entropicPlan, meanCost } from "./centred-pair.js";
import { debiasedPotentials } from "./debiased-potentials.js";
import { FLOOR } from "./default-epsilon.js";
import type { EntropicPlan } from "./entropic-plan.js";
import { epsilonInFrame, givenEpsilon, type Softness } from "./epsilon.js";
import type { Level } from "./level.js";
import { type RegularisedValue, regularisedValue } from "./regularised-value.js";
import { DEFAULT_STOP, solvePair } from "./solve-pair.js";
import { solveSelf } from "./solve-self.js";

export interface DivergenceOptions extends Softness, IterationOptions {}

/** A regularised value, bracketed by its own dual and primal, and how its solver ended. */
export interface EntropicTerm {
  readonly lower: number;
  readonly upper: number;
  readonly status: Status;
  readonly iterations: number;
}

/**
 * A transport whose `cost` is the divergence and whose certificate brackets it; the plan is the one between the measures.
 * `potentials` are those of the divergence, its derivatives with respect to the masses.
 */
export interface SinkhornDivergence extends Transport<EntropicPlan> {
  /** The three values that it is made of: between - withinSource / 2 - withinTarget / 2. */
  readonly terms: {
    readonly between: EntropicTerm;
    readonly withinSource: EntropicTerm;
    readonly withinTarget: EntropicTerm;
  };
}

/** The default epsilon, in parts of the mean cost of the product plan of the clouds, each about its own mean. */
const DEFAULT_PART = 1 / 20;

/**
 * Debiased entropic cost between two measures: at least 0, and 0 only if they are equal.
 *
 *   S = T(a, b) - T(a, a) / 2 - T(b, b) / 2,
 *   T(a, b) = min  sum |x_i - y_j|^2 p_ij + epsilon KL(p | a b^T / mass)  over plans p from a to b.
 *
 * @param options.epsilon in units of the cost, or `blur`, a length, with epsilon = 2 blur^2; default a twentieth of the mean
 *   squared distance between points of the two clouds, each about its own mean, and at least 1e-5 of the largest.
 * @param options.stop tolerance bounds the L1 marginal errors, relative to the mass (default 1e-6); maxIterations those of
 *   each of the three problems (default 2000).
 * @returns see SinkhornDivergence. The bracket comes from dual and primal values of the three problems: it is as wide as their
 *   marginal errors are worth, not as epsilon is. `status` is the worst of the three, `iterations` their sum; the marginal
 *   errors are those of the plan. The root of `cost` is in the unit of the points, but no metric.
 * @throws ShapeError and MeasureError as `sinkhorn` does.
 *
 * O((n + m)^2) time per iteration, memory as `sinkhorn`. Genevay, Peyré and Cuturi 2018; Feydy et al. 2019.
 */
export function sinkhornDivergence(
  source: Measure,
  target: Measure,
  options: DivergenceOptions = {},
): SinkhornDivergence {
  const given = givenEpsilon(options);
  const iteration = {
    stop: stopRule(options.stop, DEFAULT_STOP),
    onProgress: untilRefused(options.onProgress),
  };
  const pair = centredPair(source, target);
  const own = [centredPair(source, source), centredPair(target, target)] as const;
  const epsilon = given ?? defaultEpsilon(pair, own);
  const mass = totalMass(source);
  const within = own.map((one) => {
    const level = solveSelf(one, epsilonInFrame(one, epsilon), iteration);
    return { pair: one, level, value: regularisedValue(one, level, mass) };
  });
  const [ofSource, ofTarget] = within as [Solved, Solved];
  const between = areEqual(source, target)
    ? ofSource
    : solvedBetween(pair, epsilonInFrame(pair, epsilon), iteration, mass);
  return assembled(between, ofSource, ofTarget, mass);
}

function defaultEpsilon(pair: CentredPair, own: readonly CentredPair[]): number {
  const floors = [pair, ...own].map(({ frame, unit }) => FLOOR * frame.largestCost * unit);
  return Math.max(meanCost(pair) * DEFAULT_PART * pair.unit, ...floors) || 1; // any where all points coincide
}

/** Once it has returned `false`, it returns nothing else: the work has three parts. */
function untilRefused(onProgress: OnProgress | undefined): OnProgress {
  let refused = false;
  return (info) => {
    refused ||= onProgress?.(info) === false;
    return !refused;
  };
}

interface Solved {
  readonly pair: CentredPair;
  readonly level: Level & { readonly iterations: number };
  readonly value: RegularisedValue;
}

function solvedBetween(
  pair: CentredPair,
  epsilon: number,
  iteration: IterationOptions,
  mass: number,
): Solved {
  return solvePair(
    pair,
    { ...iteration, epsilon, f: undefined },
    (level, iterations) => ({
      pair,
      level: { ...level, iterations },
      value: regularisedValue(pair, level, mass),
    }),
    () => true,
  );
}

/** The same points with the same masses, in the same order: then the divergence is 0 without rounding. */
function areEqual(a: Measure, b: Measure): boolean {
  return (
    a.count === b.count &&
    a.points.every((value, p) => value === b.points[p]) &&
    a.weights.every((value, i) => value === b.weights[i])
  );
}

function assembled(between: Solved, ofSource: Solved, ofTarget: Solved, mass: number): SinkhornDivergence {
  const plan = entropicPlan(between.pair, between.level);
  const all = [between, ofSource, ofTarget];
  const debiased = (of: (value: RegularisedValue) => number, ofSelf: (value: RegularisedValue) => number) =>
    Math.max(0, of(between.value) - ofSelf(ofSource.value) / 2 - ofSelf(ofTarget.value) / 2);
  return {
    cost: debiased(dualOf, dualOf),
    plan,
    potentials: debiasedPotentials(between, ofSource, ofTarget),
    certificate: {
      status: all.map(({ level }) => level.status).find((status) => status !== "converged") ?? "converged",
      iterations: all.reduce((sum, { level }) => sum + level.iterations, 0),
      lower: debiased(lowerOf, upperOf),
      upper: debiased(upperOf, lowerOf),
      sourceError: mass * between.value.sourceError,
      targetError: mass * between.value.targetError,
    },
    terms: { between: termOf(between), withinSource: termOf(ofSource), withinTarget: termOf(ofTarget) },
  };
}

const lowerOf = (value: RegularisedValue): number => value.lower;
const upperOf = (value: RegularisedValue): number => value.upper;
const dualOf = ({ value }: RegularisedValue): number => value;

function termOf({ level, value }: Solved): EntropicTerm {
  return { lower: value.lower, upper: value.upper, status: level.status, iterations: level.iterations };
}
