import { exponential, logarithm } from "../../numeric/elementary.js";
import type { Step } from "../../numeric/iterate.js";
import { bestTranslation, logSurvivingMass } from "./surviving-mass.js";

/** Soft c-transforms from one side to the other; h = potential + epsilon log mass, -Infinity leaves a point out. */
export interface SoftTransforms {
  readonly toSource: (h: Float64Array, epsilon: number) => Float64Array;
  readonly toTarget: (h: Float64Array, epsilon: number) => Float64Array;
}

/** What the iteration knows of the two measures. */
export interface Marginal {
  readonly weights: Float64Array;
  /** -Infinity for points without mass. */
  readonly logWeights: Float64Array;
}

export interface SoftProblemOfMasses {
  readonly transforms: SoftTransforms;
  readonly source: Marginal;
  readonly target: Marginal;
  readonly rho: number;
  /** Half the logarithm of the product of the total masses. */
  readonly logScale: number;
}

export function marginal(weights: Float64Array): Marginal {
  return { weights, logWeights: weights.map(logarithm) };
}

/**
 * Potentials up to the constant that can go from one to the other; f of the next iteration is known before its plan is.
 * They stay of the size of the costs where that constant is as large as rho.
 */
export interface SoftPotentials {
  readonly f: Float64Array;
  readonly g: Float64Array;
}

/**
 * One iteration of translation-invariant Sinkhorn: g, then f, each the best together with the constant t of
 * (f + t, g - t). Its error is the L1 distance of the plan's source marginal from a exp(-f / rho), where it is at the
 * optimum, relative to the mass of the plan; that of the target is 0.
 *
 * The plan is p_ij = a_i b_j exp((f_i + g_j - c_ij) / epsilon) / sqrt(mass of a * mass of b).
 *
 * O(n m d). Séjourné, Vialard and Peyré 2022, algorithm 2 ("H-Sinkhorn"), in closed form for KL.
 */
export function invariantStep(
  problem: SoftProblemOfMasses,
  epsilon: number,
): (state: SoftPotentials) => Step<SoftPotentials> {
  const { transforms, source, target, rho, logScale } = problem;
  const offset = epsilon * logScale;
  return ({ f }) => {
    const logOfSource = logSurvivingMass(source.weights, f, rho);
    const softG = raised(transforms.toTarget(softened(f, source, epsilon), epsilon), offset);
    const g = best(softG, target, logOfSource, epsilon, rho);
    const logOfTarget = logSurvivingMass(target.weights, g, rho);
    const softF = raised(transforms.toSource(softened(g, target, epsilon), epsilon), offset);
    const t = bestTranslation(logOfSource, logOfTarget, rho);
    return {
      state: { f: best(softF, source, logOfTarget, epsilon, rho), g },
      error: marginalError(source, f, softF, t, epsilon, rho),
    };
  };
}

/** h = f + epsilon log a; points that reach nothing (f = Infinity) are left out. */
export function softened(f: Float64Array, { logWeights }: Marginal, epsilon: number): Float64Array {
  return f.map((value, i) => (value === Infinity ? -Infinity : value + epsilon * logWeights[i]!));
}

function raised(values: Float64Array, by: number): Float64Array {
  return values.map((value) => value + by);
}

/**
 * The maximum over one potential and the translation, given the soft transform of the other potential: its damped form,
 * raised so that the surviving masses fit.
 */
function best(
  soft: Float64Array,
  { weights }: Marginal,
  logOfOther: number,
  epsilon: number,
  rho: number,
): Float64Array {
  const damping = rho / (rho + epsilon);
  const share = epsilon / (rho + epsilon) / 2;
  const logOfDamped = logSurvivingMass(weights, soft, rho + epsilon);
  if (logOfDamped === -Infinity || logOfOther === -Infinity) return soft; // nothing is reached
  const logOfOwn = (logOfDamped - share * logOfOther) / (1 - share);
  return raised(
    soft.map((value) => damping * value),
    damping * (epsilon / 2) * (logOfOther - logOfOwn),
  );
}

/** L1 distance of the source marginal a exp((f - soft) / epsilon) from a exp(-(f + t) / rho), over the mass of the former. */
function marginalError(
  { weights, logWeights }: Marginal,
  f: Float64Array,
  soft: Float64Array,
  t: number,
  epsilon: number,
  rho: number,
): number {
  const sent = new Float64Array(f.length).fill(-Infinity);
  const wanted = new Float64Array(f.length).fill(-Infinity);
  let largest = -Infinity;
  for (let i = 0; i < f.length; i++) {
    if (weights[i] === 0 || soft[i] === Infinity) continue;
    sent[i] = logWeights[i]! + (f[i]! - soft[i]!) / epsilon;
    wanted[i] = logWeights[i]! - (f[i]! + t) / rho;
    largest = Math.max(largest, sent[i]!, wanted[i]!);
  }
  if (largest === -Infinity) return 0;
  let distance = 0;
  let mass = 0;
  for (let i = 0; i < f.length; i++) {
    const r = exponential(sent[i]! - largest);
    distance += Math.abs(r - exponential(wanted[i]! - largest));
    mass += r;
  }
  return mass > 0 ? distance / mass : Number.MAX_VALUE;
}
