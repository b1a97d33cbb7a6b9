import {
  type Alignment,
  type Certificate,
  type Measure,
  type OnProgress,
  type Reference,
  rowView,
  type Status,
  totalMass,
  type WorkerPool,
} from "../../src/index.js";
import { itemPointsCsv, itemPointsHeader } from "../csv-files.js";
import { squaresOf } from "../fidelity.js";
import { InterruptError } from "../interrupt.js";
import type { ItemSource } from "../item-source.js";
import { alignedBy } from "../items.js";
import { median } from "../median.js";
import type { BlockStore } from "../store/blocks.js";
import {
  blockKey,
  decodeBlock,
  encodeBlock,
  type ItemRows,
  itemsPerBlock,
  npyHeader,
  type RowLayout,
  rowLayout,
} from "./blocks.js";

/** A block of an embedding: items `first` to `first + count - 1`, under the key of what their rows depend on. */
interface Block {
  readonly first: number;
  readonly count: number;
  readonly key: string;
}

/** An embedding whose rows are in a store. */
export interface StoredEmbedding {
  readonly blocks: readonly Block[];
  readonly layout: RowLayout;
  /** Items whose rows an earlier run had left. */
  readonly reused: number;
}

interface ResumableTask {
  readonly source: ItemSource;
  readonly alignment: Alignment;
  readonly reference: Reference;
  readonly store: BlockStore;
}

