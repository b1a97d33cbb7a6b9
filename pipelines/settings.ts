import type { DatasetOptions } from "../loaders/node.js";
import type { ItemOptions } from "./items.js";
import type { LotOptions } from "./lot.js";
import type { Settings } from "./report.js";

/** How files became measures, as a report repeats it. */
export function fileSettings(options: DatasetOptions): Settings {
  return {
    weights: options.sample === undefined ? (options.weights ?? "vertex") : null,
    sample: options.sample ?? null,
    coords: options.coords ?? null,
    unitMass: options.unitMass ?? false,
    files: options.files ?? null,
  };
}

/** How measures became the items that a pipeline works on. */
export function itemSettings(options: ItemOptions): Settings {
  return { ...fileSettings(options), normalise: options.normalise, align: options.align };
}

export function lotSettings(options: LotOptions, size: number): Settings {
  return { metric: "w2", reference: options.reference, referenceSize: size };
}
