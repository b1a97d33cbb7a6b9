import type { ItemOptions } from "./items.js";
import type { LotOptions } from "./lot.js";
import type { Settings } from "./report.js";

/** The settings that decide how files became items, as a report repeats them. */
export function itemSettings(options: ItemOptions): Settings {
  return {
    weights: options.sample === undefined ? (options.weights ?? "vertex") : null,
    sample: options.sample ?? null,
    coords: options.coords ?? null,
    files: options.files ?? null,
    unitMass: options.unitMass ?? false,
    normalise: options.normalise,
    align: options.align,
  };
}

export function lotSettings(options: LotOptions, size: number): Settings {
  return { metric: "w2", reference: options.reference, referenceSize: size };
}
