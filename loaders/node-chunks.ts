import { type Collection, collection, selectItems } from "../src/measure/collection.js";
import type { Measure } from "../src/measure/measure.js";
import { atPlace } from "./format-error.js";

/** Consecutive items of a dataset, which are read when they are asked for. */
export interface Chunk {
  readonly first: number;
  readonly count: number;
  readonly load: () => Promise<Collection>;
}

/** A dataset of which one chunk at a time is in memory. */
export interface Chunks {
  readonly list: readonly Chunk[];
  /** Points of each item. */
  readonly sizes: Int32Array;
  readonly dim: number;
}

/** When to read in chunks, and who looks at each item once on the way. */
export interface ChunkRule {
  /** Bytes from which on a dataset is read in chunks. */
  readonly from: number;
  /** Told of all items, some at a time; may throw to refuse them. */
  readonly inspect: (items: Collection) => void;
}

/** Names, attributes and warnings of chunked items; `measures` is empty. */
export interface Scanned {
  readonly collection: Collection;
  readonly chunks: Chunks;
}

/**
 * Reads every chunk once, to know what there is and that it is sound, and keeps all but the measures.
 *
 * @throws FormatError as `collection` would of the whole, or as a chunk does.
 */
export async function scanChunks(
  file: string,
  loads: AsyncIterable<Chunk["load"]> | Iterable<Chunk["load"]>,
  inspect: ChunkRule["inspect"],
): Promise<Scanned> {
  const list: Chunk[] = [];
  const sizes: number[] = [];
  const parts: Collection[] = [];
  let sample: Measure | undefined;
  for await (const load of loads) {
    const items = await load();
    const { measures, ...about } = items;
    sample ??= measures[0]!;
    // each chunk is of one dimension: with the first measure of all before it, it says if it is another one
    atPlace(file, "", () => collection({ names: ["", about.names[0]!], measures: [sample!, measures[0]!] }));
    inspect(items);
    list.push({ first: sizes.length, count: measures.length, load });
    for (const mu of measures) sizes.push(mu.count);
    const { pointNames: _, ...rest } = about; // as large as the measures
    parts.push({ ...rest, measures: [] });
  }
  const whole = joinedCollections(parts);
  const stand = sizes.map(() => sample!);
  const checked = atPlace(file, "", () => collection({ ...whole, measures: stand }));
  const chunks = { list, sizes: Int32Array.from(sizes), dim: sample!.dim };
  return { collection: { ...checked, measures: [] }, chunks };
}

/** Collections of one dataset after each other. */
function joinedCollections(parts: readonly Collection[]): Collection {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const { pointNames: _, ...base } = first!;
  const joined = {
    ...base,
    names: parts.flatMap((part) => part.names),
    measures: parts.flatMap((part) => part.measures),
    attributes: base.attributes.map(({ name }, a) => ({
      name,
      values: parts.flatMap((part) => part.attributes[a]!.values),
    })),
    warnings: [...new Set(parts.flatMap((part) => part.warnings))],
  };
  const named = parts.every((part) => part.pointNames !== undefined);
  return named ? { ...joined, pointNames: parts.flatMap((part) => part.pointNames!) } : joined;
}

/** Reader of items by their increasing places, which keeps the last chunk: the next places are often in it. */
export function chunkReader({ list }: Chunks): (places: ArrayLike<number>) => Promise<Collection> {
  let last: { readonly chunk: Chunk; readonly items: Collection } | undefined;
  const itemsOf = async (chunk: Chunk): Promise<Collection> => {
    if (last?.chunk !== chunk) {
      last = undefined; // before the next one is read, not after
      last = { chunk, items: await chunk.load() };
    }
    return last.items;
  };
  return async (places) => {
    const parts: Collection[] = [];
    for (const { chunk, inside } of placesByChunk(list, places)) {
      parts.push(selectItems(await itemsOf(chunk), inside));
    }
    return joinedCollections(parts);
  };
}

function placesByChunk(list: readonly Chunk[], places: ArrayLike<number>) {
  const found: { readonly chunk: Chunk; readonly inside: number[] }[] = [];
  let next = 0;
  for (const chunk of list) {
    const inside: number[] = [];
    for (; next < places.length && places[next]! < chunk.first + chunk.count; next++) {
      inside.push(places[next]! - chunk.first);
    }
    if (inside.length > 0) found.push({ chunk, inside });
  }
  return found;
}
