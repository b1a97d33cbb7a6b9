import type { Measure } from "../measure/measure.js";
import type { Plan } from "../transport/plan.js";
import { forEachPiece } from "../transport/plan-pieces.js";

/** The entries of a plan that carry mass, as particles. */
export interface PlanPieces {
  readonly count: number;
  /** Places of the two ends among the points of the measures. */
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly masses: Float64Array;
  /** Coordinates of the two ends, row-major. */
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** O(entries d). */
export function planPieces(source: Measure, target: Measure, plan: Plan): PlanPieces {
  const rows: number[] = [];
  const cols: number[] = [];
  const masses: number[] = [];
  forEachPiece(plan, (i, j, mass, count) => {
    for (let e = 0; e < count; e++) {
      if (mass[e] === 0) continue;
      rows.push(i[e]!);
      cols.push(j[e]!);
      masses.push(mass[e]!);
    }
  });
  return {
    count: rows.length,
    rows: Int32Array.from(rows),
    cols: Int32Array.from(cols),
    masses: Float64Array.from(masses),
    from: coordinates(source, rows),
    to: coordinates(target, cols),
  };
}

function coordinates({ points, dim }: Measure, places: readonly number[]): Float64Array {
  const chosen = new Float64Array(places.length * dim);
  places.forEach((place, e) => {
    chosen.set(points.subarray(place * dim, (place + 1) * dim), e * dim);
  });
  return chosen;
}
