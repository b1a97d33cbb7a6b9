import { MeasureError, ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import { squaredDistance } from "../numeric/squared-distance.js";
import { compensatedSum } from "../numeric/sum.js";
import { requireBalanced } from "./balance.js";
import { cTransform } from "./c-transform.js";
import { commonFrame, type Frame, potentialsFromFrame, sourcePotentialToFrame } from "./frame.js";
import { marginals, type Plan } from "./plan.js";
import type { Potentials, Transport } from "./transport.js";

/** How the solver ended: what cannot be checked from outside. */
export type Outcome = Pick<Certificate, "status" | "iterations">;

/**
 * Bracket of the optimal cost from any plan and any source potential, independent of the solver that made them.
 *
 * lower = sum f_i a_i + sum g_j b_j for the potentials made feasible by the c-transform
 * g_j = min_i |x_i - y_j|^2 - f_i; upper = <c, p> for the plan rounded to its marginals. If the masses differ
 * (within 1e-9), b is understood as scaled to the mass of a.
 *
 * @param potentials only f is used, and only where it is finite and the point has mass.
 * @returns the plan as given with its cost, feasible potentials for all points, massless ones included, and the
 *   certificate. `lower` and `upper` are computed in floating point: each is right up to rounding, about
 *   1e-15 times the mass times the largest squared distance. The cost may leave the bracket by what the
 *   marginal errors are worth.
 * @throws ShapeError if sizes do not fit; MeasureError if masses differ by more than 1e-9, an entry of the plan
 *   is negative or not finite, or squared distances overflow.
 *
 * O(n m d) time (O((n + m) log(n + m)) in one dimension), O((n + m) d) memory.
 * Altschuler, Weed and Rigollet 2017, algorithm 2; Peyré and Cuturi 2019, section 5.1.
 */
export function certify(
  source: Measure,
  target: Measure,
  plan: Plan,
  potentials: Pick<Potentials, "f">,
  outcome: Outcome,
): Transport {
  requireBalanced(source, target);
  requireFitting(source, target, plan, potentials.f);
  const frame = commonFrame(source, target);
  const feasible = feasiblePotentials(source, target, frame, potentials.f);
  const sent = marginals(plan);
  const upper = roundedCost(source, target, plan, frame);
  return {
    cost: planCost(source, target, plan),
    plan,
    potentials: fixConstant(source, target, potentialsFromFrame(frame, feasible)),
    certificate: {
      status: outcome.status,
      iterations: outcome.iterations,
      lower: Math.min(dualValue(source, target, frame, feasible), upper),
      upper,
      sourceError: distanceL1(sent.source, source.weights),
      targetError: distanceL1(sent.target, target.weights),
    },
  };
}

function requireFitting(source: Measure, target: Measure, plan: Plan, f: Float64Array): void {
  const { rows, cols, mass, shape } = plan;
  if (shape[0] !== source.count || shape[1] !== target.count || f.length !== source.count) {
    throw new ShapeError(
      `a ${shape[0]} x ${shape[1]} plan and ${f.length} source potentials do not fit ` +
        `${source.count} source and ${target.count} target points`,
      { expected: `${source.count} x ${target.count}`, found: `${shape[0]} x ${shape[1]}` },
    );
  }
  for (let e = 0; e < mass.length; e++) {
    if (!(mass[e]! >= 0 && mass[e]! < Infinity)) {
      throw new MeasureError(
        `entry ${e} of the plan is ${mass[e]}; the masses of a plan must be finite and at least 0`,
        { index: e, value: mass[e]! },
      );
    }
    if (!(rows[e]! >= 0 && rows[e]! < shape[0] && cols[e]! >= 0 && cols[e]! < shape[1])) {
      throw new ShapeError(
        `entry ${e} of the plan is at (${rows[e]}, ${cols[e]}), outside its shape ${shape[0]} x ${shape[1]}`,
        { expected: `${shape[0]} x ${shape[1]}`, found: `(${rows[e]}, ${cols[e]})` },
      );
    }
  }
}

/**
 * Potentials of the frame's cost, feasible for every pair, from any f: g by the c-transform of what is usable,
 * then f of the unusable points by the c-transform of g. If their value is negative, 0 is better and feasible.
 */
function feasiblePotentials(source: Measure, target: Measure, frame: Frame, given: Float64Array): Potentials {
  const { x, y, dim } = frame;
  const f = sourcePotentialToFrame(frame, given);
  const unusable = Int32Array.from(f.keys()).filter(
    (i) => !(source.weights[i]! > 0 && Number.isFinite(f[i]!)),
  );
  for (const i of unusable) f[i] = -Infinity;
  const g = cTransform(x, f, y, dim);
  if (unusable.length > 0) {
    const left = new Float64Array(unusable.length * dim);
    unusable.forEach((i, r) => {
      left.set(x.subarray(i * dim, (i + 1) * dim), r * dim);
    });
    const completed = cTransform(y, g, left, dim);
    unusable.forEach((i, r) => {
      f[i] = completed[r]!;
    });
  }
  if (dualSum(source, target, { f, g }) >= 0) return { f, g };
  return { f: f.fill(0), g: g.fill(0) };
}

/** sum f_i a_i + sum g_j b_j, b scaled to the mass of a. */
function dualSum(source: Measure, target: Measure, { f, g }: Potentials): number {
  const ratio = compensatedSum(source.weights) / compensatedSum(target.weights);
  return weightedSum(f, source.weights) + ratio * weightedSum(g, target.weights);
}

function dualValue(source: Measure, target: Measure, frame: Frame, scaled: Potentials): number {
  const shift = dualSum(source, target, { f: frame.shiftX, g: frame.shiftY });
  return frame.scale * frame.scale * dualSum(source, target, scaled) + shift;
}

/** The free constant such that sum f_i a_i = sum g_j b_j. */
function fixConstant(source: Measure, target: Measure, { f, g }: Potentials): Potentials {
  const difference = weightedSum(g, target.weights) - weightedSum(f, source.weights);
  const t = difference / (compensatedSum(source.weights) + compensatedSum(target.weights));
  return { f: f.map((value) => value + t), g: g.map((value) => value - t) };
}

/** <c, p> from differences of the coordinates as given: no digits are lost to centring. */
function planCost(source: Measure, target: Measure, { rows, cols, mass }: Plan): number {
  const terms = mass.map(
    (p, e) => p * squaredDistance(source.points, rows[e]!, target.points, cols[e]!, source.dim),
  );
  return compensatedSum(terms);
}

/**
 * Cost of the plan rounded to its marginals: rows, then columns with too much are scaled down, and what is
 * missing is added as the product measure of the two deficits, whose cost needs moments only.
 */
function roundedCost(source: Measure, target: Measure, plan: Plan, frame: Frame): number {
  const { rows, cols } = plan;
  const ratio = compensatedSum(source.weights) / compensatedSum(target.weights);
  const wanted = target.weights.map((b) => b * ratio);
  const rowFactor = scalingDown(marginals(plan).source, source.weights);
  const scaledRows = { ...plan, mass: plan.mass.map((p, e) => p * rowFactor[rows[e]!]!) };
  const colFactor = scalingDown(marginals(scaledRows).target, wanted);
  const inner = { ...plan, mass: scaledRows.mass.map((p, e) => p * colFactor[cols[e]!]!) };
  const sent = marginals(inner);
  const missingA = source.weights.map((a, i) => Math.max(0, a - sent.source[i]!));
  const missingB = wanted.map((b, j) => Math.max(0, b - sent.target[j]!));
  return planCost(source, target, inner) + productCost(frame, missingA, missingB);
}

function scalingDown(found: Float64Array, wanted: Float64Array): Float64Array {
  return found.map((value, i) => (value > wanted[i]! ? wanted[i]! / value : 1));
}

/** sum a_i b_j c_ij / mass for two deficits of (up to rounding) equal mass. */
function productCost(frame: Frame, a: Float64Array, b: Float64Array): number {
  const massA = compensatedSum(a);
  const massB = compensatedSum(b);
  const mass = Math.max(massA, massB);
  if (mass === 0) return 0;
  const { x, y, dim, scale } = frame;
  let crossed = 0;
  for (let k = 0; k < dim; k++) crossed += (moment(x, a, k, dim) / mass) * moment(y, b, k, dim);
  const squares = (massB / mass) * squaredMoment(x, a, dim) + (massA / mass) * squaredMoment(y, b, dim);
  const shift = (massB / mass) * weightedSum(frame.shiftX, a) + (massA / mass) * weightedSum(frame.shiftY, b);
  return Math.max(0, scale * scale * (squares - 2 * crossed) + shift);
}

function moment(points: Float64Array, weights: Float64Array, k: number, dim: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * points[i * dim + k]!;
  return sum;
}

function squaredMoment(points: Float64Array, weights: Float64Array, dim: number): number {
  let sum = 0;
  for (let p = 0; p < points.length; p++) sum += weights[Math.floor(p / dim)]! * points[p]! * points[p]!;
  return sum;
}

function weightedSum(values: Float64Array, weights: Float64Array): number {
  return compensatedSum(values.map((value, i) => value * weights[i]!));
}

function distanceL1(found: Float64Array, wanted: Float64Array): number {
  return compensatedSum(found.map((value, i) => Math.abs(value - wanted[i]!)));
}
