import {
  type Alignment,
  type Certificate,
  type Measure,
  type OnProgress,
  type Reference,
  rowView,
  type Status,
  type WorkerPool,
} from "../src/index.js";
import {
  blockKey,
  decodeBlock,
  encodeBlock,
  type ItemRows,
  itemsPerBlock,
  npyHeader,
} from "./embedding-blocks.js";
import { squaresOf } from "./fidelity.js";
import { InterruptError } from "./interrupt.js";
import type { ItemSource } from "./item-source.js";
import { alignedBy } from "./items.js";
import { median } from "./median.js";
import type { BlockStore } from "./store-blocks.js";

/** A block of an embedding: items `first` to `first + count - 1`, under the key of what their rows depend on. */
interface Block {
  readonly first: number;
  readonly count: number;
  readonly key: string;
}

/** An embedding whose rows are in a store. */
export interface StoredEmbedding {
  readonly blocks: readonly Block[];
  readonly cols: number;
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
  const cols = reference.measure.points.length;
  const blocks: Block[] = [];
  const missing: Block[] = [];
  let reused = 0;

  async function* measuresOfMissing(): AsyncGenerator<Measure, void, undefined> {
    for await (const { first, key, measures } of keyedBlocks(task)) {
      const block = { first, count: measures.length, key };
      blocks.push(block);
      if (await isStored(store, block, cols)) {
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
    for await (const cut of cutRows(rows, cols, () => missing[0]?.count)) {
      await store.save(missing.shift()!.key, encodeBlock(cut));
      saved += cut.matrix.rows;
    }
  } catch (error) {
    throw error instanceof InterruptError ? interrupted(error, reused + saved, total) : error;
  }
  onProgress?.({ unit: "items", done: total, total });
  return { blocks, cols, reused };
}

function interrupted({ exitCode }: InterruptError, done: number, total: number): InterruptError {
  const sentence = `interrupted: the rows of ${done} of ${total} items are kept; the same command goes on from there`;
  return new InterruptError(sentence, exitCode);
}

async function* keyedBlocks({ source, alignment, reference }: ResumableTask) {
  const size = itemsPerBlock(reference.measure.count, median(Array.from(source.sizes)));
  for (let first = 0; first < source.sizes.length; first += size) {
    const count = Math.min(size, source.sizes.length - first);
    const places = Int32Array.from({ length: count }, (_, s) => first + s);
    const { measures } = alignedBy(alignment, await source.read(places));
    yield { first, measures, key: blockKey(reference, measures) };
  }
}

async function isStored(store: BlockStore, { key, count }: Block, cols: number): Promise<boolean> {
  const bytes = await store.load(key);
  return bytes !== undefined && decodeBlock(bytes, count, cols) !== undefined;
}

/** The same rows in pieces of the sizes that are wanted. */
async function* cutRows(
  rows: AsyncIterable<ItemRows>,
  cols: number,
  wanted: () => number | undefined,
): AsyncGenerator<ItemRows, void, undefined> {
  let data: Float64Array[] = [];
  let residuals: number[] = [];
  let certificates: Certificate[] = [];
  for await (const some of rows) {
    for (let s = 0; s < some.matrix.rows; s++) {
      data.push(rowView(some.matrix, s));
      residuals.push(some.residuals[s]!);
      certificates.push(some.certificates[s]!);
      if (data.length !== wanted()) continue;
      const matrix = { rows: data.length, cols, data: joined(data, cols) };
      yield { matrix, residuals: Float64Array.from(residuals), certificates };
      data = [];
      residuals = [];
      certificates = [];
    }
  }
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
  /** Sums of the squared norms of the rows, block by block. */
  readonly squares: readonly number[];
  /** The rows that were asked for, in their order. */
  readonly rows: ItemRows["matrix"];
}

/** Reads the stored rows once and keeps those at these increasing places. @throws Error if a block is gone. */
export async function digestOf(
  store: BlockStore,
  stored: StoredEmbedding,
  places: ArrayLike<number>,
): Promise<EmbeddingDigest> {
  const { cols } = stored;
  const residuals: number[] = [];
  const certificates: Certificate[] = [];
  const squares: number[] = [];
  const data = new Float64Array(places.length * cols);
  let next = 0;
  for await (const { first, part } of storedParts(store, stored)) {
    for (const residual of part.residuals) residuals.push(residual);
    for (const certificate of part.certificates) certificates.push(certificate);
    squares.push(squaresOf(part));
    for (; next < places.length && places[next]! < first + part.matrix.rows; next++) {
      data.set(rowView(part.matrix, places[next]! - first), next * cols);
    }
  }
  return {
    residuals: Float64Array.from(residuals),
    certificates,
    status: certificates.find(({ status }) => status !== "converged")?.status ?? "converged",
    squares,
    rows: { rows: places.length, cols, data },
  };
}

/** The bytes of embedding.npy, a block at a time. */
export async function* npyOfStored(
  store: BlockStore,
  stored: StoredEmbedding,
): AsyncGenerator<Uint8Array, void, undefined> {
  const items = stored.blocks.reduce((sum, { count }) => sum + count, 0);
  yield npyHeader(items, stored.cols);
  for await (const { part } of storedParts(store, stored)) yield new Uint8Array(part.matrix.data.buffer);
}

async function* storedParts(store: BlockStore, { blocks, cols }: StoredEmbedding) {
  for (const { first, count, key } of blocks) {
    const bytes = await store.load(key);
    const part = bytes && decodeBlock(bytes, count, cols);
    if (!part)
      throw new Error(`a block of the embedding was removed or damaged: ${key}; run the command again`);
    yield { first, part };
  }
}
