import { ShapeError } from "../errors.js";

/** The geometry of measures whose tangent space a reference carries; a plain record, so that it clones and prints. */
export type Metric = W2Metric | HkMetric | OptMetric;
export type MetricName = Metric["name"];
export type MetricNamed<N extends MetricName> = Extract<Metric, { readonly name: N }>;

/** Wasserstein distance of order 2: equal masses, all of it is moved. */
export interface W2Metric {
  readonly name: "w2";
}

/** Hellinger-Kantorovich distance: mass is moved over less than kappa pi / 2, and grows or shrinks on its way. */
export interface HkMetric {
  readonly name: "hk";
  /** Length scale, in the unit of the points. */
  readonly kappa: number;
}

/** Optimal partial transport: mass is moved where that costs less than `price` at each end, else destroyed and created. */
export interface OptMetric {
  readonly name: "opt";
  /** Of destroying or creating a unit of mass, in units of cost (length squared): nothing moves farther than sqrt(2 price). */
  readonly price: number;
}

export const w2Metric: W2Metric = { name: "w2" };

/** @throws ShapeError unless kappa is a finite number above 0, and so is its square, in which costs are counted. */
export function hkMetric(kappa: number): HkMetric {
  positive("kappa", kappa);
  positive(`kappa^2, for kappa ${kappa},`, kappa * kappa);
  return { name: "hk", kappa };
}

/** @throws ShapeError unless price is a finite number above 0. */
export function optMetric(price: number): OptMetric {
  return { name: "opt", price: positive("price", price) };
}

function positive(name: string, value: number): number {
  if (value > 0 && value < Infinity) return value;
  throw new ShapeError(`${name} is ${value}; it must be a finite number above 0`, { found: value });
}
