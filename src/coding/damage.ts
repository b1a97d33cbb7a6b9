import { ShapeError } from "../errors.js";
import { cumulativeWeights, firstAbove, type Measure, selectPoints } from "../measure/measure.js";
import { argsort } from "../numeric/argsort.js";
import { permutation, type Random } from "../numeric/random.js";
import { squaredDistance } from "../numeric/squared-distance.js";

/** A measure in two parts. */
export interface Damaged {
  readonly kept: Measure;
  readonly lost: Measure;
}

/** Points in the order in which they are lost. */
type Order = (mu: Measure, random: Random) => ArrayLike<number>;

/** Ways of losing a part of a measure, with which imputation is tried out. */
export const DAMAGES = {
  /** All beyond a plane at right angles to a random direction. */
  cut: (mu, random) => {
    const direction = Float64Array.from({ length: mu.dim }, () => random.normal());
    const along = Float64Array.from({ length: mu.count }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < mu.dim; k++) sum -= direction[k]! * mu.points[i * mu.dim + k]!;
      return sum;
    });
    return argsort(along);
  },
  /** All around a point of it, drawn by mass. */
  hole: (mu, random) => {
    const cumulative = cumulativeWeights(mu.weights);
    const centre = firstAbove(cumulative, random.uniform() * cumulative[mu.count - 1]!);
    const { points, dim } = mu;
    return argsort(
      Float64Array.from({ length: mu.count }, (_, i) => squaredDistance(points, i, points, centre, dim)),
    );
  },
  /** Points here and there. */
  scatter: (mu, random) => permutation(mu.count, random),
} as const satisfies Record<string, Order>;

export type DamageName = keyof typeof DAMAGES;

/**
 * A measure without a share of its mass, up to a point more or less: points are lost in the order of the kind of damage until they
 * have it. At least one point with mass is lost and one is kept.
 *
 * @throws ShapeError if the share is not between 0 and 1, or there are fewer than two points with mass.
 */
export function damage(
  mu: Measure,
  options: { readonly kind: DamageName; readonly share: number; readonly random: Random },
): Damaged {
  const { kind, share, random } = options;
  if (!(share > 0 && share < 1)) {
    throw new ShapeError(`the lost share is ${share}; it must be between 0 and 1`, { found: share });
  }
  const order = Array.from(DAMAGES[kind](mu, random)).filter((i) => mu.weights[i]! > 0);
  if (order.length < 2) {
    throw new ShapeError("a measure of one point cannot lose a part of it", { found: order.length });
  }
  const total = order.reduce((sum, i) => sum + mu.weights[i]!, 0);
  let mass = mu.weights[order[0]!]!;
  let lost = 1;
  while (lost < order.length - 1 && mass + mu.weights[order[lost]!]! / 2 < share * total) {
    mass += mu.weights[order[lost]!]!;
    lost++;
  }
  return {
    kept: selectPoints(
      mu,
      order.slice(lost).sort((a, b) => a - b),
    ),
    lost: selectPoints(
      mu,
      order.slice(0, lost).sort((a, b) => a - b),
    ),
  };
}
