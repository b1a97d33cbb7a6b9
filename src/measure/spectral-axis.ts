import { ShapeError } from "../errors.js";

/** What positions are: wavelengths in nm, wavenumbers in 1/cm, ... */
export interface AxisKind {
  /** "wavelength", "wavenumber", "mass to charge", ...; "band" where the file does not tell. */
  readonly quantity: string;
  /** "nm", "1/cm", ...; absent where the file does not tell. */
  readonly unit?: string;
}

/** The positions of the bands of a spectrum. */
export interface SpectralAxis extends AxisKind {
  /** Strictly increasing. Band indices 0, 1, ... where `quantity` is "band". */
  readonly values: Float64Array;
  /** Numbers of the bands as they stand in the file, from 0; absent where they are 0, 1, ..., one after the other. */
  readonly bands?: Int32Array;
}

/** Which bands of a file to keep, and where they lie. */
export interface BandChoice {
  /** Numbers of the bands to keep: from 0, as they stand in the file, increasing. Default: all. */
  readonly bands?: readonly number[];
  /** Positions in place of those of the file: one for each band of the file, or for each band that is kept; increasing. */
  readonly axis?: SpectralAxis;
}

/** Bands by their numbers 0, 1, ..., where a file does not tell their wavelengths. */
export function bandAxis(bands: number): SpectralAxis {
  return { values: Float64Array.from({ length: bands }, (_, b) => b), quantity: "band" };
}

/** "wavelength (nm)". */
export function axisLabel({ quantity, unit }: AxisKind): string {
  return unit === undefined ? quantity : `${quantity} (${unit})`;
}

/** A position with its unit, where there is one. */
export function unitText({ unit }: AxisKind, position: number): string {
  return unit === undefined ? String(position) : `${position} ${unit}`;
}

/** The number of a band in its file, from 0. @param b its number on the axis. */
export function fileBand({ bands }: SpectralAxis, b: number): number {
  return bands?.[b] ?? b;
}

/** "wavelength 1030 nm"; undefined where a band has no other place than its number. */
export function positionText(axis: SpectralAxis, b: number): string | undefined {
  return axis.quantity === "band" ? undefined : `${axis.quantity} ${unitText(axis, axis.values[b]!)}`;
}

/**
 * Spectra can be compared along one axis only: wavelengths are not wavenumbers, nor nanometres micrometres, and numbers of
 * bands, or positions without a unit, might be anything.
 *
 * @throws ShapeError naming two axes that differ in quantity or unit.
 */
export function requireOneAxis(axes: readonly AxisKind[]): void {
  const first = axes[0];
  const odd = axes.find(({ quantity, unit }) => quantity !== first!.quantity || unit !== first!.unit);
  if (!first || !odd) return;
  const [one, other] = [axisLabel(first), axisLabel(odd)];
  throw new ShapeError(`one spectrum is over ${one}, another over ${other}; ${oneAxisRemedy(first, odd)}`, {
    expected: one,
    found: other,
  });
}

function oneAxisRemedy(a: AxisKind, b: AxisKind): string {
  if (a.quantity === "band" || b.quantity === "band") {
    return "name the wavelengths in the file without them, or give those of all files (--wavelengths FILE)";
  }
  if (a.quantity !== b.quantity || (a.unit !== undefined && b.unit !== undefined)) {
    return "convert one of them, or keep them apart";
  }
  return "say the unit in all files";
}

/** A choice of bands, in increasing order of their positions. */
export interface ChosenBands {
  readonly axis: SpectralAxis;
  /** Where on the axis of the file each of them stands. */
  readonly columns: readonly number[];
  readonly warnings: readonly string[];
}

/**
 * The bands that are kept, by their positions or those that are given: where the axis of the file decreases, it is turned
 * round, and a warning says so. The numbers of the bands stay those of the file.
 *
 * @param file positions in the order of the file; they may decrease.
 * @throws ShapeError if there is no band; one that is to be kept is not there, or named out of order; positions are not
 *   finite, or neither increase nor decrease from band to band; or the ones that were given do not increase, or are another
 *   number than the bands.
 *
 * O(bands) time and memory.
 */
