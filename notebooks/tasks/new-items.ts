import {
  combineAffine,
  drawCoefficients,
  type EmbeddedItems,
  embed,
  exact,
  expMap,
  fitRowGaussian,
  joinEmbedded,
  lotDistances,
  type Matrix,
  type Measure,
  type Progress,
  type Random,
  randomShares,
  seededRandom,
  someOf,
  spreadOfDistances,
} from "pushforward";

export interface NewItemsInput {
  /** The class at its reference, and its measures in the same order. */
  readonly embedded: EmbeddedItems;
  readonly measures: readonly Measure[];
  readonly how: WayName;
  /** Items that are mixed in each new one. */
  readonly parents: number;
  readonly count: number;
  readonly seed: number;
}

/** A new item and the real one that is nearest to it. */
export interface NewItem {
  readonly measure: Measure;
  readonly nearest: number;
  /** W2 to it. */
  readonly distance: number;
}

export interface NewItemsOutput {
  readonly items: readonly NewItem[];
  /** Median W2 of the new ones to the nearest real one, and of real ones to the nearest other real one. */
  readonly medianNew: number;
  readonly medianReal: number;
  /** How much new ones differ from each other, in parts of how much real ones do (root mean square LOT distance). */
  readonly diversity: number;
}

/** Coefficients of a new item: one for each known one, of sum 1. */
type Way = (input: NewItemsInput) => (random: Random) => Float64Array;

/** How new ones are made of known ones. */
export const WAYS = {
  mix:
    ({ measures, parents }) =>
    (random) =>
      randomShares(measures.length, { parents, random }),
  gaussian: ({ embedded }) => {
    const law = fitRowGaussian(embedded.matrix);
    return (random) => drawCoefficients(law, random);
  },
} as const satisfies Record<string, Way>;

export type WayName = keyof typeof WAYS;

/** Real items whose distance to the next is measured for comparison. */
const COMPARED = 30;
/** Items that LOT distance names as the nearest, of which the nearest by W2 is taken. */
const CANDIDATES = 3;

/** New members of a class: combinations of tangent vectors, and their exponentials. */
export function newItems(
  input: NewItemsInput,
  tell: (progress: Progress) => void = () => {},
): NewItemsOutput {
  const { embedded, measures, how, count, seed } = input;
  const random = seededRandom(seed);
  const draw = WAYS[how](input);
  const made = Array.from({ length: count }, (_, i) =>
    expMap(embedded.reference, combineAffine(embedded, draw(random.fork(1 + i)))),
  );
  const distances = lotDistances(joinEmbedded(embedded, embed(embedded.reference, made)));
  const real = measures.length;
  const compared = Array.from(someOf(real, COMPARED, random.fork(0)));
  const total = count + compared.length;
  const nearest = (mu: Measure, row: number, done: number): Omit<NewItem, "measure"> => {
    tell({ unit: "items", done, total });
    return nearestOf(mu, candidates(distances, row, real), measures);
  };
  const items = made.map((measure, i) => ({ measure, ...nearest(measure, real + i, i) }));
  const others = compared.map((s, i) => nearest(measures[s]!, s, count + i).distance);
  const [realSpread, newSpread] = [
    spreadOfDistances(distances, 0, real),
    spreadOfDistances(distances, real, count),
  ];
  return {
    items,
    medianNew: median(items.map(({ distance }) => distance)),
    medianReal: median(others),
    diversity: newSpread / realSpread,
  };
}

/** The real items nearest to a row by LOT distance, itself left out. */
function candidates({ cols, data }: Matrix, row: number, real: number): number[] {
  const to = (s: number): number => data[row * cols + s]!;
  return Array.from({ length: real }, (_, s) => s)
    .filter((s) => s !== row)
    .sort((a, b) => to(a) - to(b))
    .slice(0, CANDIDATES);
}

function nearestOf(mu: Measure, places: readonly number[], measures: readonly Measure[]) {
  const found = places.map((nearest) => ({
    nearest,
    distance: Math.sqrt(Math.max(0, exact(mu, measures[nearest]!).cost)),
  }));
  return found.reduce((best, other) => (other.distance < best.distance ? other : best));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
