import {
  type Certificate,
  type EmbeddedItems,
  joinEmbedded,
  lotDistances,
  type Matrix,
  type Measure,
  type Neighbourhood,
  neighbourhood,
  type OnProgress,
  type Random,
  selectEmbedded,
  someOf,
  spreadOfDistances,
  totalMass,
  type WorkerPool,
} from "../../src/index.js";
import { median } from "../median.js";
import { tellOnly } from "../tell-only.js";
import type { Diversity, NearestScores } from "./results.js";

/** Known items whose distance to the next is measured for comparison; more would take longer and say the same. */
const COMPARED_ITEMS = 30;
/** Items that LOT distance names as the nearest, of which the nearest in the metric itself is taken. */
const CANDIDATES = 3;
/** A new item so much nearer to a known one than different known ones are to each other is a copy. */
const COPY_SHARE = 0.1;
/** Known items that all distances are computed of; of more, so many are drawn. */
const MOST_KNOWN = 3000;
/** Root of the rounding of a double: what costs, sums of squares of differences, tell apart. */
const ROUNDING = 2 ** -26;

/** Items that are there, and items that were made of them, at one reference. */
export interface Compared {
  readonly known: EmbeddedItems;
  readonly knownMeasures: readonly Measure[];
  readonly fresh: EmbeddedItems;
  readonly freshMeasures: readonly Measure[];
}

export interface ScoreOptions {
  readonly neighbours: number;
  readonly random: Random;
  readonly onProgress?: OnProgress | undefined;
}

export interface GenerationScores {
  /** Place of the nearest known item among those compared with, for each new one, and the distance. */
  readonly nearestKnown: Int32Array;
  readonly distances: Float64Array;
  readonly nearest: NearestScores;
  readonly diversity: Diversity;
  readonly neighbourhood?: Neighbourhood;
  readonly certificates: readonly Certificate[];
}

/**
 * How near new items are to known ones in the metric itself, how much they vary, and how well they cover them.
 *
 * At most 3 transports for each new item, and 3 for each of 30 known ones; O((n + m)^2 * length of a row) time.
 */
export async function scoreGeneration(
  pool: WorkerPool,
  all: Compared,
  options: ScoreOptions,
): Promise<GenerationScores> {
  const compared = atMost(all, MOST_KNOWN, options.random.fork(0));
  const { places, known, fresh } = compared;
  const count = known.matrix.rows;
  const lot = lotDistances(joinEmbedded(known, fresh));
  const made = Array.from({ length: fresh.matrix.rows }, (_, p) => count + p);
  const equal = roundingOf(compared.knownMeasures);
  const different = withoutTwins(lot, count, equal);
  const drawn = chosen(different.length, different.length > 1 ? COMPARED_ITEMS : 0, options.random.fork(1));
  const old = Array.from(drawn, (p) => different[p]!);
  const pairs = [
    ...made.flatMap((row) => candidates(lot, row, range(count))),
    ...old.flatMap((row) => candidates(lot, row, different)),
  ];
  const found = await nearestKnown(pool, compared, pairs, options.onProgress);
  const ofNew = made.map((row) => found.nearest.get(row)!);
  const ofKnown = old.map((row) => found.nearest.get(row)!);
  const neighbours = Math.min(options.neighbours, count - 1);
  return {
    nearestKnown: Int32Array.from(ofNew, ({ place }) => places[place]!),
    distances: Float64Array.from(ofNew, ({ distance }) => distance),
    nearest: nearestScores(
      ofNew.map(({ distance }) => distance),
      ofKnown.map(({ distance }) => distance),
      equal,
    ),
    diversity: diversityOf(lot, count),
    ...(neighbours > 0 && { neighbourhood: neighbourhood(lot, count, neighbours) }),
    certificates: found.certificates,
  };
}

/** The same with no more known items than that, and their places among all. */
function atMost(all: Compared, most: number, random: Random): Compared & { readonly places: Int32Array } {
  const places = chosen(all.known.matrix.rows, most, random);
  if (places.length === all.known.matrix.rows) return { ...all, places };
  return {
    ...all,
    known: selectEmbedded(all.known, places),
    knownMeasures: Array.from(places, (place) => all.knownMeasures[place]!),
    places,
  };
}

