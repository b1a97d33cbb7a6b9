/**
 * Anderson mixing of a fixed-point map F: from the last points x_l and their images F(x_l), the next point is the same
 * affine combination of the images as the one of the points whose residuals F(x_l) - x_l nearly cancel.
 */
export interface Mixing {
  /** The next point, from a point and its image. O(count (memory + d)) with d = memory. */
  readonly next: (point: Float64Array, image: Float64Array) => Float64Array;
  /** Begins afresh: the next point is the image itself. */
  readonly forget: () => void;
}

/**
 * Part of the largest that is added to each diagonal entry of the normal equations: the differences of residuals become
 * nearly dependent, and their squares are known to about 1e-16.
 */
const RIDGE = 1e-12;

/**
 * Mixing that minimises |sum_l c_l residual_l|^2 with sum c_l = 1 in the inner product with these weights, over the last
 * `memory` + 1 points. 2 memory vectors of memory.
 *
 * Anderson 1965; Walker and Ni 2011, algorithm AA in the form with differences. For a linear map it is GMRES, so modes
 * that the plain iteration damps slowly, a handful in Sinkhorn's, are found and taken out.
 */
export function andersonMixing(weights: Float64Array, memory: number): Mixing {
  const count = weights.length;
  const ofImages: Float64Array[] = [];
  const ofResiduals: Float64Array[] = [];
  const products = new Float64Array(memory * memory); // of differences of residuals
  let lastImage: Float64Array | undefined;
  let lastResidual = new Float64Array(count);
  let held = 0;
  let oldest = 0;

  const remember = (image: Float64Array, residual: Float64Array, before: Float64Array): void => {
    const slot = held < memory ? held++ : oldest;
    oldest = (slot + 1) % memory;
    ofImages[slot] = difference(image, before);
    ofResiduals[slot] = difference(residual, lastResidual);
    for (let l = 0; l < held; l++) {
      const product = weightedProduct(weights, ofResiduals[slot]!, ofResiduals[l]!);
      products[slot * memory + l] = product;
      products[l * memory + slot] = product;
    }
  };

  return {
    next: (point, image) => {
      const residual = difference(image, point);
      if (lastImage) remember(image, residual, lastImage);
      lastImage = image;
      lastResidual = residual;
      const result = image.slice();
      if (held === 0) return result;
      const right = Float64Array.from({ length: held }, (_, l) =>
        weightedProduct(weights, ofResiduals[l]!, residual),
      );
      const factors = solveScaled(products, memory, right);
      for (let l = 0; l < held; l++) {
        const factor = factors[l]!;
        const change = ofImages[l]!;
        for (let j = 0; j < count; j++) result[j]! -= factor * change[j]!;
      }
      return result;
    },
    forget: () => {
      lastImage = undefined;
      held = 0;
      oldest = 0;
    },
  };
}

function difference(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const result = new Float64Array(a.length);
  for (let j = 0; j < result.length; j++) result[j] = a[j]! - b[j]!;
  return result;
}

function weightedProduct(weights: Float64Array, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) sum += weights[j]! * a[j]! * b[j]!;
  return sum;
}

/**
 * Solution of A c = r for the leading k x k block of A, k being the length of r: scaled to a unit diagonal, with the
 * ridge, by Cholesky. A direction of length 0 gets the factor 0.
 */
function solveScaled(a: Float64Array, stride: number, r: Float64Array): Float64Array {
  const k = r.length;
  const scale = new Float64Array(k);
  for (let p = 0; p < k; p++) {
    const square = a[p * stride + p]!;
    scale[p] = square > 0 ? 1 / Math.sqrt(square) : 0;
  }
  const l = new Float64Array(k * k);
  const c = new Float64Array(k);
  for (let p = 0; p < k; p++) {
    let right = r[p]! * scale[p]!;
    for (let q = 0; q <= p; q++) {
      let sum = a[p * stride + q]! * scale[p]! * scale[q]!;
      for (let t = 0; t < q; t++) sum -= l[p * k + t]! * l[q * k + t]!;
      if (p === q) l[p * k + p] = Math.sqrt(Math.max(sum, 0) + RIDGE);
      else {
        l[p * k + q] = sum / l[q * k + q]!;
        right -= l[p * k + q]! * c[q]!;
      }
    }
    c[p] = right / l[p * k + p]!;
  }
  for (let p = k - 1; p >= 0; p--) {
    let sum = c[p]!;
    for (let t = p + 1; t < k; t++) sum -= l[t * k + p]! * c[t]!;
    c[p] = sum / l[p * k + p]!;
  }
  for (let p = 0; p < k; p++) c[p]! *= scale[p]!;
  return c;
}
