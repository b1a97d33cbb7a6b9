import { type DatasetOptions, type InputFile, loadDataset } from "../loaders/node.js";
import {
  type Alignment,
  type AlignmentMode,
  applyAlignment,
  type Collection,
  equalMasses,
  fitAlignment,
  type Measure,
  MeasureError,
  normalise,
  totalMass,
  withMeasures,
} from "../src/index.js";

export const NORMALISATIONS = ["mass", "none"] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** How a dataset becomes the items that a pipeline works on. */
export interface ItemOptions extends DatasetOptions {
  readonly path: string;
  readonly seed: number;
  /** "mass" (default): each item to mass 1. "none": as the files say. */
  readonly normalise: Normalisation;
  readonly align: AlignmentMode;
}

export interface Items {
  readonly collection: Collection;
  readonly inputs: readonly InputFile[];
  /** One sentence: what the loader understood. */
  readonly description: string;
}

/**
 * Loads a dataset and fixes its masses; positions stay as the files say (see `align`).
 *
 * @throws MeasureError if masses are kept and differ: balanced transport cannot compare such items; or if a
 *   coordinate is too large to be squared.
 */
export async function loadItems(options: ItemOptions): Promise<Items> {
  const { collection, inputs, description } = await loadDataset(options.path, options);
  requireModestCoordinates(collection);
  const measures =
    options.normalise === "mass" ? collection.measures.map((mu) => normalise(mu)) : equallyHeavy(collection);
  return { collection: withMeasures(collection, measures), inputs, description };
}

/** Beyond this the sum of a few squared differences passes the largest double, 1.8e308. In units of the data. */
const LARGEST_COORDINATE = 1e150;

function requireModestCoordinates({ names, measures }: Collection): void {
  measures.forEach((mu, s) => {
    const odd = mu.points.findIndex((x) => Math.abs(x) > LARGEST_COORDINATE);
    if (odd < 0) return;
    const index = Math.floor(odd / mu.dim);
    throw new MeasureError(
      `item "${names[s]}", point ${index}: the square of coordinate ${mu.points[odd]} overflows; ` +
        "choose a larger unit of length",
      { index, value: mu.points[odd]! },
    );
  });
}

function equallyHeavy({ names, measures }: Collection): readonly Measure[] {
  const odd = measures.findIndex((mu) => !equalMasses(mu, measures[0]!));
  if (odd < 0) return measures;
  const value = totalMass(measures[odd]!);
  throw new MeasureError(
    `item "${names[odd]}" has mass ${value}, item "${names[0]}" has mass ${totalMass(measures[0]!)}; ` +
      "W2 compares equal masses: use --normalise mass",
    { index: odd, value },
  );
}

/** Fits the alignment on these items and applies it to them. */
export function aligned(collection: Collection, mode: AlignmentMode): Collection {
  return alignedBy(fitAlignment(collection, mode), collection);
}

export function alignedBy(alignment: Alignment, collection: Collection): Collection {
  return withMeasures(collection, applyAlignment(alignment, collection));
}
