import { type Collection, collection, type ItemKind } from "../src/measure/collection.js";
import type { BandChoice, Spectra } from "../src/measure/spectra.js";
import { type SpectrumSteps, spectrumMeasures } from "../src/measure/spectrum-steps.js";
import { atPlace, formatError, quoted } from "./format-error.js";

/** By which stated rule spectra are read and become measures; files of other kinds are refused with any of it. */
export interface SpectrumRule extends SpectrumSteps, BandChoice {}

/** The rule for spectra, and the files that belong to it. */
export interface SpectrumFiles extends Omit<SpectrumRule, "axis"> {
  /** Path of a text file with the wavelength of each band, increasing. */
  readonly wavelengths?: string;
  /** Name of the array, in a file that holds several. */
  readonly variable?: string;
}

/** Fields of the rule, and what they are called where they are given. */
const RULE_NAMES = {
  baseline: "baseline",
  negatives: "negatives",
  bandMass: "bandMass",
  bin: "bin",
  bands: "bands",
  axis: "wavelengths",
} as const satisfies Record<keyof SpectrumRule, string>;

const NO_WAVELENGTHS =
  "no wavelengths are given, so the number of a band is its coordinate; name a file of them with --wavelengths";

/** The spectra of one file as items. @throws FormatError for what `spectrumMeasures` refuses. */
export function spectrumItems(spectra: Spectra, rule: SpectrumRule, file: string): Collection {
  const { collection: items } = atPlace(file, "", () => spectrumMeasures(spectra, rule));
  if (spectra.axis.quantity !== "band" || items.warnings.includes(NO_WAVELENGTHS)) return items;
  return { ...items, warnings: [...items.warnings, NO_WAVELENGTHS] };
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
  const texts = kinds.map(kindText);
  const odd = texts.findIndex((text) => text !== texts[0]);
  if (odd < 0) return kinds[0]!;
  throw formatError(
    file,
    "",
    `some items are on an axis of ${quoted(texts[0]!)}, some on one of ${quoted(texts[odd]!)}; put them into separate ` +
      "datasets, or give all one unit",
  );
}

function kindText(kind: ItemKind): string {
  if (kind.kind !== "spectrum") return kind.kind;
  return kind.unit === undefined ? kind.quantity : `${kind.quantity} (${kind.unit})`;
}

/** A rule for spectra means nothing elsewhere. @throws FormatError naming the option. */
export function requireSpectrumRule(rule: SpectrumRule, { kind }: ItemKind, file: string): void {
  if (kind === "spectrum") return;
  for (const [field, name] of Object.entries(RULE_NAMES) as [keyof SpectrumRule, string][]) {
    if (rule[field] === undefined) continue;
    throw formatError(file, "", `it holds no spectra, so ${name} means nothing here; leave it out`);
  }
}
