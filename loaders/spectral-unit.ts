import type { SpectralAxis } from "../src/measure/spectra.js";

/** What positions are: wavelengths in nm, wavenumbers in 1/cm, ... */
export type AxisKind = Pick<SpectralAxis, "quantity" | "unit">;

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
