import { MeasureError } from "../../errors.js";
import { squaredEuclidean } from "../../measure/cost.js";
import { type Measure, totalMass } from "../../measure/measure.js";
import { logarithm } from "../../numeric/elementary.js";
import { type BalancedPair, balancedPair, requireBalanced } from "../balance.js";
import { commonFrame, type Frame, outOfFrame } from "../frame.js";
import type { Potentials } from "../potentials.js";
import { weightedSum } from "../weighted-sum.js";
import type { EntropicPlan } from "./entropic-plan.js";
import { spatiallyOrdered } from "./spatial-order.js";
import type { WeightedProblem } from "./sweep.js";

/** Two measures that balance, and what a solver works on: their points with mass, centred and of size about 1. */
export interface CentredPair extends BalancedPair {
  /** In the frame, neighbours together where the clouds are large; masses of sum 1. */
  readonly problem: WeightedProblem;
  /** Which points of the measures these are. */
  readonly sourceIndices: Int32Array;
  readonly targetIndices: Int32Array;
  /** A cost of 1 in the frame, as a cost of the points as given. */
  readonly unit: number;
}

/** Costs in the frame times a smaller unit may lose digits. */
const SMALLEST_UNIT = 2 ** -960;

/**
 * @throws ShapeError if the dimensions differ; MeasureError if the masses differ by more than 1e-9, or squared distances
 *   overflow or underflow. O((n + m) d).
 */
export function centredPair(source: Measure, target: Measure): CentredPair {
  requireBalanced(source, target);
  const frame = commonFrame(source, target);
  const unit = frame.scale * frame.scale;
  if (unit < SMALLEST_UNIT) {
    throw new MeasureError(
      `all points lie within ${2 * frame.scale} of their mean: squared distances are too small for doubles; ` +
        "choose a smaller unit of length",
      { value: frame.scale },
    );
  }
  const [sourceIndices, targetIndices] = neighboursTogether(frame, withMass(source), withMass(target));
  return {
    ...balancedPair(source, target, frame),
    problem: {
      x: selected(frame.x, sourceIndices, frame.dim),
      y: selected(frame.y, targetIndices, frame.dim),
      dim: frame.dim,
      cost: squaredEuclidean,
      a: shares(source, sourceIndices),
      b: shares(target, targetIndices),
    },
    sourceIndices,
    targetIndices,
    unit,
  };
}

/** The indices in an order in which kernels can pass over what is far away. */
function neighboursTogether(
  { x, y, dim }: Frame,
  sourceIndices: Int32Array,
  targetIndices: Int32Array,
): [Int32Array, Int32Array] {
  const [ofX, ofY] = spatiallyOrdered(selected(x, sourceIndices, dim), selected(y, targetIndices, dim), dim);
  return [ofX.order.map((p) => sourceIndices[p]!), ofY.order.map((p) => targetIndices[p]!)];
}

const withMass = ({ weights }: Measure): Int32Array =>
  Int32Array.from(weights.keys()).filter((i) => weights[i]! > 0);

function selected(points: Float64Array, indices: Int32Array, dim: number): Float64Array {
  const result = new Float64Array(indices.length * dim);
  indices.forEach((i, r) => {
    result.set(points.subarray(i * dim, (i + 1) * dim), r * dim);
  });
  return result;
}

function shares(mu: Measure, indices: Int32Array): Float64Array {
  const mass = totalMass(mu);
  return Float64Array.from(indices, (i) => mu.weights[i]! / mass);
}

/** Mean cost of the product plan, in the frame: the scale of the costs, whatever single points do. */
export function meanCost({ problem: { x, y, dim, a, b } }: CentredPair): number {
  return secondMoment(x, a, dim) + secondMoment(y, b, dim);
}

function secondMoment(points: Float64Array, masses: Float64Array, dim: number): number {
  const squares = new Float64Array(masses.length);
  for (let i = 0, p = 0; i < squares.length; i++) {
    for (let k = 0; k < dim; k++, p++) squares[i]! += points[p]! * points[p]!;
  }
  return weightedSum(squares, masses);
}

/** The plan with these potentials of the problem and this epsilon of the frame, for the measures as given. */
export function entropicPlan(
  pair: CentredPair,
  { f, g, epsilon }: Potentials & { readonly epsilon: number },
): EntropicPlan {
  const { source, target, frame, excess, unit, problem } = pair;
  const spread = (epsilon * unit * logarithm(totalMass(source))) / 2; // a and b are not of sum 1
  const scaled = (values: Float64Array, indices: Int32Array, count: number): Float64Array => {
    const result = new Float64Array(count).fill(-Infinity);
    indices.forEach((i, r) => {
      result[i] = unit * values[r]! - spread;
    });
    return result;
  };
  return {
    kind: "entropic",
    epsilon: epsilon * unit,
    cost: problem.cost,
    dim: frame.dim,
    x: frame.x.map((value) => value * frame.scale),
    y: frame.y.map((value) => value * frame.scale),
    sourceWeights: source.weights,
    targetWeights: excess === 0 ? target.weights : target.weights.map((b) => b + b * excess),
    potentials: {
      f: scaled(f, pair.sourceIndices, source.count),
      g: scaled(g, pair.targetIndices, target.count),
    },
    origins: {
      source: originOf(source, frame.x, frame),
      target: originOf(target, frame.y, frame),
    },
    shape: [source.count, target.count],
  };
}

function originOf({ points, dim }: Measure, centred: Float64Array, { scale }: Frame): Float64Array {
  return Float64Array.from({ length: dim }, (_, k) => points[k]! - centred[k]! * scale);
}

/** A source potential of the points as given from one of the problem; -Infinity for points without mass. */
export function outOfPair({ source, frame, sourceIndices }: CentredPair, f: Float64Array): Float64Array {
  const result = new Float64Array(source.count).fill(-Infinity);
  sourceIndices.forEach((i, r) => {
    result[i] = outOfFrame(frame, f[r]!, frame.shiftX[i]!);
  });
  return result;
}

/** A source potential of the problem from one of the points as given. */
export function intoPair({ frame, sourceIndices, unit }: CentredPair, f: Float64Array): Float64Array {
  return Float64Array.from(sourceIndices, (i) => (f[i]! - frame.shiftX[i]!) / unit);
}
