import { exponential, logarithm } from "../../numeric/elementary.js";
import type { Step } from "../../numeric/iterate.js";
import { compensatedSum } from "../../numeric/sum.js";
import { distanceL1 } from "../distance-l1.js";
import { type EntropicProblem, type EntropicState, entropicStep } from "./entropic-step.js";
import type { SupportProblem } from "./support-problem.js";
import { improvedTilts } from "./tilts.js";

/**
 * A state of the scaling algorithm on its way to the limit. The potentials meant are epsilon log u_s + rho tilt_s and
 * epsilon log v_s - rho tilt_s: what the masses of the plans are is in the tilts, of order 1 however large rho is.
 */
export interface Scaling {
  readonly scaling: EntropicState;
  readonly tilts: Float64Array;
}

/** Before the first iteration: v = 1, no plan, and the mixture sum_s lambda_s D_s for q. */
export function firstScaling({ atoms, lambda, costs }: SupportProblem): Scaling {
  const n = atoms[0]!.length;
  const m = costs.length / n;
  const masses = new Float64Array(m);
  atoms.forEach((atom, s) => {
    for (let j = 0; j < m; j++) masses[j]! += lambda[s]! * atom[j]!;
  });
  const scaling = {
    logU: new Float64Array(lambda.length * n).fill(-Infinity),
    logA: new Float64Array(lambda.length * m),
    logQ: masses.map(logarithm),
    logV: new Float64Array(lambda.length * m),
  };
  return { scaling, tilts: new Float64Array(lambda.length) };
}

/**
 * One iteration and, where marginals are held hard, better masses of the plans. The error is `histogramChange`.
 *
 * The scaling algorithm alone changes the mass of a plan by a part epsilon / rho a step, however far it is off. Tilts make it
 * jump: in tilted variables the iteration is that of atoms D_s exp(-tilt_s) and weights lambda_s exp(phi tilt_s), with
 * q exp(tilt_s) in place of q for v_s. O(N n m + N^2 m).
 */
export function scalingStep(problem: EntropicProblem, { scaling, tilts }: Scaling): Step<Scaling> {
  const next =
    problem.rho <= problem.kernel.epsilon || problem.rho === Infinity
      ? { scaling: entropicStep(problem, scaling.logV), tilts }
      : tiltedStep(problem, scaling.logV, tilts);
  return { state: next, error: histogramChange(scaling.logQ, next.scaling.logQ) };
}

/**
 * sum |q - q'| relative to the larger of the masses, from logarithms: far from the end all of q may be too small or too large
 * for doubles. NaN if a logarithm is.
 */
export function histogramChange(before: Float64Array, after: Float64Array): number {
  const largest = Math.max(largestOf(before), largestOf(after));
  const old = before.map((log) => exponential(log - largest));
  const now = after.map((log) => exponential(log - largest));
  return distanceL1(old, now) / Math.max(compensatedSum(old), compensatedSum(now));
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

function tiltedStep(
  problem: EntropicProblem,
  logV: Float64Array,
  tilts: Float64Array,
): Pick<Scaling, "scaling" | "tilts"> {
  const { kernel, logAtoms, lambda, rho } = problem;
  const phi = rho / (rho + kernel.epsilon);
  const n = logAtoms.length / lambda.length;
  const weights = lambda.map((weight, s) => weight * exponential(phi * tilts[s]!));
  const total = compensatedSum(weights); // 1 but for rounding
  const tilted = {
    ...problem,
    logAtoms: logAtoms.map((value, p) => value - tilts[Math.floor(p / n)]!),
    lambda: weights.map((weight) => weight / total),
  };
  const step = entropicStep(tilted, logV);
  const m = step.logQ.length;
  const scaling = { ...step, logV: step.logV.map((value, p) => value + phi * tilts[Math.floor(p / m)]!) };
  const found = improvedTilts({ ...problem, logAtoms: tilted.logAtoms }, scaling, tilts);
  return { scaling, tilts: normalised(found, lambda, phi) };
}

/** The tilts minus the number that makes sum_s lambda_s exp(phi tilt_s) = 1: what is common to them the next step forgets. */
function normalised(tilts: Float64Array, lambda: Float64Array, phi: number): Float64Array {
  const largest = Math.max(...tilts);
  const sum = compensatedSum(tilts.map((tilt, s) => lambda[s]! * exponential(phi * (tilt - largest))));
  const common = largest + logarithm(sum) / phi;
  return tilts.map((tilt) => tilt - common);
}
