import { squaredDistance } from "../../numeric/squared-distance.js";
import type { Plan } from "../plan.js";
import { forEachPiece } from "../plan-pieces.js";
import { addTo } from "../scaled-plan.js";
import { costAbove } from "./cost-bounds.js";
import type { Moved } from "./objective.js";
import type { UnbalancedProblem } from "./problem.js";

/**
 * What a plan moves and an upper bound of what that costs. Entries whose cost may be infinite, which a plan has by
 * rounding only, are left out: the rest is a plan too. O(entries d); compensated sums.
 */
export function movedMass({ source, target, cost }: UnbalancedProblem, plan: Plan): Moved {
  const n = source.count;
  const m = target.count;
  const { dim } = source;
  const above = costAbove(cost, dim);
  const sent = new Float64Array(2 * n);
  const received = new Float64Array(2 * m);
  const linear = new Float64Array(2);
  let entries = 0;
  forEachPiece(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) {
      const p = mass[e]!;
      if (p === 0) continue;
      const i = rows[e]!;
      const j = cols[e]!;
      const price = above(squaredDistance(source.points, i, target.points, j, dim));
      if (price === Infinity) continue;
      addTo(sent, i, n + i, p);
      addTo(received, j, m + j, p);
      addTo(linear, 0, 1, p * price);
      entries++;
    }
  });
  return {
    source: totals(sent),
    target: totals(received),
    linear: (1 + 4 * Number.EPSILON) * (linear[0]! + linear[1]!) + entries * Number.MIN_VALUE,
    rounding: 2 * Number.EPSILON,
  };
}

function totals(sums: Float64Array): Float64Array {
  const count = sums.length / 2;
  return Float64Array.from({ length: count }, (_, i) => sums[i]! + sums[count + i]!);
}
