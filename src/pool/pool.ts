import { ShapeError } from "../errors.js";
import { type Embedding, type EmbeddingBlock, joinBlocks } from "../lot/embedding.js";
import {
  drawPairs,
  type PairDistances,
  type PairOptions,
  requireRowEach,
  rowDistance,
} from "../lot/fidelity.js";
import type { Reference } from "../lot/reference.js";
import type { Measure } from "../measure/measure.js";
import type { Certificate, OnProgress } from "../numeric/certificate.js";
import { matrix } from "../numeric/matrix.js";
import { blocksOf } from "./blocks.js";
import { type Crew, crewOfWorkers, ownThread } from "./crew.js";
import { inOrder } from "./in-order.js";
import { packMeasures } from "./packed-measures.js";

export interface PoolOptions {
  /** Threads besides this one; default: as many as the machine runs at a time. 0: this thread does the work. */
  readonly workers?: number;
}

export interface PoolWorkOptions {
  /** Aborting it ends the work with the signal's reason, at once: workers that are at it are ended. */
  readonly signal?: AbortSignal;
  /** Told after each block; returning `false` ends the work with what is done so far. */
  readonly onProgress?: OnProgress;
}

/** Exact W2^2 of one pair with its proof. */
export interface PairCost {
  readonly cost: number;
  readonly certificate: Certificate;
}

/** Measures at hand, or read while others are worked on. */
export type MeasureStream = readonly Measure[] | AsyncIterable<Measure>;

/**
 * Workers that do what the functions of the same names do, in other threads: the same bytes, whatever their number.
 *
 * All work throws what those functions throw, of the first item that is to blame; WorkerError if a worker ended before
 * its task was done or the pool is closed; the reason of the signal if it was aborted.
 */
export interface WorkerPool {
  readonly workers: number;
  /**
   * Rows of the measures, block after block in their order. Measures are taken as they are needed, a few blocks ahead,
   * so a stream of them may be longer than memory; whoever leaves the loop ends the work.
   */
  readonly embed: (
    reference: Reference,
    measures: MeasureStream,
    options?: PoolWorkOptions,
  ) => AsyncGenerator<EmbeddingBlock, void, undefined>;
  /** All rows; fewer, and status "aborted", if `onProgress` ended the work early. */
  readonly embedAll: (
    reference: Reference,
    measures: readonly Measure[],
    options?: PoolWorkOptions,
  ) => Promise<Embedding>;
  /** Exact transport between the two measures of each pair, in their order. */
  readonly costs: (
    pairs: readonly (readonly [Measure, Measure])[],
    options?: PoolWorkOptions,
  ) => Promise<PairCost[]>;
  readonly samplePairs: (
    embedding: Pick<Embedding, "matrix">,
    measures: readonly Measure[],
    options: PairOptions & Pick<PoolWorkOptions, "signal">,
  ) => Promise<PairDistances[]>;
  /** Ends the workers; work that is under way throws WorkerError. A process does not wait for idle workers. */
  readonly close: () => Promise<void>;
}

/** Blocks under way per worker: one that is worked on, one that waits for it. */
const AHEAD = 2;

/**
 * A pool of workers, which start when there is work for them.
 *
 * @throws ShapeError if `workers` is no whole number of at least 0.
 *
 * A worker takes some 100 ms of processor time to start; a message, half a millisecond to go and come.
 */
export async function createPool({ workers }: PoolOptions = {}): Promise<WorkerPool> {
  if (workers !== undefined && !(Number.isSafeInteger(workers) && workers >= 0)) {
    throw new ShapeError(`workers is ${workers}; it must be a whole number of at least 0`, {
      found: workers,
    });
  }
  if (workers === 0) return poolOf(ownThread(), 0);
  const spawner = await import("#spawn"); // only here: what else the library does needs no threads
  const size = workers ?? spawner.cores();
  return poolOf(crewOfWorkers(size, spawner), size);
}

function poolOf(crew: Crew, workers: number): WorkerPool {
  const ahead = AHEAD * crew.size;

  async function* embed(
    reference: Reference,
    measures: MeasureStream,
    { signal, onProgress }: PoolWorkOptions = {},
  ): AsyncGenerator<EmbeddingBlock, void, undefined> {
    const { measure } = reference;
    const blocks = blocksOf(measures, (mu) => measure.count * mu.count);
    const embedded = inOrder(
      blocks,
      ahead,
      async ({ first, things: some }, inner): Promise<EmbeddingBlock> => {
        const input = { reference: measure, measures: packMeasures(some) };
        const { rows, residuals, certificates } = await crew.run("embed", input, inner);
        return { first, matrix: matrix(some.length, measure.points.length, rows), residuals, certificates };
      },
      signal,
    );
    const total = Array.isArray(measures) ? { total: measures.length } : {};
    for await (const block of embedded) {
      yield block;
      const progress = { unit: "items", done: block.first + block.matrix.rows, ...total };
      if (onProgress?.(progress) === false) return;
    }
  }

  const embedAll: WorkerPool["embedAll"] = async (reference, measures, options = {}) => {
    const blocks: EmbeddingBlock[] = [];
    for await (const block of embed(reference, measures, options)) blocks.push(block);
    const embedding = joinBlocks(reference, blocks);
    return embedding.matrix.rows < measures.length ? { ...embedding, status: "aborted" } : embedding;
  };

  const costs: WorkerPool["costs"] = async (pairs, { signal, onProgress } = {}) => {
    const answers = inOrder(
      blocksOf(pairs, ([mu, nu]) => mu.count * nu.count),
      ahead,
      async ({ things }, inner): Promise<PairCost[]> => {
        const input = { measures: packMeasures(things.flat()) };
        const { costs: found, certificates } = await crew.run("costs", input, inner);
        return certificates.map((certificate, p) => ({ cost: found[p]!, certificate }));
      },
      signal,
    );
    const done: PairCost[] = [];
    for await (const answer of answers) {
      done.push(...answer);
      if (onProgress?.({ unit: "pairs", done: done.length, total: pairs.length }) === false) break;
    }
    return done;
  };

  return {
    workers,
    embed,
    embedAll,
    costs,
    samplePairs: async (embedding, measures, options) => {
      requireRowEach(embedding, measures);
      const chosen = drawPairs(measures.length, options.pairs, options.random);
      const answers = await costs(
        chosen.map(([a, b]) => [measures[a]!, measures[b]!]),
        options,
      );
      return answers.map(({ cost, certificate }, p) => {
        const [a, b] = chosen[p]!;
        return { a, b, w2: Math.sqrt(cost), lot: rowDistance(embedding.matrix, a, b), certificate };
      });
    },
    close: crew.close,
  };
}
