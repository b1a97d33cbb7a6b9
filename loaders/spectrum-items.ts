import { type Collection, collection, type ItemKind } from "../src/measure/collection.js";
import type { Spectra } from "../src/measure/spectra.js";
import { type BandChoice, requireOneAxis } from "../src/measure/spectral-axis.js";
import { consumedSpectra, type SpectrumSteps } from "../src/measure/spectrum-steps.js";
import { atPlace, formatError } from "./format-error.js";
import { axisWarnings } from "./spectral-unit.js";

/** By which stated rule spectra are read and become measures; files of other kinds are refused with any of it. */
export interface SpectrumRule extends SpectrumSteps, BandChoice {}

/** The rule for spectra, and the files that belong to it. */
export interface SpectrumFiles extends SpectrumRule {
  /** Path of a text file with the wavelength of each band, increasing; it comes before an axis that is given. */
  readonly wavelengths?: string;
  /** Name of the array, in a file that holds several. */
  readonly variable?: string;
}

/** Fields of the rule, and what they are called where they are given. */
const RULE_NAMES = {
  baseline: "baseline (--baseline)",
  negatives: "negatives (--negatives)",
  bandMass: "bandMass (--band-mass)",
  bin: "bin (--bin)",
  bands: "bands (--bands)",
  axis: "wavelengths (--wavelengths)",
} as const satisfies Record<keyof SpectrumRule, string>;

/**
 * The spectra of one file as items; their values are changed on the way. @throws FormatError for what `spectrumMeasures`
 * refuses.
 */
export function spectrumItems(spectra: Spectra, rule: SpectrumRule, file: string): Collection {
  const { collection: items } = atPlace(file, "", () => consumedSpectra(spectra, rule));
  return { ...items, warnings: [...items.warnings, ...axisWarnings(spectra.axis)] };
}

/** Items of several spectra with an axis each. @throws FormatError if the axes are of different quantities or units. */
export function joinedSpectra(parts: readonly Collection[], file: string): Collection {
  const item = commonSpectrumKind(
    parts.map((part) => part.item),
    file,
  );
  const { steps } = parts[0]!;
  return atPlace(file, "", () =>
    collection({
      names: parts.flatMap((part) => part.names),
      measures: parts.flatMap((part) => part.measures),
      item,
      warnings: [...new Set(parts.flatMap((part) => part.warnings))],
      ...(steps && { steps }),
    }),
  );
}

/** The kind of all items, some of which are spectra. @throws FormatError if they are not all of one quantity and unit. */
export function commonSpectrumKind(kinds: readonly ItemKind[], file: string): ItemKind {
  const spectra = kinds.filter((item) => item.kind === "spectrum");
  const other = kinds.find(({ kind }) => kind !== "spectrum");
  if (other) {
    throw formatError(
      file,
      "",
      `some items are spectra, some ${other.kind}; put them into separate datasets`,
    );
  }
  atPlace(file, "", () => requireOneAxis(spectra));
  return kinds[0]!;
}

/** A rule for spectra means nothing elsewhere. @throws FormatError naming the option. */
export function requireSpectrumRule(rule: SpectrumRule, { kind }: ItemKind, file: string): void {
  if (kind === "spectrum") return;
  for (const [field, name] of Object.entries(RULE_NAMES) as [keyof SpectrumRule, string][]) {
    if (rule[field] === undefined) continue;
    throw formatError(file, "", `it holds no spectra, so ${name} means nothing here; leave it out`);
  }
}
