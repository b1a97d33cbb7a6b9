import { printable } from "../src/errors.js";
import {
  type AxisKind,
  bandAxis,
  requireDirection,
  type SpectralAxis,
} from "../src/measure/spectral-axis.js";
import {
  type ElementType,
  FLOAT32,
  FLOAT64,
  INT16,
  INT32,
  INT64,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
} from "./array-elements.js";
import { requireBandCount } from "./cube-layout.js";
import { decimalNumber } from "./decimal.js";
import { type EnviFields, parseEnviFields } from "./envi-fields.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import { unitKind } from "./spectral-unit.js";

/** What an ENVI header says about the numbers in its data file. */
export interface EnviHeader {
  readonly file: string;
  readonly height: number;
  readonly width: number;
  /** In the order of the data: positions may decrease. */
  readonly axis: SpectralAxis;
  /** Band after band, line after line of all bands, or pixel after pixel. */
  readonly interleave: "bsq" | "bil" | "bip";
  readonly type: ElementType;
  readonly littleEndian: boolean;
  /** Bytes before the numbers. */
  readonly offset: number;
  readonly bandNames?: readonly string[];
  readonly ignoreValue?: number;
  readonly warnings: readonly string[];
}

const DATA_TYPES: ReadonlyMap<string, ElementType> = new Map([
  ["1", UINT8],
  ["2", INT16],
  ["3", INT32],
  ["4", FLOAT32],
  ["5", FLOAT64],
  ["12", UINT16],
  ["13", UINT32],
  ["14", INT64],
  ["15", UINT64],
]);

const INTERLEAVES: ReadonlyMap<string, EnviHeader["interleave"]> = new Map([
  ["bsq", "bsq"],
  ["bil", "bil"],
  ["bip", "bip"],
]);

const ENDIANS: ReadonlyMap<string, boolean> = new Map([
  ["0", true],
  ["1", false],
]);

/** What only ENVI says for a unit, in lower case; its "wavenumber" is known everywhere. */
const UNITS: ReadonlyMap<string, AxisKind> = new Map([
  ["index", { quantity: "index" }],
  ["unknown", { quantity: "wavelength" }],
]);

/** Keys whose values other than 0 stand for a layout that is not read, and what it is. */
const OTHER_LAYOUTS: ReadonlyMap<string, string> = new Map([
  ["file compression", "compressed data; save it uncompressed"],
  ["major frame offsets", "frames between lines; save it without"],
  ["minor frame offsets", "frames between lines; save it without"],
]);

/**
 * ENVI header of an image: `samples`, `lines`, `bands`, `data type` (1, 2, 3, 4, 5, 12, 13, 14, 15), `interleave`, `byte
 * order`, and where present `header offset`, `wavelength` with `wavelength units`, `band names`, `data ignore value`, `bbl`.
 *
 * @throws FormatError if one of these is absent, no number, or not one of the known; for wavelengths or names of another
 *   number than the bands, and for wavelengths that neither increase nor decrease throughout.
 */
export function parseEnviHeader(
  input: Uint8Array | string,
  options: { readonly file?: string } = {},
): EnviHeader {
  const file = options.file ?? "ENVI header";
  const fields = parseEnviFields(input, file);
  const bands = extent(fields, "bands", file);
  requireBandCount(file, 'key "bands"', bands);
  requirePlainLayout(fields, file);
  const type = oneOf(fields, "data type", DATA_TYPES, file);
  const bandNames = list(fields, "band names", bands, file);
  const ignore = fields.get("data ignore value");
  return {
    file,
    height: extent(fields, "lines", file),
    width: extent(fields, "samples", file),
    axis: axisOf(fields, bands, file),
    interleave: oneOf(fields, "interleave", INTERLEAVES, file),
    type,
    littleEndian: type.size === 1 || oneOf(fields, "byte order", ENDIANS, file),
    offset: fields.has("header offset") ? whole(fields, "header offset", 0, file) : 0,
    ...(bandNames ? { bandNames } : {}),
    ...(ignore === undefined ? {} : { ignoreValue: ignoredValue(ignore, type, file) }),
    warnings: badBands(fields, bands, file),
  };
}

