import type { Matrix } from "../numeric/matrix.js";
import type { Attribute } from "./collection.js";

/** The positions of the bands of a spectrum. */
export interface SpectralAxis {
  /** Strictly increasing. Band indices 0, 1, ... where `quantity` is "band". */
  readonly values: Float64Array;
  /** What the values are: "wavelength", "wavenumber", "mass to charge", ...; "band" where the file does not tell. */
  readonly quantity: string;
  /** As in the file: "nm", "1/cm", ...; absent where it does not tell. */
  readonly unit?: string;
}

/** Named spectra on one axis, as read: values may be negative; see `spectrumMeasures` for how they become measures. */
export interface Spectra {
  readonly names: readonly string[];
  readonly axis: SpectralAxis;
  /** One spectrum a row, one band a column. */
  readonly values: Matrix;
  readonly attributes: readonly Attribute[];
  /** What the loader noticed and a reader should know. */
  readonly warnings: readonly string[];
}
