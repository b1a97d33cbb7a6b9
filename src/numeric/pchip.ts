import { ShapeError } from "../errors.js";

/**
 * Piecewise cubic interpolant through points (x_k, y_k) that rises only where the data do: Hermite's cubics with the slopes
 * of Fritsch and Butland (a weighted harmonic mean of neighbouring chords, 0 at a turn).
 *
 * @param x increasing.
 * @returns values at any place; outside of [x_0, x_last] the end cubics go on.
 * @throws ShapeError if the lengths differ, there are less than two points, or x does not increase.
 *
 * O(n) time and memory, O(log n) a value; `pchipValues` is O(n + m) for m increasing places. Fritsch and Butland 1984; the end
 * slopes are the three-point ones of Moler 2004, section 3.6.
 */
export function pchip(x: Float64Array, y: Float64Array): (place: number) => number {
  const slopes = pchipSlopes(x, y);
  return (place) => hermite(x, y, slopes, interval(x, place), place);
}

/** The interpolant of `pchip` at increasing places. */
export function pchipValues(x: Float64Array, y: Float64Array, places: Float64Array): Float64Array {
  const slopes = pchipSlopes(x, y);
  let k = 0;
  return places.map((place) => {
    while (k < x.length - 2 && place > x[k + 1]!) k++;
    return hermite(x, y, slopes, k, place);
  });
}

/** The slopes of `pchip` at its points. */
export function pchipSlopes(x: Float64Array, y: Float64Array): Float64Array {
  checkPoints(x, y);
  const last = x.length - 1;
  const step = Float64Array.from({ length: last }, (_, k) => x[k + 1]! - x[k]!);
  const chord = step.map((h, k) => (y[k + 1]! - y[k]!) / h);
  const slopes = new Float64Array(x.length);
  if (last === 1) return slopes.fill(chord[0]!);
  for (let k = 1; k < last; k++) {
    const [before, after] = [chord[k - 1]!, chord[k]!];
    if (!(before * after > 0)) continue;
    const left = 2 * step[k]! + step[k - 1]!;
    const right = step[k]! + 2 * step[k - 1]!;
    slopes[k] = (left + right) / (left / before + right / after);
  }
  slopes[0] = endSlope(step[0]!, step[1]!, chord[0]!, chord[1]!);
  slopes[last] = endSlope(step[last - 1]!, step[last - 2]!, chord[last - 1]!, chord[last - 2]!);
  return slopes;
}

/** Slope at an end by the parabola through three points, cut so that the end cubic keeps to the data. */
function endSlope(near: number, far: number, chord: number, next: number): number {
  const slope = ((2 * near + far) * chord - near * next) / (near + far);
  if (!(slope * chord > 0)) return 0;
  return chord * next <= 0 && Math.abs(slope) > 3 * Math.abs(chord) ? 3 * chord : slope;
}

/** Index k with x_k <= place < x_{k+1}, or the nearest interval. */
function interval(x: Float64Array, place: number): number {
  let low = 0;
  let high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (place < x[middle]!) high = middle;
    else low = middle;
  }
  return low;
}

function hermite(x: Float64Array, y: Float64Array, slopes: Float64Array, k: number, place: number): number {
  const h = x[k + 1]! - x[k]!;
  const s = (place - x[k]!) / h;
  const chord = y[k + 1]! - y[k]!;
  const [start, end] = [h * slopes[k]!, h * slopes[k + 1]!];
  return y[k]! + s * (start + s * (3 * chord - 2 * start - end + s * (start + end - 2 * chord)));
}

function checkPoints(x: Float64Array, y: Float64Array): void {
  if (x.length !== y.length || x.length < 2) {
    throw new ShapeError(
      `${x.length} places and ${y.length} values; an interpolant needs as many of each, at least 2`,
      {
        expected: x.length,
        found: y.length,
      },
    );
  }
  for (let k = 1; k < x.length; k++) {
    if (x[k]! > x[k - 1]!) continue;
    throw new ShapeError(`place ${k} is ${x[k]}, the one before ${x[k - 1]}; places must increase`, {
      found: x[k]!,
    });
  }
}
