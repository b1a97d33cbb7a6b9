import {
  type Alignment,
  type Collection,
  fitAlignment,
  type Random,
  type Reference,
  type WorkerPool,
} from "../../src/index.js";
import { type ItemSource, sampleItems } from "../item-source.js";
import { alignedBy, type ItemOptions } from "../items.js";
import { fitOne, type LotOptions, referenceSizeOf } from "../lot.js";
import { rowNumbers } from "../metric.js";
import { STREAMS } from "../streams.js";

/** What an embedding is relative to, and the items that it was fitted on. */
export interface Chart {
  readonly alignment: Alignment;
  readonly reference: Reference;
  /** Places of the items that were fitted on, increasing; all of them, or a seeded choice. */
  readonly places: Int32Array;
  /** These items, aligned. */
  readonly items: Collection;
}

/** Alignment and reference of a dataset, fitted on all items or, where they are too many, on some of them. */
export async function fitChart(
  pool: WorkerPool,
  source: ItemSource,
  options: LotOptions & Pick<ItemOptions, "align">,
  random: Random,
): Promise<Chart> {
  const size = referenceSizeOf(options, source.sizes);
  const places = sampleItems(source, rowNumbers(options, size, source.dim), random.fork(STREAMS.sample));
  const chosen = await source.read(places);
  const alignment = fitAlignment(chosen, options.align);
  const items = alignedBy(alignment, chosen);
  const fit = { ...options, referenceSize: size };
  return {
    alignment,
    places,
    items,
    reference: await fitOne(pool, fit, items, random),
  };
}