/** At most `most` of 0 .. count-1, in increasing order. */
function chosen(count: number, most: number, random: Random): Int32Array {
  return someOf(count, most, random);
}

interface Nearest {
  readonly place: number;
  readonly distance: number;
}

/** Distance up to which measures of this size are the same but for rounding: of their coordinates, and of costs. */
function roundingOf(measures: readonly Measure[]): number {
  const [least, most] = [
    new Float64Array(measures[0]!.dim).fill(Infinity),
    new Float64Array(measures[0]!.dim).fill(-Infinity),
  ];
  for (const { points, dim } of measures) {
    points.forEach((x, p) => {
      least[p % dim] = Math.min(least[p % dim]!, x);
      most[p % dim] = Math.max(most[p % dim]!, x);
    });
  }
  const extent = Math.max(...most.map((x, k) => x - least[k]!));
  const largest = Math.max(...most.map((x, k) => Math.max(Math.abs(x), Math.abs(least[k]!))));
  const mass = Math.max(...measures.map(totalMass));
  return Math.sqrt(mass) * (ROUNDING * extent + 4 * Number.EPSILON * largest);
}

/** Places of known items that equal none before them: what is nearer by LOT distance than rounding is equal. */
function withoutTwins({ cols, data }: Matrix, count: number, equal: number): readonly number[] {
  const different: number[] = [];
  for (let s = 0; s < count; s++) {
    if (different.every((other) => data[s * cols + other]! > equal)) different.push(s);
  }
  return different;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, s) => s);
}

/** A row, and the place of a known item to compare it with. */
interface Candidate {
  readonly row: number;
  readonly place: number;
}

/** The nearest of its candidates for each row that has some. */
async function nearestKnown(
  pool: WorkerPool,
  { known, knownMeasures, freshMeasures }: Compared,
  pairs: readonly Candidate[],
  onProgress: OnProgress | undefined,
): Promise<{
  readonly nearest: ReadonlyMap<number, Nearest>;
  readonly certificates: readonly Certificate[];
}> {
  const count = known.matrix.rows;
  const measureAt = (row: number): Measure =>
    row < count ? knownMeasures[row]! : freshMeasures[row - count]!;
  const costs = await pool.costs(
    pairs.map(({ row, place }) => [measureAt(row), measureAt(place)] as const),
    {
      metric: known.reference.metric,
      onProgress: tellOnly(onProgress),
    },
  );
  const nearest = new Map<number, Nearest>();
  pairs.forEach(({ row, place }, p) => {
    const distance = Math.sqrt(Math.max(0, costs[p]!.cost));
    if (!(distance >= (nearest.get(row)?.distance ?? Infinity))) nearest.set(row, { place, distance });
  });
  return { nearest, certificates: costs.map(({ certificate }) => certificate) };
}

/** Of these known items, other than the row itself, the nearest to it by LOT distance, nearest first. */
function candidates({ cols, data }: Matrix, row: number, places: readonly number[]): readonly Candidate[] {
  const distances = data.subarray(row * cols, (row + 1) * cols);
  const others = places.filter((place) => place !== row);
  return others
    .sort((a, b) => distances[a]! - distances[b]! || a - b)
    .slice(0, CANDIDATES)
    .map((place) => ({ row, place }));
}

/** @param equal distance up to which measures are the same but for rounding. */
function nearestScores(ofNew: readonly number[], ofKnown: readonly number[], equal: number): NearestScores {
  const medianNew = median(ofNew);
  const medianKnown = ofKnown.length > 0 ? median(ofKnown) : null;
  const copyDistance = Math.max(equal, COPY_SHARE * (medianKnown ?? 0));
  return {
    candidates: CANDIDATES,
    medianNew,
    medianKnown,
    knownItems: ofKnown.length,
    ratio: medianKnown === null || medianKnown <= equal ? null : medianNew / medianKnown,
    copyDistance,
    copies: ofNew.filter((distance) => distance <= copyDistance).length,
  };
}

function diversityOf(lot: Matrix, known: number): Diversity {
  const fresh = lot.rows - known;
  const ofNew = spreadOfDistances(lot, known, fresh);
  const ofKnown = spreadOfDistances(lot, 0, known);
  return { ofNew, ofKnown, ratio: fresh > 1 && ofKnown > 0 ? ofNew / ofKnown : null };
}
