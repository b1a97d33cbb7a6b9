import type { DatasetOptions } from "../loaders/node.js";
import { type Metric, SPECTRUM_STEPS } from "../src/index.js";
import type { ItemOptions } from "./items.js";
import type { LotOptions } from "./lot.js";
import { metricSettings } from "./metric.js";
import type { Settings } from "./report.js";

/** How files became measures, as a report repeats it. */
export function fileSettings(options: DatasetOptions): Settings {
  return {
    weights: options.sample === undefined ? (options.weights ?? "vertex") : null,
    sample: options.sample ?? null,
    coords: options.coords ?? null,
    unitMass: options.unitMass ?? false,
    files: options.files ?? null,
    ...spectrumSettings(options),
  };
}

/** How spectra became measures; of no consequence for other data. */
function spectrumSettings(options: DatasetOptions): Settings {
  const { wavelengths, variable, bands, baseline, negatives, bandMass, bin } = options;
  return {
    variable: variable ?? null,
    wavelengths: wavelengths ?? null,
    bands: bands?.map(String) ?? null,
    baseline: baseline ?? SPECTRUM_STEPS.baseline,
    negatives: negatives ?? SPECTRUM_STEPS.negatives,
    bandMass: bandMass ?? SPECTRUM_STEPS.bandMass,
    bin: bin ?? SPECTRUM_STEPS.bin,
  };
}

/** How measures became the items that a pipeline works on. */
export function itemSettings(options: ItemOptions): Settings {
  const features = options.features ?? "coordinates";
  return { ...fileSettings(options), normalise: options.normalise, align: options.align, features };
}

/** @param fitted the metric where it was fitted once; absent where each part of the data has its own. */
export function lotSettings(options: LotOptions, size: number, fitted?: Metric): Settings {
  const { reference, references, rounds } = options;
  return {
    ...metricSettings(options, fitted),
    reference,
    referenceSize: size,
    ...(references !== undefined && { references }),
    ...(rounds !== undefined && { rounds }),
  };
}
