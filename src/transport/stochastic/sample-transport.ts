import { squaredEuclidean } from "../../measure/cost.js";
import { type Measure, normalise, totalMass } from "../../measure/measure.js";
import { logarithm } from "../../numeric/elementary.js";
import { balancedPair } from "../balance.js";
import { certify, type Outcome } from "../certify.js";
import { softTransform } from "../entropic/soft-transform.js";
import { commonFrame } from "../frame.js";
import { type EntropicPlan, type Plan, type SparsePlan, sparsePlan } from "../plan.js";
import { forEachPiece } from "../plan-pieces.js";
import { planSums, roundedCost } from "../rounded-cost.js";
import type { Transport } from "../transport.js";
import type { Cells, Places } from "./cells.js";
import type { Located } from "./fresh-statistics.js";
import { settledPlan } from "./settle.js";

/**
 * Transport from a cloud to the target by the cells, with the certificate of that discrete problem: f is the least
 * c_j - g_j; the plan sends each point to its cell, or has its shares where epsilon > 0; `upper` is that plan
 * rounded or, where that is less, the sharp cells' with what is too much in a cell moved at least cost.
 *
 * @param over the cloud's points moved over the target, and their cells.
 */
export function sampleTransport(
  sample: Measure,
  target: Measure,
  cells: Cells,
  places: Places,
  over: Located,
  outcome: Outcome,
): Transport {
  const sharp = cells.epsilon === 0;
  const plan: Plan = sharp
    ? mapPlan(sample, target, places, over.found.indices)
    : sharedPlan(sample, over.points, target, cells, places);
  const transport = certify(sample, target, plan, { f: over.f }, outcome);
  const { certificate } = transport;
  const upper = Math.min(certificate.upper, settledCost(sample, target, cells, places, over));
  return { ...transport, certificate: { ...certificate, upper: Math.max(certificate.lower, upper) } };
}

/** Cost of the cells' plan when what is too much is moved; Infinity where that is not done. */
function settledCost(sample: Measure, target: Measure, { g }: Cells, places: Places, over: Located): number {
  const settled = settledPlan(sample, normalise(places.target, totalMass(sample)), g, over);
  if (!settled) return Infinity;
  const plan = overMembers(settled, target, places);
  const pair = balancedPair(sample, target, commonFrame(sample, target));
  return roundedCost(pair, plan, forEachPiece, planSums(sample, target, plan, forEachPiece));
}

/** All of a point to its place. */
function mapPlan(sample: Measure, target: Measure, places: Places, indices: Int32Array): SparsePlan {
  const toPlaces = sparsePlan(
    { rows: Int32Array.from(indices.keys()), cols: indices, mass: sample.weights },
    [sample.count, places.target.count],
  );
  return overMembers(toPlaces, target, places);
}

/** A plan to places as one to the target's points, which share what their place gets by their masses. */
function overMembers(plan: SparsePlan, target: Measure, places: Places): SparsePlan {
  const shape = [plan.shape[0], target.count] as const;
  if (places.indices.length === target.count) return { ...plan, shape };
  const members = membersOf(places);
  const size = plan.cols.reduce((sum, place) => sum + members[place]!.length, 0);
  const entries = { rows: new Int32Array(size), cols: new Int32Array(size), mass: new Float64Array(size) };
  let at = 0;
  for (let e = 0; e < plan.mass.length; e++) {
    const own = members[plan.cols[e]!]!;
    const total = own.reduce((sum, j) => sum + target.weights[j]!, 0);
    for (const j of own) {
      entries.rows[at] = plan.rows[e]!;
      entries.cols[at] = j;
      entries.mass[at++] = plan.mass[e]! * (target.weights[j]! / total);
    }
  }
  return sparsePlan(entries, shape);
}

/** The target points of each place. */
function membersOf({ target, placeOf }: Places): number[][] {
  const members: number[][] = Array.from({ length: target.count }, () => []);
  placeOf.forEach((place, j) => {
    if (place >= 0) members[place]!.push(j);
  });
  return members;
}

/** p_ij = a_i b_j exp((f_i + g_j - c_ij) / epsilon), with rows that are right: f is the soft c-transform of g. */
function sharedPlan(
  sample: Measure,
  moved: Float64Array,
  target: Measure,
  cells: Cells,
  { placeOf }: Places,
): EntropicPlan {
  const { epsilon } = cells;
  const { dim } = target;
  const b = normalise(target).weights;
  const g = Float64Array.from(placeOf, (place) => (place >= 0 ? cells.g[place]! : -Infinity));
  const h = g.map((price, j) => (b[j]! > 0 ? price + epsilon * logarithm(b[j]!) : -Infinity));
  const f = softTransform({ x: moved, y: target.points, dim, cost: squaredEuclidean }, h, epsilon);
  return {
    kind: "entropic",
    epsilon,
    cost: squaredEuclidean,
    dim,
    x: moved,
    y: target.points,
    sourceWeights: sample.weights,
    targetWeights: b,
    potentials: { f, g },
    shape: [sample.count, target.count],
  };
}
