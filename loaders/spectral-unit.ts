import { printable } from "../src/errors.js";
import type { AxisKind } from "../src/measure/spectral-axis.js";

/** Quantity, unit (absent where it is a pure number), and how files spell that: lower case, without blanks. */
const SPELLINGS: readonly (readonly [string, string | undefined, string])[] = [
  ["wavelength", "nm", "nm nanometer nanometers nanometre nanometres"],
  ["wavelength", "um", "um µm μm micrometer micrometers micrometre micrometres micron microns"],
  ["wavelength", "angstrom", "å angstrom angstroms"],
  ["wavenumber", "1/cm", "1/cm /cm cm-1 cm^-1 cm^(-1) cm**-1 cm⁻¹ wavenumber wavenumbers"],
  ["Raman shift", "1/cm", "ramanshift ramanshift(cm-1) ramanshift(1/cm)"],
  ["energy", "eV", "ev electronvolt electronvolts"],
  ["energy", "keV", "kev"],
  ["frequency", "Hz", "hz hertz"],
  ["frequency", "MHz", "mhz"],
  ["frequency", "GHz", "ghz"],
  ["frequency", "THz", "thz"],
  ["chemical shift", "ppm", "ppm"],
  ["time", "s", "seconds"],
  ["time", "min", "minutes"],
  ["mass to charge", undefined, "m/z m/e"],
];

const KINDS: ReadonlyMap<string, AxisKind> = new Map(
  SPELLINGS.flatMap(([quantity, unit, names]) =>
    names.split(" ").map((name) => [name, unit === undefined ? { quantity } : { quantity, unit }] as const),
  ),
);

/** The kind of axis that a unit says; undefined if it is not known. */
export function axisKind(unit: string): AxisKind | undefined {
  return KINDS.get(unit.toLowerCase().replace(/\s+/g, ""));
}

/** The kind of axis that a unit says; wavelengths in a unit of that name if it is not known. */
export function unitKind(unit: string): AxisKind {
  const name = printable(unit.trim());
  return axisKind(name) ?? { quantity: "wavelength", ...(name === "" ? {} : { unit: name }) };
}

/**
 * The kind of axis that a heading says, as "wavenumber (1/cm)" or "center wavelength [um]": by the unit in brackets, and by
 * the quantity that it names where the unit leaves that open; wavelengths if it says neither.
 */
export function headingKind(heading: string): AxisKind {
  const [, words = heading, bracketed = ""] = /^([^([]*)[([]([^)\]]*)/.exec(heading) ?? [];
  const spaced = words.toLowerCase().replace(/\s+/g, " ");
  const quantity = QUANTITIES.find((name) => spaced.includes(name.toLowerCase()));
  const byUnit = unitKind(bracketed);
  const { unit = "" } = byUnit;
  const isOpen = axisKind(bracketed) === undefined || isUnitOf(quantity, unit);
  return quantity !== undefined && isOpen ? { ...byUnit, quantity } : byUnit;
}

/** Quantities by the words that name them: "Raman shift" is also in 1/cm. */
const QUANTITIES: readonly string[] = [...new Set(SPELLINGS.map(([quantity]) => quantity))];

function isUnitOf(quantity: string | undefined, unit: string): boolean {
  return SPELLINGS.some(([ofQuantity, name]) => ofQuantity === quantity && name === unit);
}

/** What a reader should know of an axis. */
export function axisWarnings({ quantity }: AxisKind): string[] {
  return quantity === "band" ? [NO_WAVELENGTHS] : [];
}

const NO_WAVELENGTHS =
  "no wavelengths are given, so the number of a band is its coordinate; name a file of them with wavelengths (--wavelengths FILE)";
