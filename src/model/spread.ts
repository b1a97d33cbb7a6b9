import { ShapeError } from "../errors.js";
import { nearestRows } from "../learn/nearest-rows.js";
import { type Matrix, rowView, selectRows } from "../numeric/matrix.js";
import { type Random, someOf } from "../numeric/random.js";

/** How far training items are from each other, and from what a row can hold: the yardstick for new ones. */
export interface TrainingSpread {
  /** Rows of training items: of all, or of a random choice of them. */
  readonly rows: Matrix;
  /** Their class numbers. */
  readonly codes: Int32Array;
  /** Of every training item, the distance of its row from the nearest other one in `rows`. */
  readonly distances: Float64Array;
  /** Of every training item, the part of its squared distance from the reference that its row lacks. */
  readonly dropped: Float64Array;
}

/** What is compared with a spread, item by item. */
export interface SpreadRows {
  readonly rows: Matrix;
  /** residual + cost of the singular mass; the mean over several references. Units of cost. */
  readonly dropped: Float64Array;
}

/** Rows that are kept at most, and numbers in them (32 MB). */
const MOST_ROWS = 1000;
const MOST_NUMBERS = 2 ** 22;

/**
 * The spread of training items.
 *
 * @param items two or more, with their class numbers.
 * @throws ShapeError if there are fewer than two.
 *
 * O(N kept cols) time, where at most 1000 rows and 2^22 numbers are kept.
 */
export function fitSpread(
  items: SpreadRows & { readonly codes: Int32Array },
  random: Random,
): TrainingSpread {
  const { rows, codes, dropped } = items;
  if (rows.rows < 2)
    throw new ShapeError(`a spread needs two items or more, got ${rows.rows}`, { found: rows.rows });
  const room = Math.max(2, Math.min(MOST_ROWS, Math.floor(MOST_NUMBERS / rows.cols)));
  const places = someOf(rows.rows, room, random);
  const kept = selectRows(rows, places);
  const own = new Int32Array(rows.rows).fill(-1);
  places.forEach((s, a) => {
    own[s] = a;
  });
  return {
    rows: kept,
    codes: Int32Array.from(places, (s) => codes[s]!),
    distances: nearestDistances(rows, kept, own),
    dropped,
  };
}

/** How new items compare with the training ones. */
export interface Unusualness {
  /** Distance of each row from the nearest training row that was kept. */
  readonly distances: Float64Array;
  /** Is that more than of any training item from the others? */
  readonly far: readonly boolean[];
  /** Is what the row lacks more than for any training item? */
  readonly unseen: readonly boolean[];
  /**
   * min(1, 2 p), where p is (1 + the number of training items that are at least as odd) / (1 + their number), the smaller of both
   * measures (Bonferroni): of items like the training ones a share of at most about t has a typicality of t or less, so that a
   * small one says that the item is unlike them. Vovk, Gammerman and Shafer 2005 (conformal prediction; their exchangeability
   * holds but for the reference, which training items have shaped).
   */
  readonly typicality: Float64Array;
}

/** New rows beside the spread of the training items. O(rows kept cols) time. */
export function unusualness(spread: TrainingSpread, { rows, dropped }: SpreadRows): Unusualness {
  const distances = nearestDistances(rows, spread.rows, new Int32Array(rows.rows).fill(-1));
  const known = { distances: spread.distances.toSorted(), dropped: spread.dropped.toSorted() };
  const share = (sorted: Float64Array, value: number): number =>
    (1 + atLeast(sorted, value)) / (1 + sorted.length);
  return {
    distances,
    far: Array.from(distances, (distance) => atLeast(known.distances, distance) === 0),
    unseen: Array.from(dropped, (cost) => atLeast(known.dropped, cost) === 0),
    typicality: distances.map((distance, s) =>
      Math.min(1, 2 * share(known.distances, distance), 2 * share(known.dropped, dropped[s]!)),
    ),
  };
}

/** Rounding of a distance, relative to the size of the numbers: what is closer counts as equal. */
const ROUNDING = 1e-9;

/** How many of the increasing numbers are at least `value`, up to rounding. */
function atLeast(sorted: Float64Array, value: number): number {
  const level = value * (1 - ROUNDING);
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < level) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}

/** @param own place among `kept` that a row must not be compared with, itself; -1 for none. */
function nearestDistances(rows: Matrix, kept: Matrix, own: Int32Array): Float64Array {
  const places = nearestRows(rows, kept, own);
  return Float64Array.from(places, (place, s) => distanceBetween(rowView(rows, s), rowView(kept, place))); // that of the products has cancelled
}

function distanceBetween(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(sum);
}
