/**
 * Descent of one row of numbers towards a minimum, told values and gradients from outside so that many rows can be looked
 * at in one call: BFGS with step halving. Mutable, one for each row, and nobody else's.
 */
export interface RowDescent {
  /** The best point so far, its value and gradient. */
  readonly best: Float64Array;
  value: number;
  /** The value at the start. */
  first: number;
  readonly gradient: Float64Array;
  /** The point to look at next. */
  readonly trial: Float64Array;
  /** Estimate of the inverse Hessian, row-major. */
  readonly inverse: Float64Array;
  readonly direction: Float64Array;
  /** Share of the direction that the trial goes. */
  share: number;
  /** No share of the direction leads down: rounding, or a point where the estimate is of no use. */
  stalled: boolean;
}

/** No coordinate moves by more in one step: weights change by a factor of 20 at most. */
const LONGEST = 3;
/** What a step has to gain, of what its slope promises (Armijo). */
const GAIN = 1e-4;
/** A step shorter than this is rounding. */
const LEAST_SHARE = 1e-9;
/** Curvature along a step below this, next to what step and change of the gradient could make, is rounding. */
const LEAST_CURVATURE = 1e-12;
/** Stands for a gradient of 0, to be divided by. */
const LEAST_GRADIENT = 1e-300;

export function rowDescent(start: Float64Array): RowDescent {
  const n = start.length;
  return {
    best: start.slice(),
    value: Infinity,
    first: Infinity,
    gradient: new Float64Array(n),
    trial: start.slice(),
    inverse: new Float64Array(n * n),
    direction: new Float64Array(n),
    share: 1,
    stalled: false,
  };
}

/** Takes value and gradient at the trial, and sets the next trial. O(n^2). Nocedal and Wright 2006, algorithm 6.1. */
export function descend(row: RowDescent, value: number, gradient: Float64Array): void {
  if (row.value === Infinity) {
    begin(row, value, gradient);
    return;
  }
  const promised = row.share * dot(row.gradient, row.direction);
  if (value <= row.value + GAIN * promised) accept(row, value, gradient);
  else row.share /= 2;
  if (row.share < LEAST_SHARE) row.stalled = true;
  aim(row);
}

function begin(row: RowDescent, value: number, gradient: Float64Array): void {
  row.value = value;
  row.first = value;
  row.gradient.set(gradient);
  scaleInverse(row, 1 / largest(gradient)); // the first step moves the steepest coordinate by 1
  turn(row);
  aim(row);
}

function accept(row: RowDescent, value: number, gradient: Float64Array): void {
  const step = row.direction.map((d) => row.share * d);
  const change = gradient.map((g, s) => g - row.gradient[s]!);
  const curvature = dot(step, change);
  if (curvature > LEAST_CURVATURE * Math.sqrt(dot(step, step) * dot(change, change))) {
    updateInverse(row, step, change, curvature);
  }
  row.best.set(row.trial);
  row.value = value;
  row.gradient.set(gradient);
  turn(row);
}

/** H <- (I - s y^T / y.s) H (I - y s^T / y.s) + s s^T / y.s. */
function updateInverse(
  { inverse }: RowDescent,
  step: Float64Array,
  change: Float64Array,
  curvature: number,
): void {
  const n = step.length;
  const image = product(inverse, change);
  const spread = (1 + dot(change, image) / curvature) / curvature;
  for (let s = 0; s < n; s++) {
    for (let r = 0; r < n; r++) {
      inverse[s * n + r]! +=
        spread * step[s]! * step[r]! - (image[s]! * step[r]! + step[s]! * image[r]!) / curvature;
    }
  }
}

/** The direction from the best point: -H g, shortened to the longest step; the plain one where that does not lead down. */
function turn(row: RowDescent): void {
  const { gradient, direction, inverse } = row;
  const image = product(inverse, gradient);
  if (!(dot(image, gradient) > 0)) {
    scaleInverse(row, 1 / largest(gradient));
    image.set(product(inverse, gradient));
  }
  const shrink = Math.min(1, LONGEST / largest(image));
  for (let s = 0; s < image.length; s++) direction[s] = -shrink * image[s]!;
  row.share = 1;
}

function aim({ trial, best, direction, share }: RowDescent): void {
  for (let s = 0; s < trial.length; s++) trial[s] = best[s]! + share * direction[s]!;
}

function scaleInverse({ inverse, best }: RowDescent, factor: number): void {
  inverse.fill(0);
  for (let s = 0; s < best.length; s++) inverse[s * best.length + s] = factor;
}

function product(square: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  return vector.map((_, s) => {
    let sum = 0;
    for (let r = 0; r < n; r++) sum += square[s * n + r]! * vector[r]!;
    return sum;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let s = 0; s < a.length; s++) sum += a[s]! * b[s]!;
  return sum;
}

/** Largest modulus, above 0. */
function largest(values: Float64Array): number {
  let most = LEAST_GRADIENT;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
