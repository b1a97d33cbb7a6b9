import { type Measure, normalise, selectPoints, totalMass } from "../../measure/measure.js";
import { exact } from "../exact.js";
import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import type { Located } from "./fresh-statistics.js";
import { nearestAmong } from "./nearest-cell.js";

/** Excess below this part of the mass is left alone: as good as rounding. */
const NEGLIGIBLE = 1e-12;

/** The largest problem that is solved for the excess, in pairs: in few dimensions large ones are fast. */
const MOST_PAIRS = { inSpace: 1e8, elsewhere: 4e6 };

/**
 * The plan of the nearest cells with what is too much in a cell moved, at least cost, to cells that lack mass: each full
 * cell gives up the points that lose least by it. Undefined where there is nothing to move or too much.
 *
 * @param target the places, with the mass that each is to get. @param over the sample points moved over the target, and their cells.
 */
export function settledPlan(
  sample: Measure,
  target: Measure,
  g: Float64Array,
  over: Pick<Located, "points" | "found">,
): SparsePlan | undefined {
  const lacking = lackingMass(sample, target, over.found.indices);
  const poor = Int32Array.from(lacking.keys()).filter((j) => lacking[j]! > 0);
  const released = releasedMass(sample, target, g, over, lacking, poor);
  const rows = Int32Array.from(released.keys()).filter((i) => released[i]! > 0);
  const total = released.reduce((sum, mass) => sum + mass, 0);
  if (!(total > NEGLIGIBLE * totalMass(sample)) || poor.length === 0) return undefined;
  const most = sample.dim <= 3 ? MOST_PAIRS.inSpace : MOST_PAIRS.elsewhere;
  if (rows.length * poor.length > most) return undefined;
  const from = { ...selectPoints(sample, rows), weights: Float64Array.from(rows, (i) => released[i]!) };
  const to = { ...selectPoints(target, poor), weights: Float64Array.from(poor, (j) => lacking[j]!) };
  const { plan } = exact(from, normalise(to, totalMass(from)));
  return combined(sample, target, over.found.indices, released, { plan, rows, cols: poor });
}

/** What each place still wants; negative where it has too much. */
function lackingMass(sample: Measure, target: Measure, indices: Int32Array): Float64Array {
  const lacking = target.weights.slice();
  for (let i = 0; i < indices.length; i++) lacking[indices[i]!]! -= sample.weights[i]!;
  return lacking;
}

/** How much of each sample point leaves its cell. */
function releasedMass(
  sample: Measure,
  target: Measure,
  g: Float64Array,
  { points, found: { indices, values } }: Pick<Located, "points" | "found">,
  lacking: Float64Array,
  poor: Int32Array,
): Float64Array {
  const released = new Float64Array(sample.count);
  const rich = Int32Array.from(indices.keys()).filter(
    (i) => lacking[indices[i]!]! < 0 && sample.weights[i]! > 0,
  );
  if (poor.length === 0 || rich.length === 0) return released;
  const prices = Float64Array.from(poor, (j) => g[j]!);
  const other = nearestAmong(selectPoints(target, poor).points, target.dim)(
    selectPoints({ ...sample, points }, rich).points,
    prices,
  );
  const losses = other.values.map((value, r) => value - values[rich[r]!]!);
  const order = Int32Array.from(rich.keys()).sort((p, q) => losses[p]! - losses[q]! || p - q);
  const left = lacking.map((mass) => Math.max(0, -mass));
  for (const r of order) {
    const i = rich[r]!;
    const place = indices[i]!;
    released[i] = Math.min(sample.weights[i]!, left[place]!);
    left[place]! -= released[i]!;
  }
  return released;
}

interface Moved {
  readonly plan: SparsePlan;
  readonly rows: Int32Array;
  readonly cols: Int32Array;
}

/** What stays and what moves. */
function combined(
  sample: Measure,
  target: Measure,
  indices: Int32Array,
  released: Float64Array,
  { plan, rows, cols }: Moved,
): SparsePlan {
  const n = sample.count;
  const entries = n + plan.mass.length;
  const all = {
    rows: new Int32Array(entries),
    cols: new Int32Array(entries),
    mass: new Float64Array(entries),
  };
  for (let i = 0; i < n; i++) {
    all.rows[i] = i;
    all.cols[i] = indices[i]!;
    all.mass[i] = sample.weights[i]! - released[i]!;
  }
  for (let e = 0; e < plan.mass.length; e++) {
    all.rows[n + e] = rows[plan.rows[e]!]!;
    all.cols[n + e] = cols[plan.cols[e]!]!;
    all.mass[n + e] = plan.mass[e]!;
  }
  return sparsePlan(all, [n, target.count]);
}
