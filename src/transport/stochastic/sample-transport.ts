import { squaredEuclidean } from "../../measure/cost.js";
import type { Measure } from "../../measure/measure.js";
import { logarithm } from "../../numeric/elementary.js";
import { certify, type Outcome } from "../certify.js";
import { softTransform } from "../entropic/soft-transform.js";
import type { Plan } from "../plan.js";
import { sparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import type { Cells, Places } from "./cells.js";
import type { NearestCells } from "./nearest-cell.js";

/**
 * Transport from a cloud of sample points to the target by the cells, with the certificate of that discrete problem: f is
 * the least |x - y_j|^2 - g_j; the plan sends each point to its cell, or has its shares where epsilon > 0.
 */
export function sampleTransport(
  sample: Measure,
  target: Measure,
  cells: Cells,
  places: Places,
  { indices, values }: NearestCells,
  outcome: Outcome,
): Transport {
  const plan =
    cells.epsilon > 0
      ? sharedPlan(sample, target, cells, places)
      : sharpPlan(sample, target, places, indices);
  return certify(sample, target, plan, { f: values }, outcome);
}

/** All of a point to its place; target points there share it by their masses. */
function sharpPlan(sample: Measure, target: Measure, places: Places, indices: Int32Array): Plan {
  const members = membersOf(places);
  const rows: number[] = [];
  const cols: number[] = [];
  const mass: number[] = [];
  indices.forEach((place, i) => {
    for (const j of members[place]!) {
      rows.push(i);
      cols.push(j);
      mass.push(sample.weights[i]! * (target.weights[j]! / places.target.weights[place]!));
    }
  });
  return sparsePlan(
    { rows: Int32Array.from(rows), cols: Int32Array.from(cols), mass: Float64Array.from(mass) },
    [sample.count, target.count],
  );
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
function sharedPlan(sample: Measure, target: Measure, cells: Cells, { placeOf }: Places): Plan {
  const { epsilon } = cells;
  const { dim } = target;
  const total = target.weights.reduce((sum, b) => sum + b, 0);
  const b = target.weights.map((weight) => weight / total);
  const g = Float64Array.from(placeOf, (place) => (place >= 0 ? cells.g[place]! : -Infinity));
  const h = g.map((price, j) => (b[j]! > 0 ? price + epsilon * logarithm(b[j]!) : -Infinity));
  const f = softTransform({ x: sample.points, y: target.points, dim, cost: squaredEuclidean }, h, epsilon);
  return {
    kind: "entropic",
    epsilon,
    cost: squaredEuclidean,
    dim,
    x: sample.points,
    y: target.points,
    sourceWeights: sample.weights,
    targetWeights: b,
    potentials: { f, g },
    shape: [sample.count, target.count],
  };
}
