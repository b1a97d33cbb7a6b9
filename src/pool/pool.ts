import type { Dictionary } from "../dictionary/dictionary.js";
import type { DictionaryWeights, DictionaryWeightsOptions } from "../dictionary/dictionary-weights.js";
import type { ParticleResidual } from "../dynamics/steady/wasserstein-residual.js";
import { ShapeError } from "../errors.js";
import { type EmbeddedItems, lotDistanceBetween } from "../lot/distance.js";
import { type Embedding, type EmbeddingBlock, joinBlocks, rowLength } from "../lot/embedding.js";
import { drawPairs, type PairDistances, type PairOptions, requireRowEach } from "../lot/fidelity.js";
import type { MetricCost } from "../lot/geometry.js";
import { type Metric, w2Metric } from "../lot/metric.js";
import type { Reference } from "../lot/reference.js";
import type { Measure } from "../measure/measure.js";
import type { OnProgress } from "../numeric/certificate.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import { blocksOf } from "./blocks.js";
import { type Crew, crewOfWorkers } from "./crew.js";
import { inOrder } from "./in-order.js";
import {
  type DictionaryTask,
  learnDictionaries,
  type PoolDictionaryOptions,
  poolWeights,
} from "./learn-dictionary.js";
import type { LossName } from "./loss-jobs.js";
import { ownThread } from "./own-thread.js";
import { packMeasures, unpackMeasures } from "./packed-measures.js";

export interface PoolOptions {
  /**
   * Threads besides this one, at most 256; default: as many as the machine runs at a time. 0: this thread does the work.
   * Each takes some 20 MB besides its work, and up to two blocks of measures are in memory for each.
   */
  readonly workers?: number;
}

export interface PoolWorkOptions {
  /** Aborting it ends the work with the signal's reason, at once: workers that are at it are ended. */
  readonly signal?: AbortSignal;
  /** Told after each block; returning `false` ends the work with what is done so far. */
  readonly onProgress?: OnProgress;
}

/** Squared distance of one pair in a metric, with its proof: see `metricCost`. */
export type PairCost = MetricCost;

export interface PoolCostOptions extends PoolWorkOptions {
  /** Default: `w2Metric`. */
  readonly metric?: Metric;
}

/** Measures at hand, or read while others are worked on. */
export type MeasureStream = readonly Measure[] | AsyncIterable<Measure>;

/**
 * Workers that do what the functions of the same names do, in other threads: the same bytes, whatever their number.
 *
 * All work throws what those functions throw, of the first item that is to blame; WorkerError if a worker could not be
 * started or ended before its task was done, or the pool is closed; the reason of the signal if it was aborted.
 */
export interface WorkerPool {
  readonly workers: number;
  /**
   * Rows of the measures, block after block in their order. Measures are taken as they are needed, a few blocks ahead,
   * so a stream of them may be longer than memory; whoever leaves the loop ends the work. An error of the stream is
   * thrown after the rows of the whole blocks that were read before it.
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
  /** Transport between the two measures of each pair, in their order: see `metricCost`. */
  readonly costs: (
    pairs: readonly (readonly [Measure, Measure])[],
    options?: PoolCostOptions,
  ) => Promise<PairCost[]>;
  readonly samplePairs: (
    embedding: EmbeddedItems,
    measures: readonly Measure[],
    options: PairOptions & Pick<PoolWorkOptions, "signal">,
  ) => Promise<PairDistances[]>;
  /**
   * `fitDictionary` of each task, their starts side by side. Where `onProgress` ended the work, tasks that had not begun are
   * left out at the end.
   */
  readonly fitDictionaries: (
    tasks: readonly DictionaryTask[],
    options?: PoolDictionaryOptions,
  ) => Promise<Dictionary[]>;
  readonly dictionaryWeights: (
    dictionary: Dictionary,
    data: Matrix,
    options?: DictionaryWeightsOptions & PoolDictionaryOptions,
  ) => Promise<DictionaryWeights>;
  /**
   * `wassersteinResidual`, or `sinkhornResidual()`, of particles and their image. In a pool of workers a matching that takes
   * minutes ends with the signal.
   */
  readonly particleLoss: (
    loss: LossName,
    particles: Measure,
    image: Measure,
    options?: Pick<PoolWorkOptions, "signal">,
  ) => Promise<ParticleResidual>;
  /** Ends the workers; work that is under way throws WorkerError. A process does not wait for idle workers. */
  readonly close: () => Promise<void>;
}

/** Blocks under way per worker: one that is worked on, one that waits for it. */
const AHEAD = 2;
/** Threads that few machines have yet; more is a typing error, or would be short of memory. */
const MOST_WORKERS = 256;

/**
 * A pool of workers, which start when there is work for them.
 *
 * @throws ShapeError if `workers` is no whole number of 0 to 256.
 *
 * A worker takes some 100 ms of processor time to start; a message, half a millisecond to go and come.
 */