/** How long work is told of and ended. */
export interface WorkControl {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Embeds all items, block after block, into the store; blocks that it holds already are not computed again.
 *
 * The rows of a few blocks are in memory at a time, and the items of as many. Blocks are cut by the sizes of the items
 * and the reference only, so they are the same for any number of workers.
 *
 * @throws InterruptError if the signal is aborted by one: what is stored then is whole, and a later run goes on from
 *   there.
 */
export async function embedIntoStore(
  pool: WorkerPool,
  task: ResumableTask,
  { signal, onProgress }: WorkControl,
): Promise<StoredEmbedding> {
  const { source, reference, store } = task;
  const total = source.sizes.length;
  const layout = rowLayout(reference);
  const blocks: Block[] = [];
  const missing: Block[] = [];
  let reused = 0;

  async function* measuresOfMissing(): AsyncGenerator<Measure, void, undefined> {
    for await (const { first, key, measures } of keyedBlocks(task)) {
      const block = { first, count: measures.length, key };
      blocks.push(block);
      if (await isStored(store, block, layout)) {
        reused += measures.length;
        continue;
      }
      missing.push(block);
      yield* measures;
    }
  }

  const rows = pool.embed(reference, measuresOfMissing(), {
    ...(signal ? { signal } : {}),
    onProgress: ({ done }) => {
      onProgress?.({ unit: "items", done: reused + done, total });
    },
  });
  let saved = 0;
  try {
    for await (const cut of cutRows(rows, layout.cols, () => missing[0]?.count)) {
      await store.save(missing.shift()!.key, encodeBlock(cut));
      saved += cut.matrix.rows;
    }
  } catch (error) {
    throw error instanceof InterruptError ? interrupted(error, reused + saved, total) : error;
  }
  onProgress?.({ unit: "items", done: total, total });
  return { blocks, layout, reused };
}

function interrupted({ exitCode }: InterruptError, done: number, total: number): InterruptError {
  const sentence = `interrupted: the rows of ${done} of ${total} items are kept; the same command goes on from there`;
  return new InterruptError(sentence, exitCode);
}

async function* keyedBlocks({ source, alignment, reference }: ResumableTask) {
  const size = itemsPerBlock(reference, median(Array.from(source.sizes)));
  for (let first = 0; first < source.sizes.length; first += size) {
    const count = Math.min(size, source.sizes.length - first);
    const places = Int32Array.from({ length: count }, (_, s) => first + s);
    const { measures } = alignedBy(alignment, await source.read(places));
    yield { first, measures, key: blockKey(reference, measures) };
  }
}

async function isStored(store: BlockStore, { key, count }: Block, layout: RowLayout): Promise<boolean> {
  const bytes = await store.load(key);
  return bytes !== undefined && decodeBlock(bytes, count, layout) !== undefined;
}

/** The same rows in pieces of the sizes that are wanted. */
async function* cutRows(
  rows: AsyncIterable<ItemRows>,
  cols: number,
  wanted: () => number | undefined,
): AsyncGenerator<ItemRows, void, undefined> {
  let items: ItemRow[] = [];
  for await (const some of rows) {
    for (let s = 0; s < some.matrix.rows; s++) {
      items.push({
        row: rowView(some.matrix, s),
        residual: some.residuals[s]!,
        certificate: some.certificates[s]!,
        singular: some.singular?.[s],
      });
      if (items.length !== wanted()) continue;
      yield rowsOf(items, cols);
      items = [];
    }
  }
}

/** What belongs to one item. */
interface ItemRow {
  readonly row: Float64Array;
  readonly residual: number;
  readonly certificate: Certificate;
  readonly singular: Measure | undefined;
}

function rowsOf(items: readonly ItemRow[], cols: number): ItemRows {
  const data = joined(
    items.map(({ row }) => row),
    cols,
  );
  const singular = items.flatMap((item) => item.singular ?? []);
  return {
    matrix: { rows: items.length, cols, data },
    residuals: Float64Array.from(items, ({ residual }) => residual),
    certificates: items.map(({ certificate }) => certificate),
    ...(singular.length > 0 && { singular }), // of all items or of none: that is up to the metric
  };
}

function joined(rows: readonly Float64Array[], cols: number): Float64Array {
  const data = new Float64Array(rows.length * cols);
  rows.forEach((row, s) => {
    data.set(row, s * cols);
  });
  return data;
}

/** What is known of a stored embedding beside its rows, and some of these. */
interface EmbeddingDigest {
  readonly residuals: Float64Array;
  readonly certificates: readonly Certificate[];
  readonly status: Status;
  /** Of each item; absent where the metric has none. */
  readonly singularMass?: Float64Array;
  /** Sums of the squared norms of the rows, block by block. */
  readonly squares: readonly number[];
  /** The rows that were asked for, in their order. */
  readonly rows: ItemRows["matrix"];
  /** Of the items whose rows were asked for; absent where the metric has none. */
  readonly singular?: readonly Measure[];
}

/** Reads the stored rows once and keeps those at these increasing places. @throws Error if a block is gone. */
export async function digestOf(
  store: BlockStore,
  stored: StoredEmbedding,
  places: ArrayLike<number>,
): Promise<EmbeddingDigest> {
  const { cols, singularDim } = stored.layout;
  const residuals: number[] = [];
  const certificates: Certificate[] = [];
  const squares: number[] = [];
  const masses: number[] = [];
  const singular: Measure[] = [];
  const data = new Float64Array(places.length * cols);
  let next = 0;
  for await (const { first, part } of storedParts(store, stored)) {
    for (const residual of part.residuals) residuals.push(residual);
    for (const certificate of part.certificates) certificates.push(certificate);
    squares.push(squaresOf(part));
    for (const mu of part.singular ?? []) masses.push(totalMass(mu));
    for (; next < places.length && places[next]! < first + part.matrix.rows; next++) {
      data.set(rowView(part.matrix, places[next]! - first), next * cols);
      if (part.singular) singular.push(part.singular[places[next]! - first]!);
    }
  }
  return {
    residuals: Float64Array.from(residuals),
    certificates,
    status: certificates.find(({ status }) => status !== "converged")?.status ?? "converged",
    squares,
    rows: { rows: places.length, cols, data },
    ...(singularDim !== undefined && { singular, singularMass: Float64Array.from(masses) }),
  };
}

/** The bytes of embedding.npy, a block at a time. */
export async function* npyOfStored(
  store: BlockStore,
  stored: StoredEmbedding,
): AsyncGenerator<Uint8Array, void, undefined> {
  const items = stored.blocks.reduce((sum, { count }) => sum + count, 0);
  yield npyHeader(items, stored.layout.cols);
  for await (const { part } of storedParts(store, stored)) yield new Uint8Array(part.matrix.data.buffer);
}

/** The bytes of singular.csv, a block at a time: the points of each item that its row does not know of. */
export async function* singularCsv(
  store: BlockStore,
  stored: StoredEmbedding,
  { names, dim }: { readonly names: readonly string[]; readonly dim: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  yield encoder.encode(itemPointsHeader(dim));
  for await (const { first, part } of storedParts(store, stored)) {
    const rows = part.singular?.map((mu, s) => itemPointsCsv(names[first + s]!, mu)) ?? [];
    yield encoder.encode(rows.join(""));
  }
}

/** The blocks of an embedding, in their order. @throws Error if one is gone. */
export async function* storedParts(store: BlockStore, { blocks, layout }: StoredEmbedding) {
  for (const { first, count, key } of blocks) {
    const bytes = await store.load(key);
    const part = bytes && decodeBlock(bytes, count, layout);
    if (!part)
      throw new Error(`a block of the embedding was removed or damaged: ${key}; run the command again`);
    yield { first, part };
  }
}
