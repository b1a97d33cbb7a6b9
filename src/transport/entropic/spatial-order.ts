import { inOrder, kdOrder } from "../large/kd-order.js";

/** Pairs from which a scan of them takes so long that sorting the points first does not show. */
const SMALLEST_SORTED = 2 ** 22;
/** Coordinates up to which boxes around runs of points are small enough to leave pairs of them out. */
const MOST_COORDINATES = 8;

/** A cloud in another order: point p of it was point order[p]. */
export interface OrderedCloud {
  readonly points: Float64Array;
  readonly order: Int32Array;
}

/**
 * Two clouds so ordered that neighbours are near, with which the kernels leave out what is far away, or as they are where
 * that does not pay. O((n + m) log(n + m) d).
 */
export function spatiallyOrdered(
  x: Float64Array,
  y: Float64Array,
  dim: number,
): readonly [OrderedCloud, OrderedCloud] {
  const pairs = (x.length / dim) * (y.length / dim);
  const order = pairs >= SMALLEST_SORTED && dim <= MOST_COORDINATES ? sorted : asItIs;
  return [order(x, dim), order(y, dim)];
}

function sorted(points: Float64Array, dim: number): OrderedCloud {
  const order = kdOrder(points, dim);
  return { points: inOrder(points, order, dim), order };
}

const asItIs = (points: Float64Array, dim: number): OrderedCloud => ({
  points,
  order: Int32Array.from({ length: points.length / dim }, (_, p) => p),
});

/** The value of each point, in the order of the cloud. */
export const gathered = (values: Float64Array, { order }: OrderedCloud): Float64Array =>
  Float64Array.from(order, (p) => values[p]!);

/** The other way: from the order of the cloud to that of its points. */
export function scattered(values: Float64Array, { order }: OrderedCloud): Float64Array {
  const out = new Float64Array(order.length);
  for (let p = 0; p < order.length; p++) out[order[p]!] = values[p]!;
  return out;
}
