import { type OpenDataset, openDataset } from "../loaders/node.js";
import { type Random, someOf } from "../src/index.js";
import { featureDim } from "./features.js";
import { asItems, type ItemOptions, itemCheck } from "./items.js";

/** The items of a dataset, of which only those that are asked for are in memory, as `asItems` makes them. */
export type ItemSource = OpenDataset;

/** Items of a dataset, checked. @throws what `loadItems` throws. */
export async function openItems(options: ItemOptions): Promise<ItemSource> {
  const dataset = await openDataset(options.path, { ...options, inspect: itemCheck(options) });
  return {
    ...dataset,
    dim: featureDim(options, dataset.dim),
    read: async (places) => asItems(await dataset.read(places), options),
  };
}

/** Most items that something is fitted on, or that a picture shows, and most numbers that they may have: 128 MB. */
const SAMPLE_ITEMS = 4096;
const SAMPLE_NUMBERS = 2 ** 24;

/**
 * Places, increasing, of the items to fit on and to show: all of them, or where they are too many for the memory a
 * random choice.
 *
 * @param width numbers that an item will take in memory besides its own points.
 */
export function sampleItems(source: ItemSource, width: number, random: Random): Int32Array {
  const count = source.sizes.length;
  let numbers = 0;
  for (let s = 0; s < count; s++) numbers += width + source.sizes[s]! * (source.dim + 1);
  const share = Math.min(SAMPLE_ITEMS / count, SAMPLE_NUMBERS / numbers, 1);
  return someOf(count, share === 1 ? count : Math.max(Math.floor(share * count), 1), random);
}
