import { type Matrix, rowView } from "../../src/index.js";

/** How spectra are scaled, as a model file names it: by one number, or each by its own sum. */
export type Scaling = { readonly kind: "divisor"; readonly value: number } | { readonly kind: "unit-mass" };

type Scale<K extends Scaling["kind"]> = (spectra: Matrix, scaling: Extract<Scaling, { kind: K }>) => Matrix;

export const SCALINGS: { readonly [K in Scaling["kind"]]: Scale<K> } = {
  divisor: (spectra, { value }) => dividedBy(spectra, value),
  "unit-mass": unitMassRows,
};

/** Spectra, one a row, with this scaling. */
export function scaled<K extends Scaling["kind"]>(
  spectra: Matrix,
  scaling: Extract<Scaling, { kind: K }>,
): Matrix {
  const scale: Scale<K> = SCALINGS[scaling.kind as K];
  return scale(spectra, scaling);
}

/** The largest of all values. */
export function largestValue({ data }: Matrix): number {
  return data.reduce((most, value) => Math.max(most, value), 0);
}

/** The mean over rows of the sum of a row. */
export function meanMass({ rows, data }: Matrix): number {
  return data.reduce((sum, value) => sum + value, 0) / rows;
}

/** All values divided by one number: brightness, the mass of a pixel, is kept. */
export function dividedBy(spectra: Matrix, divisor: number): Matrix {
  return { ...spectra, data: spectra.data.map((value) => value / divisor) };
}

/** Every row divided by its sum: the shape alone. Rows have mass. */
export function unitMassRows(spectra: Matrix): Matrix {
  const data = new Float64Array(spectra.data.length);
  for (let i = 0; i < spectra.rows; i++) {
    const row = rowView(spectra, i);
    const mass = row.reduce((sum, value) => sum + value, 0);
    for (let k = 0; k < row.length; k++) data[i * spectra.cols + k] = row[k]! / mass;
  }
  return { ...spectra, data };
}
