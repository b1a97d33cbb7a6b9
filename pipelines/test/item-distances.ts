import {
  type Certificate,
  lotDistances,
  type Matrix,
  matrix,
  type OnProgress,
  type Random,
  ShapeError,
  slicedDistances,
  type WorkerPool,
} from "../../src/index.js";
import type { Embedded } from "../lot.js";
import { METRICS, type MetricOptions } from "../metric.js";
import { tellOnly } from "../tell-only.js";
import type { DistanceInfo } from "./results.js";

/** Distances of all items with what is known of them. */
export interface ItemDistances {
  readonly distances: Matrix;
  readonly info: DistanceInfo;
  readonly certificates: readonly Certificate[];
}

interface DistanceWork {
  readonly pool: WorkerPool;
  readonly embedded: Embedded;
  readonly random: Random;
  readonly directions?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
}

interface DistanceChoice {
  readonly about: string;
  /** Items that it takes: their matrix fills 800 MB, of which a test holds two or three; exact ones are kept by the pair besides. */
  readonly most: number;
  readonly measure: (work: DistanceWork) => Promise<ItemDistances>;
  /** In a line of text, by the symbol of the metric. */
  readonly text: (symbol: string, info: DistanceInfo) => string;
}

/** The distances between items that `--distance` names; each in the metric that was chosen, and without looking at labels. */
export const ITEM_DISTANCES = {
  lot: {
    about: "in the tangent space, one transport an item",
    most: 10_000,
    measure: async ({ embedded }) => ({
      distances: lotDistances(embedded.embedding),
      info: { kind: "lot" },
      certificates: [],
    }),
    text: (symbol) => `LOT, linearised ${symbol}`,
  },
  sliced: {
    about: "mean over random lines, with --metric w2 only",
    most: 10_000,
    measure: async (work) => slicedBetween(work),
    text: slicedText,
  },
  exact: {
    about: "one transport a pair",
    most: 2000,
    measure: exactBetween,
    text: (symbol) => symbol,
  },
} as const satisfies Record<string, DistanceChoice>;

export type ItemDistanceName = keyof typeof ITEM_DISTANCES;

function slicedBetween({ embedded, random, directions, onProgress }: DistanceWork): ItemDistances {
  const found = slicedDistances(embedded.items.measures, {
    random,
    ...(directions !== undefined && { directions }),
    onProgress: tellOnly(onProgress),
  });
  const { distances, relativeError } = found;
  return {
    distances,
    info: { kind: "sliced", directions: found.directions, relativeError },
    certificates: [],
  };
}

async function exactBetween({ pool, embedded, onProgress }: DistanceWork): Promise<ItemDistances> {
  const { measures } = embedded.items;
  const places = measures.flatMap((_, a) => Array.from({ length: a }, (_, b) => [a, b] as const));
  const costs = await pool.costs(
    places.map(([a, b]) => [measures[a]!, measures[b]!] as const),
    {
      metric: embedded.embedding.reference.metric,
      onProgress: tellOnly(onProgress),
    },
  );
  const distances = matrix(measures.length, measures.length);
  places.forEach(([a, b], p) => {
    const distance = Math.sqrt(costs[p]!.cost);
    distances.data[a * measures.length + b] = distance;
    distances.data[b * measures.length + a] = distance;
  });
  return {
    distances,
    info: { kind: "exact" },
    certificates: costs.map(({ certificate }) => certificate),
  };
}

/** Asked before the long work. @throws ShapeError if there are too many items for distances between all of them. */
export function requireFewItems(distance: ItemDistanceName, items: number): void {
  const { most } = ITEM_DISTANCES[distance];
  if (items <= most) return;
  throw new ShapeError(
    `${items} items are too many for --distance ${distance}, which takes up to ${most}: test a random choice of them`,
    { expected: most, found: items },
  );
}

interface DistanceOptions extends MetricOptions {
  readonly distance: ItemDistanceName;
  readonly directions?: number | undefined;
}

/** The sentence that refuses what does not go together; undefined if all is in place. */
export function itemDistanceFault({ distance, directions, metric }: DistanceOptions): string | undefined {
  if (directions !== undefined && distance !== "sliced") {
    return `--directions means nothing to --distance ${distance}; it belongs to --distance sliced`;
  }
  if (distance === "sliced" && METRICS[metric].masses !== "equal") {
    return `--distance sliced compares equal masses, as --metric w2 does; with --metric ${metric} use --distance lot or exact`;
  }
  return undefined;
}

function slicedText(symbol: string, { directions, relativeError }: DistanceInfo): string {
  const error =
    relativeError === undefined ? "" : `, relative error of squares ${relativeError.toPrecision(2)}`;
  return `sliced ${symbol} along ${directions} directions${error}`;
}

/** The distance in a line of text. */
export function itemDistanceText(info: DistanceInfo, { metric }: MetricOptions): string {
  const choices: Readonly<Record<string, DistanceChoice>> = ITEM_DISTANCES;
  return choices[info.kind]!.text(METRICS[metric].symbol, info);
}
