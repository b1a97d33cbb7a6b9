import { ShapeError } from "../../errors.js";
import { type Measure, massive } from "../../measure/measure.js";
import { mergeRepeated } from "../../measure/merge.js";
import { nearestAmong } from "./nearest-cell.js";
import { moved } from "./shift.js";
import { softShares } from "./soft-shares.js";

/**
 * What a semidiscrete solver finds: a price for each place where the target has mass. The cell of y_j holds the points x
 * with |x - s - y_j|^2 - g_j least (a power diagram, or Laguerre cells), s being the shift that moves the target onto the
 * source; with epsilon > 0 a point belongs to all cells, with shares proportional to
 * b_j exp((g_j - |x - s - y_j|^2) / epsilon). For |x - y|^2 itself the prices are g_j - 2 <s, y_j>. A plain record.
 */
export interface Cells {
  /** Distinct points with mass, each with the mass of all target points there. */
  readonly target: Measure;
  /** One price a point, of mean 0 over the mass. */
  readonly g: Float64Array;
  readonly shift: Float64Array;
  /** 0 for cells with sharp borders. */
  readonly epsilon: number;
  /** Index of the first target point at each place, in the target as given. */
  readonly indices: Int32Array;
}

/** The places of a target, and of which of them each target point is: -1 without mass. */
export interface Places {
  readonly target: Measure;
  readonly indices: Int32Array;
  readonly placeOf: Int32Array;
}

/** Points of mass that coincide are one place. O(N log N). */
export function placesOf(target: Measure): Places {
  const held = massive(target);
  const merged = mergeRepeated(held.measure);
  const placeOf = new Int32Array(target.count).fill(-1);
  const indices = new Int32Array(merged.measure.count).fill(-1);
  held.indices.forEach((j, p) => {
    const place = merged.indexOf[p]!;
    placeOf[j] = place;
    if (indices[place] === -1) indices[place] = j;
  });
  return { target: merged.measure, indices, placeOf };
}

/**
 * Where the map sends points, row-major: to the target point of their cell or, for epsilon > 0, to the mean of the target
 * points by their shares (the entropic map). Points need not have been seen before.
 *
 * @throws ShapeError unless the numbers fill whole points. O(count N d) time, less by a kd-tree in few dimensions.
 */
export function semidiscreteMap({ cells }: { readonly cells: Cells }, points: Float64Array): Float64Array {
  requireWholePoints(points, cells.target.dim);
  const over = moved(points, cells.shift);
  return cells.epsilon > 0 ? sharedImages(cells, over) : nearestImages(cells, over);
}

/**
 * Index of the target point whose cell holds each point; for epsilon > 0, of the largest share.
 *
 * @throws ShapeError unless the numbers fill whole points. O(count N d) time, less by a kd-tree in few dimensions.
 */
export function semidiscreteAssign({ cells }: { readonly cells: Cells }, points: Float64Array): Int32Array {
  const { target, g, epsilon, indices } = cells;
  requireWholePoints(points, target.dim);
  const over = moved(points, cells.shift);
  if (epsilon > 0) {
    const shares = softShares(target, epsilon);
    const best = new Int32Array(points.length / target.dim);
    shares(over, g, (i, weights) => {
      let top = 0;
      for (let j = 1; j < weights.length; j++) if (weights[j]! > weights[top]!) top = j;
      best[i] = indices[top]!;
    });
    return best;
  }
  return nearestAmong(target.points, target.dim)(over, g).indices.map((j) => indices[j]!);
}

function nearestImages({ target, g }: Cells, points: Float64Array): Float64Array {
  const { dim } = target;
  const images = new Float64Array(points.length);
  nearestAmong(target.points, dim)(points, g).indices.forEach((j, i) => {
    images.set(target.points.subarray(j * dim, (j + 1) * dim), i * dim);
  });
  return images;
}

function sharedImages({ target, g, epsilon }: Cells, points: Float64Array): Float64Array {
  const { dim, points: y } = target;
  const images = new Float64Array(points.length);
  softShares(target, epsilon)(points, g, (i, weights) => {
    for (let j = 0; j < weights.length; j++) {
      if (weights[j] === 0) continue;
      for (let k = 0; k < dim; k++) images[i * dim + k]! += weights[j]! * y[j * dim + k]!;
    }
  });
  return images;
}

function requireWholePoints(points: Float64Array, dim: number): void {
  if (points.length % dim === 0) return;
  throw new ShapeError(`${points.length} coordinates do not fill whole points of dimension ${dim}`, {
    expected: dim,
    found: points.length,
  });
}