export function chosenBands(file: SpectralAxis, choice: BandChoice = {}): ChosenBands {
  const all = file.values.length;
  const bands = choice.bands ?? [...file.values.keys()];
  requireBands(bands, all);
  const axis = choice.axis ? givenAxis(choice.axis, file, bands) : axisAt(file, bands);
  const direction = directionOf(axis.values);
  requireDirection(axis, direction);
  if (direction > 0) return { axis, columns: bands, warnings: [] };
  const columns = bands.toReversed();
  return { axis: axisAt(file, columns), columns, warnings: [turnedText(axis)] };
}

/** @throws ShapeError unless there are bands of these numbers, in increasing order. */
export function requireBands(bands: readonly number[], all: number): void {
  if (bands.length === 0) throw new ShapeError("no band is left; keep at least one", { found: 0 });
  bands.forEach((band, b) => {
    if (!(Number.isInteger(band) && band >= 0 && band < all)) {
      throw new ShapeError(`there is no band ${band}; the ${all} bands are numbered from 0 to ${all - 1}`, {
        expected: all,
        found: band,
      });
    }
    if (b > 0 && band <= bands[b - 1]!) {
      const order = "name bands in increasing order, each once";
      throw new ShapeError(`band ${band} follows band ${bands[b - 1]}; ${order}`, { found: band });
    }
  });
}

function axisAt(axis: SpectralAxis, columns: readonly number[]): SpectralAxis {
  const values = Float64Array.from(columns, (column) => axis.values[column]!);
  return { ...kindOf(axis), values, ...numbered(columns.map((column) => fileBand(axis, column))) };
}

function givenAxis(given: SpectralAxis, file: SpectralAxis, bands: readonly number[]): SpectralAxis {
  const all = file.values.length;
  const found = given.values.length;
  if (found !== all && found !== bands.length) {
    const kept = bands.length === all ? "" : ` (${bands.length} of them kept)`;
    throw new ShapeError(`${found} ${given.quantity}s for ${all} bands${kept}; give one a band`, {
      expected: all,
      found,
    });
  }
  const values = found === all ? Float64Array.from(bands, (band) => given.values[band]!) : given.values;
  const axis = { ...kindOf(given), values, ...numbered(bands.map((band) => fileBand(file, band))) };
  requireIncreasing(axis);
  return axis;
}

function kindOf({ quantity, unit }: AxisKind): AxisKind {
  return unit === undefined ? { quantity } : { quantity, unit };
}

function numbered(bands: readonly number[]): Pick<SpectralAxis, "bands"> {
  return bands.every((band, b) => band === b) ? {} : { bands: Int32Array.from(bands) };
}

/** Which way the positions begin: 1 upwards, -1 downwards. */
export function directionOf(positions: ArrayLike<number>): 1 | -1 {
  return positions.length > 1 && positions[1]! < positions[0]! ? -1 : 1;
}

/** The first band whose position is not finite, or does not go on in this direction; -1 if there is none. */
export function firstAgainst(positions: Float64Array, direction: 1 | -1): number {
  return positions.findIndex(
    (x, b) => !Number.isFinite(x) || (b > 0 && !(direction * (x - positions[b - 1]!) > 0)),
  );
}

/** Positions that are given have to increase. @throws ShapeError naming the first band whose position does not. */
export function requireIncreasing(axis: SpectralAxis): void {
  requireRise(axis, 1, "positions that are given must be finite and increase from band to band");
}

/** Those of a file may decrease. @throws ShapeError naming the first band whose position turns back, or is not finite. */
export function requireDirection(axis: SpectralAxis, direction = directionOf(axis.values)): void {
  const way = direction > 0 ? "increase" : "decrease";
  requireRise(axis, direction, `positions must be finite and ${way} throughout, as they begin`);
}

function requireRise(axis: SpectralAxis, direction: 1 | -1, rule: string): void {
  const { values, quantity } = axis;
  const odd = firstAgainst(values, direction);
  if (odd < 0) return;
  const before = odd > 0 ? ` after ${values[odd - 1]}` : "";
  throw new ShapeError(`the ${quantity} of band ${fileBand(axis, odd)} is ${values[odd]}${before}; ${rule}`, {
    found: values[odd]!,
  });
}

function turnedText(axis: SpectralAxis): string {
  const { values, quantity } = axis;
  const range = `${values[0]} to ${unitText(axis, values.at(-1)!)}`;
  return `the ${quantity} runs downwards, from ${range}; the bands were put in increasing order`;
}
