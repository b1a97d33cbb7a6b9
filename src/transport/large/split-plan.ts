import { type SparsePlan, sparsePlan } from "../sparse-plan.js";

/** Which merged point each original point went into, and the masses of the originals. */
export interface Grouping {
  readonly indexOf: Int32Array;
  readonly weights: Float64Array;
}

/**
 * The plan between merged points as one between the originals: along each row, then each column, the entries
 * fill the members of the group one after the other. Every member more costs at most one entry more; members
 * are at one place, so the cost stays. Sums are right to rounding. O(n + m + entries).
 */
export function splitPlan(plan: SparsePlan, source: Grouping, target: Grouping): SparsePlan {
  const rows = splitSide(plan.rows, plan.mass, source);
  const cols = rows.from.map((e) => plan.cols[e]!);
  const columns = splitSide(cols, rows.mass, target);
  return sparsePlan(
    { rows: columns.from.map((e) => rows.member[e]!), cols: columns.member, mass: columns.mass },
    [source.indexOf.length, target.indexOf.length],
  );
}

interface SplitSide {
  /** Entry before the split, original point, mass. */
  readonly from: Int32Array;
  readonly member: Int32Array;
  readonly mass: Float64Array;
}

/** Runs through the entries; each group remembers which member it fills and how much that one still takes. */
function splitSide(groups: Int32Array, masses: Float64Array, { indexOf, weights }: Grouping): SplitSide {
  const { first, following } = membersOf(indexOf, weights);
  const current = first.slice();
  const room = current.map((member) => (member >= 0 ? member : 0));
  const left = Float64Array.from(room, (member) => weights[member]!);
  const from: number[] = [];
  const member: number[] = [];
  const mass: number[] = [];
  for (let e = 0; e < groups.length; e++) {
    const group = groups[e]!;
    let rest = masses[e]!;
    while (rest > 0) {
      const next = following[current[group]!]!;
      const amount = next < 0 ? rest : Math.min(rest, left[group]!); // the last one takes all that is left
      from.push(e);
      member.push(current[group]!);
      mass.push(amount);
      rest -= amount;
      left[group]! -= amount;
      if (next >= 0 && left[group]! <= 0) {
        current[group] = next;
        left[group] = weights[next]!;
      }
    }
  }
  return { from: Int32Array.from(from), member: Int32Array.from(member), mass: Float64Array.from(mass) };
}

/** Members with mass of each group as linked lists, the lightest first: the last one takes the rounding. */
function membersOf(indexOf: Int32Array, weights: Float64Array) {
  const first = new Int32Array(indexOf.length).fill(-1);
  const following = new Int32Array(indexOf.length).fill(-1);
  const order = Int32Array.from(indexOf.keys()).sort((a, b) => weights[b]! - weights[a]! || b - a);
  for (const i of order) {
    if (weights[i]! === 0) continue;
    const group = indexOf[i]!;
    following[i] = first[group]!;
    first[group] = i;
  }
  return { first, following };
}
