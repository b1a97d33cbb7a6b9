import type { Measure } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import type { Plan } from "../transport/plan.js";
import type { Transport } from "../transport/transport.js";

/** What a tangent vector is made of. */
export interface TangentFields {
  /** One velocity per reference point, row-major; for `opt` times the root of the share that is kept. */
  readonly velocity: Float64Array;
  /**
   * One number per reference point, where mass may change. `hk`: the relative change of mass per time at the start of the
   * geodesic, -2 where all of it is taken away. `opt`: minus the root of the share that is destroyed, 0 to -1.
   */
  readonly growth?: Float64Array;
  /** Mass that does not come from the reference, as a measure that may have no points; absent: there is none. */
  readonly singular?: Measure;
}

/** The fields of a logarithm, and what it drops of the cost. */
export interface LogarithmFields extends TangentFields {
  readonly residual: number;
}

/** The measure at time t of a curve; 0 <= t <= 1. */
export type Curve = (t: number) => Measure;

/** Squared distance of two measures in a metric, with its proof. */
export interface MetricCost {
  readonly cost: number;
  readonly certificate: Certificate;
}

/** On what singular masses combine linearly, and back: masses themselves, or their roots. */
export interface SingularScale {
  readonly of: (mass: number) => number;
  readonly back: (linear: number) => number;
}

/** The scale of masses as they are. */
export const MASS_SCALE: SingularScale = { of: (mass) => mass, back: (mass) => mass };

/** A metric on measures as functions: everything that differs between one metric and another. */
export interface Geometry {
  /** All masses are equal: nothing grows. */
  readonly isBalanced: boolean;
  /** Tells tangent spaces of different metrics at one measure apart; empty for W2. */
  readonly parameters: readonly number[];
  /** Of the squared growth in the inner product; 0 where tangent vectors have no growth. */
  readonly growthWeight: number;
  /** Cost between two singular masses at one point; never asked where there are none. */
  readonly singularCost: (a: number, b: number) => number;
  /** On which that cost is one of differences. */
  readonly singularScale: SingularScale;
  /** The solver from one source; what the source alone decides is found once. */
  readonly transportFrom: (source: Measure) => (target: Measure) => Transport;
  readonly logarithm: (sigma: Measure, mu: Measure, plan: Plan) => LogarithmFields;
  readonly exponential: (sigma: Measure, fields: TangentFields, t: number) => Measure;
  /** Along the plan; both ends are left to the caller, who has them. */
  readonly between: (source: Measure, target: Measure, plan: Plan) => Curve;
}
