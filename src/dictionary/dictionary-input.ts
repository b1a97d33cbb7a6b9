import { MeasureError, ShapeError } from "../errors.js";
import type { Matrix } from "../numeric/matrix.js";

/** Of the masses of rows where they have to be 1. */
const MASS_TOLERANCE = 1e-9;
/** Added to the data: beside it, 1 is the largest of them or their sum. Keeps logarithms and quotients finite. */
const DATA_FLOOR = 1e-15;

/**
 * A copy of the rows with 1e-15 added, checked to be histograms that a dictionary can be learned from.
 *
 * @param bands how many numbers a row has to have.
 * @param balanced rows need mass 1.
 * @throws ShapeError, MeasureError naming the first row at fault.
 */
export function histograms(data: Matrix, bands: number, balanced: boolean): Matrix {
  if (data.cols !== bands) {
    throw new ShapeError(`rows have ${data.cols} bands, the dictionary ${bands}`, {
      expected: bands,
      found: data.cols,
    });
  }
  for (let n = 0; n < data.rows; n++) requireHistogram(data, n, balanced);
  return { ...data, data: data.data.map((mass) => mass + DATA_FLOOR) };
}

/** Between these, 1e-15 is next to nothing and rates of masses mean what they say. */
const LEAST_LARGEST = 1e-6;
const MOST_LARGEST = 1e6;

/** @throws MeasureError, with the place of it, unless the largest mass of all rows is of a size that suits the floor. */
export function requireScale({ data }: Matrix): void {
  const largest = data.reduce((most, mass) => Math.max(most, mass), 0);
  if (largest >= LEAST_LARGEST && largest <= MOST_LARGEST) return;
  throw new MeasureError(
    `the largest mass in a band is ${largest}; it must be between 1e-6 and 1e6: divide the data by the mean of the masses of their rows`,
    { index: data.indexOf(largest), value: largest },
  );
}

function requireHistogram({ cols, data }: Matrix, n: number, balanced: boolean): void {
  let total = 0;
  for (let j = 0; j < cols; j++) {
    const mass = data[n * cols + j]!;
    if (!(mass >= 0 && mass < Infinity)) {
      throw new MeasureError(`row ${n}, band ${j} is ${mass}; masses must be finite and at least 0`, {
        index: n,
        value: mass,
      });
    }
    total += mass;
  }
  if (total === 0) {
    throw new MeasureError(`row ${n} has no mass; leave it out`, { index: n, value: total });
  }
  if (balanced && Math.abs(total - 1) > MASS_TOLERANCE) {
    throw new MeasureError(
      `row ${n} has mass ${total}; a balanced dictionary needs rows of mass 1, divide each by its sum`,
      { index: n, value: total },
    );
  }
}

/** @throws ShapeError unless `value` is a whole number of 1 to `most`. */
export function requireCount(name: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  throw new ShapeError(`${name} is ${value}; it must be a whole number of 1 to ${most}`, { found: value });
}

/** @throws ShapeError unless `value` is a finite number above 0. */
export function requireAbove(name: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new ShapeError(`${name} is ${value}; it must be a finite number above 0`, { found: value });
}

/** @throws ShapeError unless `value` is a finite number of at least 0. */
export function requireNotNegative(name: string, value: number): void {
  if (value >= 0 && value < Infinity) return;
  throw new ShapeError(`${name} is ${value}; it must be a finite number of at least 0`, { found: value });
}

/** @throws ShapeError naming the names there are. */
export function requireName(option: string, name: string, table: Readonly<Record<string, unknown>>): void {
  if (Object.hasOwn(table, name)) return;
  const names = Object.keys(table).map((one) => `"${one}"`);
  throw new ShapeError(`${option} is "${name}"; it must be one of ${names.join(", ")}`, { found: name });
}
