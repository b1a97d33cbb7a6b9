import type { Measure } from "../../measure/measure.js";
import type { Certificate, OnProgress } from "../../numeric/certificate.js";
import { exponential, logarithm } from "../../numeric/elementary.js";
import type { Iterated } from "../../numeric/iterate.js";
import { type Matrix, matrix } from "../../numeric/matrix.js";
import { compensatedSum } from "../../numeric/sum.js";
import { distanceL1 } from "../distance-l1.js";
import type { Marginals } from "../plan.js";
import type { EntropicProblem } from "./entropic-step.js";
import { logProducts } from "./gibbs-kernel.js";
import type { Scaling } from "./scaling.js";
import { type SupportDual, supportDual } from "./support-dual.js";
import { type AtomPrimal, atomPrimal, type PrimalWork } from "./support-primal.js";
import type { SupportProblem } from "./support-problem.js";

/** A histogram between others on the same points. */
export interface FixedSupportBarycenter {
  readonly measure: Measure;
  /** sum_s lambda_s times what it costs to get from measure s to the barycentre, without entropy. */
  readonly cost: number;
  /** One row per measure with weight: the potentials g_s of the barycentre's side that prove certificate.lower. */
  readonly potentials: Matrix;
  readonly certificate: Certificate;
}

/**
 * The histogram that the iterations ended with, its cost and the bracket of the least cost.
 *
 * cost and upper: exact transports from the atoms to the histogram, for finite rho between the marginals of the entropic
 * plans. lower: the dual, from the potentials epsilon log v_s and from those of the exact transports.
 * Without pivots and exact potentials if the iterations were aborted.
 */
export function certifySupport(
  support: Measure,
  problem: SupportProblem,
  entropic: EntropicProblem,
  { state, status, iterations }: Iterated<Scaling>,
  onProgress?: OnProgress,
): FixedSupportBarycenter {
  const { atoms, lambda, rho } = problem;
  const masses = histogramOf(state.scaling.logQ, problem);
  const plans = planMarginals(entropic, state);
  const work: PrimalWork = {
    ...(status === "aborted" ? { maxPivots: 0 } : {}),
    ...(onProgress && status !== "aborted" ? { onProgress } : {}),
  };
  const primal = atoms.map((atom, s) => {
    const marginals = rho === Infinity ? { source: atom, target: masses } : fitting(plans[s]!, atom, masses);
    return atomPrimal(problem, atom, masses, marginals, work);
  });
  const dual = bestDual(problem, smoothPotentials(entropic, state), primal);
  const mean = (values: readonly number[]) => compensatedSum(values.map((value, s) => lambda[s]! * value));
  const upper = (1 + 8 * Number.EPSILON) * mean(primal.map((one) => one.upper));
  return {
    measure: { ...support, weights: masses },
    cost: mean(primal.map((one) => one.cost)),
    potentials: matrix(lambda.length, masses.length, dual.potentials),
    certificate: {
      status: primal.some((one) => one.status === "aborted") ? "aborted" : status,
      iterations,
      lower: Math.max(0, dual.lower),
      upper,
      sourceError: mean(atoms.map((atom, s) => distanceL1(plans[s]!.source, atom))),
      targetError: mean(plans.map(({ target }) => distanceL1(target, masses))),
    },
  };
}

/** exp of this, 1e50 times the masses given, leaves room for products with costs. */
const LARGEST_LOG = 115;

/**
 * The masses of the barycentre: where marginals are held, that of the atoms. Else iterations that ended far from their limit
 * may have left numbers too large for doubles; these are scaled down, to a histogram that is as good as any.
 */
function histogramOf(logs: Float64Array, { atoms, rho }: SupportProblem): Float64Array {
  const mass = atoms.reduce((most, atom) => Math.max(most, compensatedSum(atom)), 0);
  const largest = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  if (rho === Infinity) {
    return withMass(
      logs.map((value) => exponential(value - largest)),
      mass,
    );
  }
  const shift = Math.max(0, largest - LARGEST_LOG - Math.max(0, logarithm(mass)));
  return logs.map((value) => exponential(value - shift));
}

function withMass(masses: Float64Array, mass: number): Float64Array {
  const factor = mass / compensatedSum(masses);
  return masses.map((value) => value * factor);
}

/** Of the plans u_s K v_s. */
function planMarginals({ kernel, lambda }: EntropicProblem, { scaling }: Scaling): Marginals[] {
  const { logU, logA, logV } = scaling;
  const logKv = logProducts(kernel.forward, logV, lambda.length);
  const { rows, cols } = kernel.forward;
  return Array.from(lambda, (_, s) => ({
    source: productOf(logU, logKv, s, rows),
    target: productOf(logV, logA, s, cols),
  }));
}

/** exp of this, 1e260, still has sums; plans that are far from their limit may hold more. */
const LARGEST_LOG_OF_PLANS = 600;

function productOf(logs: Float64Array, others: Float64Array, s: number, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, p) =>
    exponential(Math.min(LARGEST_LOG_OF_PLANS, logs[s * size + p]! + others[s * size + p]!)),
  );
}

/** Marginals of less mass are rounding. */
const LEAST_MASS = 1e-250;

/** Marginals in proportion, both of the mass of the atom, and none where the histogram has none; 0 if there is no such. */
function fitting({ source, target }: Marginals, atom: Float64Array, histogram: Float64Array): Marginals {
  const kept = target.map((value, j) => (histogram[j]! > 0 ? value : 0));
  const least = Math.min(compensatedSum(source), compensatedSum(kept));
  if (!(least > LEAST_MASS)) return { source: new Float64Array(source.length), target: kept.fill(0) };
  const mass = compensatedSum(atom);
  return { source: withMass(source, mass), target: withMass(kept, mass) };
}

/** epsilon log v_s, and what the tilts stand for. */
function smoothPotentials({ kernel, rho }: EntropicProblem, { scaling, tilts }: Scaling): Float64Array {
  const lifted = rho === Infinity ? tilts : tilts.map((tilt) => rho * tilt);
  return scaling.logV.map(
    (value, p) => kernel.epsilon * value - lifted[Math.floor(p / scaling.logQ.length)]!,
  );
}

function bestDual(problem: SupportProblem, smooth: Float64Array, primal: readonly AtomPrimal[]): SupportDual {
  const own = supportDual(problem, smooth);
  const exact = supportDual(problem, exactPotentials(smooth, primal));
  return own.lower >= exact.lower ? own : exact;
}

/** Those of the exact transports, with the means over the plans' targets that the smooth ones have: constants matter across s. */
function exactPotentials(smooth: Float64Array, primal: readonly AtomPrimal[]): Float64Array {
  const potentials = new Float64Array(smooth.length);
  primal.forEach(({ potential }, s) => {
    const m = potential.length;
    let shift = 0;
    for (let j = 0; j < m; j++) shift += (smooth[s * m + j]! - potential[j]!) / m;
    for (let j = 0; j < m; j++) potentials[s * m + j] = potential[j]! + shift;
  });
  return potentials;
}
