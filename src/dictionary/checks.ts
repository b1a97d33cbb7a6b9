import { MeasureError, ShapeError } from "../errors.js";
import { type Matrix, rowView } from "../numeric/matrix.js";

/** @throws ShapeError or MeasureError unless atoms are positive numbers, one a band. */
export function requireAtoms(bands: number, atoms: Matrix): void {
  requireSize("atoms have", bands, atoms.cols, "bands");
  const odd = atoms.data.findIndex((value) => !(value > 0 && value < Infinity));
  if (odd < 0) return;
  throw new MeasureError(
    `band ${odd % atoms.cols} of atom ${Math.floor(odd / atoms.cols)} is ${atoms.data[odd]}; atoms must be finite and above 0`,
    { index: odd, value: atoms.data[odd]! },
  );
}

/** @throws ShapeError or MeasureError unless weights are at least 0, not all of a row, one an atom. */
export function requireWeights(weights: Matrix, atoms: number): void {
  requireSize("rows of weights have", atoms, weights.cols, "entries, one an atom");
  const odd = weights.data.findIndex((value) => !(value >= 0 && value < Infinity));
  if (odd >= 0) throw rowError("weight", weights, odd);
  for (let n = 0; n < weights.rows; n++) {
    if (rowView(weights, n).some((value) => value > 0)) continue;
    throw new MeasureError(`all weights of row ${n} are 0`, { index: n, value: 0 });
  }
}

/** @throws ShapeError or MeasureError unless data are at least 0, some (or all) of each row above it, one a band. */
export function requireData(bands: number, data: Matrix, rows: number, allPositive: boolean): void {
  requireSize("data have", bands, data.cols, "bands");
  requireSize("data have", rows, data.rows, "rows, one a row of weights");
  const odd = data.data.findIndex((value) => !(value >= 0 && value < Infinity));
  if (odd >= 0) throw rowError("value", data, odd);
  const zero = allPositive ? data.data.indexOf(0) : -1;
  if (zero >= 0) {
    const place = `value ${zero % data.cols} of row ${Math.floor(zero / data.cols)}`;
    throw new MeasureError(`${place} is 0; this loss needs all values above 0: add a small number`, {
      index: zero,
      value: 0,
    });
  }
  for (let n = 0; n < data.rows; n++) {
    if (rowView(data, n).some((value) => value > 0)) continue;
    throw new MeasureError(`row ${n} of the data has no mass; leave it out`, { index: n, value: 0 });
  }
}

function requireSize(what: string, expected: number, found: number, unit: string): void {
  if (expected === found) return;
  throw new ShapeError(`${what} ${found} ${unit}; expected ${expected}`, { expected, found });
}

function rowError(what: string, { data, cols }: Matrix, odd: number): MeasureError {
  return new MeasureError(
    `${what} ${odd % cols} of row ${Math.floor(odd / cols)} is ${data[odd]}; it must be finite and at least 0`,
    { index: odd, value: data[odd]! },
  );
}
