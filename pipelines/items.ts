import { type DatasetOptions, type InputFile, loadDataset } from "../loaders/node.js";
import {
  type Alignment,
  type AlignmentMode,
  applyAlignment,
  type Collection,
  equalMasses,
  fitAlignment,
  MeasureError,
  normalise,
  totalMass,
  withMeasures,
} from "../src/index.js";
import { type FeatureChoice, withFeatures } from "./features.js";

export const NORMALISATIONS = ["mass", "none"] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** How a dataset becomes the items that a pipeline works on. */
export interface ItemOptions extends DatasetOptions, FeatureChoice {
  readonly path: string;
  readonly seed: number;
  /** "mass": each item to mass 1. "none": as the files say. */
  readonly normalise: Normalisation;
  /** Which masses can be compared: those of one size, or any. */
  readonly masses: "equal" | "any";
}

export interface Items {
  readonly collection: Collection;
  readonly inputs: readonly InputFile[];
  /** One sentence: what the loader understood. */
  readonly description: string;
}

/**
 * Loads a dataset and fixes its masses; positions stay as the files say (see `align`), or become features.
 *
 * @throws MeasureError if masses are kept and differ where they have to be equal; or if a coordinate is too large to
 *   be squared.
 */
export async function loadItems(options: ItemOptions): Promise<Items> {
  const { collection, inputs, description } = await loadDataset(options.path, options);
  itemCheck(options)(collection);
  return { collection: asItems(collection, options), inputs, description };
}

/** A check of items that are shown to it some at a time. @throws what `loadItems` throws. */
export function itemCheck({ normalise: how, masses }: Pick<ItemOptions, "normalise" | "masses">) {
  let first: Pick<Collection, "names" | "measures"> | undefined;
  return (items: Collection): void => {
    requireModestCoordinates(items);
    first ??= { names: items.names.slice(0, 1), measures: items.measures.slice(0, 1) };
    if (how === "none" && masses === "equal") requireMass(items, first);
  };
}

/** The items with their masses fixed, and their points replaced where features are asked for. */
export function asItems(
  items: Collection,
  options: FeatureChoice & Pick<ItemOptions, "normalise">,
): Collection {
  return withFeatures(withMasses(items, options.normalise), options);
}

/** The items with their masses fixed. */
export function withMasses(items: Collection, how: Normalisation): Collection {
  return how === "mass"
    ? withMeasures(
        items,
        items.measures.map((mu) => normalise(mu)),
      )
    : items;
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

function requireMass({ names, measures }: Collection, first: Pick<Collection, "names" | "measures">): void {
  const odd = measures.findIndex((mu) => !equalMasses(mu, first.measures[0]!));
  if (odd < 0) return;
  const value = totalMass(measures[odd]!);
  throw new MeasureError(
    `item "${names[odd]}" has mass ${value}, item "${first.names[0]}" has mass ${totalMass(first.measures[0]!)}; ` +
      "W2 compares equal masses: use --normalise mass, or --metric hk",
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
