import { logarithm } from "../../numeric/elementary.js";
import { compensatedSum } from "../../numeric/sum.js";
import { distanceL1 } from "../distance-l1.js";
import { weightedSum } from "../weighted-sum.js";
import type { CentredPair } from "./centred-pair.js";
import type { EntropicPlan } from "./entropic-plan.js";
import type { Level } from "./level.js";
import { forEachRow } from "./plan-rows.js";
import { withMasses } from "./sweep.js";

/** What is proved of the least value of <c, p> + epsilon KL(p | a b^T / mass), in units of mass times cost. */
export interface RegularisedValue {
  /** The dual value, between the two: off by the square of the marginal error. */
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** L1 errors of the marginals, relative to the mass. */
  readonly sourceError: number;
  readonly targetError: number;
}

/** Rows and columns of the scaled plan have too little by this part, so that rounding of sums does not make it too much. */
const SHRUNK = 1e-12;

/** Roundings of the largest cost that values are off by, beside d of them. */
const ROUNDINGS = 64;

/**
 * Bracket of the regularised optimal value from potentials of which f is the softmin of g.
 *
 * lower = sum f a + sum g b - epsilon (sum p - 1), the dual value. upper: the value of the plan with its rows and
 * columns scaled down to their masses, plus the product of what they then lack; since KL is convex, it is at most
 * that of the two parts, and the first needs only the marginals of the plan, since its logarithm is f + g - c.
 *
 * Two looks at all entries of the plan: O(n m d) time, O((n + m) d) memory.
 */
export function regularisedValue(pair: CentredPair, level: Level, mass: number): RegularisedValue {
  const { problem, frame, unit } = pair;
  const { a, b } = problem;
  const { f, g, epsilon } = level;
  const plan = framedPlan(pair, level);
  const sent = sums(plan, undefined);
  const ofRows = downTo(a, sent.rows);
  const ofColumns = downTo(b, sent.columns);
  const { rows, columns } = sums(plan, { rows: ofRows, columns: ofColumns });
  const lacksA = a.map((value, i) => Math.max(0, value - rows[i]!));
  const lacksB = b.map((value, j) => Math.max(0, value - columns[j]!));
  const dual = weightedSum(f, a) + weightedSum(g, b) - epsilon * (compensatedSum(sent.rows) - 1);
  const kept = compensatedSum(rows);
  const primal =
    weightedSum(withMasses(f, ofRows, epsilon), rows) +
    weightedSum(withMasses(g, ofColumns, epsilon), columns) -
    epsilon * kept * logarithm(kept) +
    productValue(pair, lacksA, lacksB, epsilon);
  const shift =
    weightedSum(selected(frame.shiftX, pair.sourceIndices), a) +
    weightedSum(selected(frame.shiftY, pair.targetIndices), b);
  const rounding =
    ROUNDINGS * Number.EPSILON * (frame.dim * (frame.largestCost + epsilon) + largest(f) + largest(g)) +
    4 * Number.EPSILON * (frame.betweenMeans / unit);
  return {
    value: mass * (unit * dual + shift),
    lower: mass * (unit * (dual - rounding) + shift),
    upper: mass * (unit * (primal + rounding) + shift),
    sourceError: distanceL1(sent.rows, a),
    targetError: distanceL1(sent.columns, b),
  };
}

function framedPlan({ problem }: CentredPair, { f, g, epsilon }: Level): EntropicPlan {
  const { x, y, dim, cost, a, b } = problem;
  return {
    kind: "entropic",
    epsilon,
    cost,
    dim,
    x,
    y,
    sourceWeights: a,
    targetWeights: b,
    potentials: { f, g },
    shape: [a.length, b.length],
  };
}

interface Sides {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Row and column sums of a plan, its rows and columns times some factors. */
function sums(plan: EntropicPlan, factors: Sides | undefined): Sides {
  const rows = new Float64Array(plan.shape[0]);
  const columns = new Float64Array(plan.shape[1]);
  forEachRow(plan, (i, row) => {
    if (factors) for (let j = 0; j < row.length; j++) row[j]! *= factors.rows[i]! * factors.columns[j]!;
    let sum = 0;
    for (let j = 0; j < row.length; j++) {
      sum += row[j]!;
      columns[j]! += row[j]!;
    }
    rows[i] = sum;
  });
  return { rows, columns };
}

/** Factors that bring what was found to a little less than the masses where it is more. */
function downTo(masses: Float64Array, found: Float64Array): Float64Array {
  return masses.map((mass, i) => (1 - SHRUNK) * (found[i]! > mass ? mass / found[i]! : 1));
}

/** The value of the product plan of two deficits: sum a_i b_j c_ij / mass + epsilon KL, by moments. O((n + m) d). */
function productValue(
  { problem }: CentredPair,
  lacksA: Float64Array,
  lacksB: Float64Array,
  epsilon: number,
): number {
  const { x, y, dim, a, b } = problem;
  const mass = Math.max(compensatedSum(lacksA), compensatedSum(lacksB));
  if (mass === 0) return 0;
  let cost = 0;
  for (let k = 0; k < dim; k++) {
    cost -= 2 * (weightedSum(x, lacksA, k, dim) / mass) * weightedSum(y, lacksB, k, dim);
    cost += squares(x, lacksA, k, dim) + squares(y, lacksB, k, dim);
  }
  return cost + epsilon * (relativeEntropy(lacksA, a, mass) + relativeEntropy(lacksB, b, mass));
}

function squares(points: Float64Array, masses: Float64Array, k: number, dim: number): number {
  return weightedSum(
    masses.map((_, i) => points[i * dim + k]! ** 2),
    masses,
  );
}

/** sum p_i log(p_i / (mass a_i)). */
function relativeEntropy(p: Float64Array, a: Float64Array, mass: number): number {
  return compensatedSum(p.map((value, i) => (value > 0 ? value * logarithm(value / mass / a[i]!) : 0)));
}

function selected(values: Float64Array, indices: Int32Array): Float64Array {
  return Float64Array.from(indices, (i) => values[i]!);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
