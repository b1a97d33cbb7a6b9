import { combine } from "../lot/combine.js";
import { lotDistance } from "../lot/distance.js";
import { stackTangents } from "../lot/embedding.js";
import { expMap } from "../lot/exp-map.js";
import { geometryOf } from "../lot/geometries.js";
import { type PreparedReference, prepareReference } from "../lot/prepared-reference.js";
import type { Reference } from "../lot/reference.js";
import type { Tangent, TangentVector } from "../lot/tangent.js";
import type { Measure } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import { certify } from "../transport/certify.js";
import { stay } from "./candidate.js";
import { type Family, mixedShares, requireMeasures, unitShares } from "./family.js";
import { requireTime } from "./time.js";

/** Mixtures of measures in the tangent space at a reference. */
export interface LotFamily extends Family {
  readonly reference: Reference;
  /** Of each measure, what its tangent vector drops of the transport to it: see `logMap`. */
  readonly residuals: Float64Array;
  /** Of the transports from the reference to each measure. */
  readonly certificates: readonly Certificate[];
}

/**
 * Paths that are straight lines in the tangent space at a reference: at shares lambda the measure is
 * expMap(sum_s lambda_s T_s), with T_s the logarithm of measure s. A path from measure A to measure B joins expMap(T_A) to
 * expMap(T_B), which are A and B only as far as the residuals say.
 *
 * Its metric is the LOT distance. `distancesAt` takes the logarithm of the measure that it is given again. For W2 that is v itself,
 * because mixtures of optimal maps from one reference are optimal; the mixed potentials prove it, or the problem is solved.
 * For HK and OPT it is solved, and what comes back may differ from the vector that the measure was made of.
 *
 * @throws what `logMap` throws.
 *
 * One transport problem a measure; a step takes O(reference points * d), its distances one certificate or problem more.
 * Wang, Slepčev, Basu, Ozolek and Rohde 2013; Linwu et al. 2025 (pyLOT).
 */
export function lotPaths(reference: Reference, measures: readonly Measure[]): LotFamily {
  requireMeasures(measures.length);
  const prepared = prepareReference(reference);
  const logarithms = measures.map((mu) => logarithm(prepared, mu));
  const tangents = logarithms.map(({ tangent }) => tangent);
  const embedding = stackTangents(reference, tangents);
  const potentials = logarithms.map(({ f }) => f);
  const vectorAt = (shares: Float64Array): Tangent => combine(embedding, shares);
  return {
    reference,
    residuals: embedding.residuals,
    certificates: embedding.certificates,
    path: (first, last) => {
      const from = unitShares(first, measures.length);
      const to = unitShares(last, measures.length);
      const [source, target] = [vectorAt(from), vectorAt(to)];
      const at = (t: number): Measure => {
        requireTime(t);
        return expMap(reference, vectorAt(mixedShares(from, to, t)));
      };
      return {
        distance: lotDistance(reference, source, target),
        certificates: embedding.certificates,
        at,
        particlesAt: at,
        distancesAt: (t, mu) => {
          const f = mixedPotential(potentials, mixedShares(from, to, t));
          const { tangent } = provedIdentity(prepared, mu, f) ?? logarithm(prepared, mu);
          return {
            toSource: lotDistance(reference, source, tangent),
            toTarget: lotDistance(reference, tangent, target),
            certificates: [tangent.certificate],
          };
        },
      };
    },
  };
}

interface Logarithm {
  readonly tangent: TangentVector;
  /** Potential at the reference. */
  readonly f: Float64Array;
}

function logarithm({ reference, transportTo }: PreparedReference, mu: Measure): Logarithm {
  const { plan, potentials, certificate } = transportTo(mu);
  const fields = geometryOf(reference.metric).logarithm(reference.measure, mu, plan);
  return { tangent: { referenceId: reference.id, ...fields, certificate }, f: potentials.f };
}

function mixedPotential(potentials: readonly Float64Array[], shares: Float64Array): Float64Array {
  const mixed = new Float64Array(potentials[0]!.length);
  potentials.forEach((f, s) => {
    if (shares[s] === 0) return;
    for (let i = 0; i < f.length; i++) mixed[i]! += shares[s]! * f[i]!;
  });
  return mixed;
}

/** Relative width of a bracket at which the identity is proved to be optimal. */
const RELATIVE_GAP = 1e-9;

/** For W2: the logarithm of mu if the plan that sends each reference point to the point of its number is proved optimal. */
function provedIdentity(
  { reference }: PreparedReference,
  mu: Measure,
  f: Float64Array,
): Logarithm | undefined {
  const { measure, metric } = reference;
  if (!geometryOf(metric).isBalanced || mu.count !== measure.count) return undefined;
  const { plan } = stay(measure);
  const { certificate } = certify(measure, mu, plan, { f }, { status: "converged", iterations: 0 });
  const { lower, upper, targetError } = certificate;
  if (targetError > 0 || upper - lower > RELATIVE_GAP * upper) return undefined;
  const velocity = mu.points.map((y, p) => y - measure.points[p]!);
  return { tangent: { referenceId: reference.id, velocity, residual: 0, certificate }, f };
}