function required(fields: EnviFields, key: string, file: string): string {
  const value = fields.get(key);
  if (value === undefined) throw formatError(file, "", `it has no ${quoted(key)}; add a line "${key} = ..."`);
  return value;
}

function whole(fields: EnviFields, key: string, least: number, file: string): number {
  const text = required(fields, key, file);
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least)) {
    throw formatError(
      file,
      `key ${quoted(key)}`,
      `${quoted(text)} is no whole number from ${least} on; correct it`,
    );
  }
  return value;
}

function extent(fields: EnviFields, key: string, file: string): number {
  return whole(fields, key, 1, file);
}

function oneOf<T>(fields: EnviFields, key: string, known: ReadonlyMap<string, T>, file: string): T {
  const text = required(fields, key, file).toLowerCase();
  const value = known.get(text);
  if (value !== undefined) return value;
  const reason = COMPLEX_TYPES.includes(text) && key === "data type" ? "complex numbers are not read; " : "";
  throw formatError(
    file,
    `key ${quoted(key)}`,
    `${reason}${quoted(text)} is none of ${[...known.keys()].join(", ")}; save the image as one of these`,
  );
}

const COMPLEX_TYPES: readonly string[] = ["6", "9"];

function requirePlainLayout(fields: EnviFields, file: string): void {
  for (const [key, what] of OTHER_LAYOUTS) {
    const value = fields.get(key) ?? "0";
    if (/[1-9]/.test(value)) throw formatError(file, `key ${quoted(key)}`, `${quoted(value)} means ${what}`);
  }
}

/** As many texts as there are bands, if the key is there. */
function list(fields: EnviFields, key: string, bands: number, file: string): readonly string[] | undefined {
  const text = fields.get(key);
  if (text === undefined || text === "") return undefined;
  const entries = text.split(",").map((entry) => entry.trim());
  if (entries.length > 1 && entries.at(-1) === "") entries.pop();
  if (entries.length !== bands) {
    throw formatError(
      file,
      `key ${quoted(key)}`,
      `${entries.length} entries for ${bands} bands; give one a band, or remove the key`,
    );
  }
  return entries;
}

function numbers(fields: EnviFields, key: string, bands: number, file: string): Float64Array | undefined {
  const entries = list(fields, key, bands, file);
  return (
    entries &&
    Float64Array.from(entries, (entry) => {
      const value = decimalNumber(entry);
      if (!Number.isFinite(value)) {
        throw formatError(file, `key ${quoted(key)}`, `${quoted(entry)} is not a finite number; correct it`);
      }
      return value;
    })
  );
}

function axisOf(fields: EnviFields, bands: number, file: string): SpectralAxis {
  const values = numbers(fields, "wavelength", bands, file);
  if (!values) return bandAxis(bands);
  const unit = fields.get("wavelength units")?.trim() ?? "";
  const axis = { values, ...(UNITS.get(unit.toLowerCase()) ?? unitKind(unit)) };
  atPlace(file, 'key "wavelength"', () => requireDirection(axis));
  return axis;
}

/** In the precision of the data, so that it equals what stands there. */
function ignoredValue(text: string, type: ElementType, file: string): number {
  const value = text.toLowerCase() === "nan" ? Number.NaN : decimalNumber(text);
  if (Number.isNaN(value) && text.toLowerCase() !== "nan") {
    throw formatError(file, 'key "data ignore value"', `${quoted(text)} is no number; correct it`);
  }
  return type === FLOAT32 ? Math.fround(value) : value;
}

/** `bbl` has 0 for bands that are not to be used: told, not acted on. */
function badBands(fields: EnviFields, bands: number, file: string): readonly string[] {
  const good = numbers(fields, "bbl", bands, file);
  const bad = good ? good.filter((one) => one === 0).length : 0;
  return bad === 0
    ? []
    : [
        `${printable(file)} marks ${bad} of ${bands} bands as bad (bbl); leave them out with bands (--bands LIST)`,
      ];
}
