import { ShapeError } from "../errors.js";
import { geometryOf } from "../lot/geometries.js";
import type { MetricCost } from "../lot/geometry.js";
import { type Metric, w2Metric } from "../lot/metric.js";
import { metricCost } from "../lot/metric-cost.js";
import type { Measure } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import { type SparsePlan, transposePlan } from "../transport/plan.js";
import type { Transport } from "../transport/transport.js";
import { type Candidate, type Prove, provedOrSolved, stay } from "./candidate.js";
import { copyOf } from "./copy-of.js";
import { hkCandidates, proveHk } from "./hk-candidates.js";
import type { Bounds, EndDistances, MeasurePath } from "./path.js";
import { requireTime } from "./time.js";
import { type CandidatesAt, proveW2, w2Candidates } from "./w2-candidates.js";

/** What is known along a geodesic: candidates for plans from its ends, and what proves them. */
interface Knowledge {
  readonly candidatesAt: CandidatesAt;
  readonly prove: Prove;
}

/**
 * The geodesic between two measures along an optimal plan, with distances at each step. For W2 and HK
 *
 *   distance(source, at(t)) = t distance(source, target),  distance(at(t), target) = (1 - t) distance(source, target);
 *
 * OPT has no geodesics, and what is given is its interpolation. Mass that splits arrives whole: each entry of the plan is a
 * particle. At 0 and 1 the path gives copies of the two measures.
 *
 * `distancesAt` brackets each squared distance by a plan and potentials that the geodesic knows, checked on the measure that
 * it is given; where they do not prove the distance (and for OPT) the problem is solved.
 *
 * @param options.metric default: `w2Metric`.
 * @throws ShapeError if dimensions differ, or the problem is too large for an exact HK plan; MeasureError, for W2, if masses differ.
 *
 * One transport problem, O((n + m) d) a measure, and O(n (n + m) d) at worst for its distances.
 * McCann 1997; Liero, Mielke and Savaré 2016, section 4.
 */
export function geodesicPath(
  source: Measure,
  target: Measure,
  { metric = w2Metric }: { readonly metric?: Metric } = {},
): MeasurePath {
  const transport = sparse(geometryOf(metric).transportFrom(source)(target), source, target);
  const { cost, plan, certificate } = transport;
  const between = geometryOf(metric).between(source, target, plan);
  const solve = (a: Measure, b: Measure): MetricCost => metricCost(metric, a, b);
  const known = KNOWLEDGE[metric.name](metric, source, target, transport);
  const candidates = (t: number) =>
    known && (endCandidates(t, source, target, transport) ?? known.candidatesAt(t));
  return {
    distance: Math.sqrt(cost),
    certificates: [certificate],
    at: (t) => {
      requireTime(t);
      if (t === 0) return copyOf(source);
      return t === 1 ? copyOf(target) : between(t);
    },
    particlesAt: (t) => {
      requireTime(t);
      return between(t);
    },
    distancesAt: (t, mu) => {
      const guess = candidates(t);
      const prove = known?.prove ?? solve;
      const from = (end: Measure, candidate: Candidate | undefined): Found =>
        isSame(end, mu) ? NONE : found(provedOrSolved(end, mu, candidate, prove, solve, cost));
      return bothEnds(from(source, guess?.source), from(target, guess?.target));
    },
  };
}

/** A distance with its proof, which equal bytes do not need. */
interface Found {
  readonly distance: number;
  readonly bounds: Bounds;
  readonly certificates: readonly Certificate[];
}

const NONE: Found = { distance: 0, bounds: [0, 0], certificates: [] };

function found({ cost, certificate }: MetricCost): Found {
  const root = (squared: number): number => Math.sqrt(Math.max(0, squared));
  const bounds = [root(certificate.lower), root(certificate.upper)] as const;
  return { distance: root(cost), bounds, certificates: [certificate] };
}

function bothEnds(source: Found, target: Found): EndDistances {
  return {
    toSource: source.distance,
    toTarget: target.distance,
    sourceBounds: source.bounds,
    targetBounds: target.bounds,
    certificates: [...source.certificates, ...target.certificates],
  };
}

function isSame(a: Measure, b: Measure): boolean {
  return (
    a.count === b.count &&
    a.points.every((x, p) => x === b.points[p]) &&
    a.weights.every((mass, i) => mass === b.weights[i])
  );
}

type SparseTransport = Transport<SparsePlan>;

function sparse(transport: Transport, source: Measure, target: Measure): SparseTransport {
  const { plan } = transport;
  if (plan.kind === "sparse") return { ...transport, plan };
  throw new ShapeError(
    `${source.count} x ${target.count} points are too many for the exact plan that a geodesic needs; resample them`,
    { found: source.count * target.count },
  );
}

const KNOWLEDGE: Readonly<
  Record<
    Metric["name"],
    (metric: Metric, source: Measure, target: Measure, transport: SparseTransport) => Knowledge | undefined
  >
> = {
  w2: (_, source, target, { plan, potentials }) => ({
    candidatesAt: w2Candidates(source, target, plan, potentials),
    prove: proveW2,
  }),
  hk: (metric, source, target, { plan, potentials }) => {
    if (metric.name !== "hk") return undefined;
    const { kappa } = metric;
    return { candidatesAt: hkCandidates(kappa, source, target, plan, potentials), prove: proveHk(kappa) };
  },
  opt: () => undefined,
};

/** At the ends, whose points are those of the measures and not of the plan. */
function endCandidates(
  t: number,
  source: Measure,
  target: Measure,
  { plan, potentials }: SparseTransport,
): { readonly source: Candidate; readonly target: Candidate } | undefined {
  if (t === 0) return { source: stay(source), target: { plan: transposePlan(plan), f: potentials.g } };
  if (t === 1) return { source: { plan, f: potentials.f }, target: stay(target) };
  return undefined;
}
