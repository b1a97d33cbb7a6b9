import { ShapeError } from "../errors.js";
import { cosine, logarithm, logarithmOfOnePlus, sine } from "../numeric/elementary.js";

/** A ground cost that depends on the distance of two points alone; a plain record, so that it clones and prints. */
export type Cost = SquaredEuclidean | HellingerKantorovich;

/** c = |x - y|^2. */
export interface SquaredEuclidean {
  readonly name: "squared-euclidean";
}

/**
 * c = -2 kappa^2 log cos(|x - y| / kappa) below |x - y| = kappa pi / 2, infinite from there: the soft-marginal cost of
 * the Hellinger-Kantorovich distance with length scale kappa. Liero, Mielke and Savaré 2018, section 7.
 */
export interface HellingerKantorovich {
  readonly name: "hellinger-kantorovich";
  /** In the unit of the points. */
  readonly kappa: number;
}

export const squaredEuclidean: SquaredEuclidean = { name: "squared-euclidean" };

/** @throws ShapeError unless kappa is a finite number above 0. */
export function hellingerKantorovich(kappa: number): HellingerKantorovich {
  if (!(kappa > 0 && kappa < Infinity)) {
    throw new ShapeError(`kappa is ${kappa}; the length scale must be a finite number above 0`, {
      found: kappa,
    });
  }
  return { name: "hellinger-kantorovich", kappa };
}

/** The cost as a function of the squared distance, which is at least 0. */
export type CostOfSquaredDistance = (squaredDistance: number) => number;

export function costFunction(cost: Cost): CostOfSquaredDistance {
  return cost.name === "squared-euclidean" ? (squared) => squared : arcCost(cost.kappa);
}

/**
 * -kappa^2 log(cos^2 t) with t = distance / kappa. Up to t = pi / 4 as -log(1 - sin^2 t), which keeps all digits of
 * costs near 0; above by the cosine, which keeps those near pi / 2.
 */
function arcCost(kappa: number): CostOfSquaredDistance {
  return (squared) => {
    const t = Math.sqrt(squared) / kappa;
    if (t >= Math.PI / 2) return Infinity;
    if (t > Math.PI / 4) return -2 * kappa * kappa * logarithm(cosine(t));
    const s = sine(t);
    return -kappa * kappa * logarithmOfOnePlus(-s * s);
  };
}