export async function createPool({ workers }: PoolOptions = {}): Promise<WorkerPool> {
  if (workers !== undefined) requireWorkers(workers);
  if (workers === 0) return poolOf(ownThread(), 0);
  const spawner = await import("#spawn"); // only here: what else the library does needs no threads
  const size = workers ?? Math.min(spawner.cores(), MOST_WORKERS);
  return poolOf(crewOfWorkers(size, spawner), size);
}

function requireWorkers(workers: number): void {
  if (Number.isSafeInteger(workers) && workers >= 0 && workers <= MOST_WORKERS) return;
  throw new ShapeError(`workers is ${workers}; it must be a whole number of 0 to ${MOST_WORKERS}`, {
    found: workers,
  });
}

function poolOf(crew: Crew, workers: number): WorkerPool {
  return {
    workers,
    embed: (...work) => embedBlocks(crew, ...work),
    embedAll: (...work) => embedAll(crew, ...work),
    costs: (...work) => pairCosts(crew, ...work),
    samplePairs: (...work) => samplePairs(crew, ...work),
    fitDictionaries: (...work) => learnDictionaries(crew, ...work),
    dictionaryWeights: (...work) => poolWeights(crew, ...work),
    particleLoss: (...work) => particleLoss(crew, ...work),
    close: crew.close,
  };
}

async function* embedBlocks(
  crew: Crew,
  reference: Reference,
  measures: MeasureStream,
  { signal, onProgress }: PoolWorkOptions = {},
): AsyncGenerator<EmbeddingBlock, void, undefined> {
  const { measure, metric } = reference;
  const embedded = inOrder(
    blocksOf(measures, (mu) => measure.count * mu.count),
    AHEAD * crew.size,
    async ({ first, things: some }, inner): Promise<EmbeddingBlock> => {
      const input = { reference: measure, metric, measures: packMeasures(some) };
      const { rows, residuals, certificates, singular } = await crew.run("embed", input, inner);
      const parts = singular ? { singular: unpackMeasures(singular) } : {};
      return {
        first,
        matrix: matrix(some.length, rowLength(reference), rows),
        residuals,
        certificates,
        ...parts,
      };
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

async function embedAll(
  crew: Crew,
  reference: Reference,
  measures: readonly Measure[],
  options?: PoolWorkOptions,
): Promise<Embedding> {
  const blocks: EmbeddingBlock[] = [];
  for await (const block of embedBlocks(crew, reference, measures, options)) blocks.push(block);
  const embedding = joinBlocks(reference, blocks);
  return embedding.matrix.rows < measures.length ? { ...embedding, status: "aborted" } : embedding;
}

async function pairCosts(
  crew: Crew,
  pairs: readonly (readonly [Measure, Measure])[],
  { signal, onProgress, metric = w2Metric }: PoolCostOptions = {},
): Promise<PairCost[]> {
  const answers = inOrder(
    blocksOf(pairs, ([mu, nu]) => mu.count * nu.count),
    AHEAD * crew.size,
    async ({ things }, inner): Promise<PairCost[]> => {
      const input = { metric, measures: packMeasures(things.flat()) };
      const { costs, certificates } = await crew.run("costs", input, inner);
      return certificates.map((certificate, p) => ({ cost: costs[p]!, certificate }));
    },
    signal,
  );
  const done: PairCost[] = [];
  for await (const answer of answers) {
    done.push(...answer);
    if (onProgress?.({ unit: "pairs", done: done.length, total: pairs.length }) === false) break;
  }
  return done;
}

async function samplePairs(
  crew: Crew,
  embedding: EmbeddedItems,
  measures: readonly Measure[],
  options: PairOptions & Pick<PoolWorkOptions, "signal">,
): Promise<PairDistances[]> {
  requireRowEach(embedding, measures);
  const chosen = drawPairs(measures.length, options.pairs, options.random);
  const pairs = chosen.map(([a, b]) => [measures[a]!, measures[b]!] as const);
  const { metric } = embedding.reference;
  const answers = await pairCosts(crew, pairs, { ...options, metric });
  const lot = lotDistanceBetween(embedding);
  return answers.map(({ cost, certificate }, p) => {
    const [a, b] = chosen[p]!;
    return { a, b, exact: Math.sqrt(cost), lot: lot(a, b), certificate };
  });
}

async function particleLoss(
  crew: Crew,
  loss: LossName,
  particles: Measure,
  image: Measure,
  { signal }: Pick<PoolWorkOptions, "signal"> = {},
): Promise<ParticleResidual> {
  const input = { loss, measures: packMeasures([particles, image]) };
  return crew.run("particleLoss", input, AbortSignal.any(signal ? [signal] : []));
}
