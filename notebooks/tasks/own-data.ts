import {
  type AlignmentMode,
  type Attribute,
  applyAlignment,
  type Collection,
  embed,
  fitAlignment,
  fitPca,
  kMeansReference,
  type Matrix,
  type Measure,
  normalise,
  type Progress,
  type Random,
  relativeGap,
  resample,
  seededRandom,
  selectItems,
  someOf,
  transformPca,
  withMeasures,
} from "pushforward";
import { type GivenFile, readCollection } from "./read-collection.ts";

export interface OwnDataInput {
  readonly files: readonly GivenFile[];
  readonly alignment: AlignmentMode;
  /** Points of the reference at most. */
  readonly referencePoints: number;
  readonly seed: number;
}

export interface OwnDataOutput {
  /** What was read and what was done to it, a sentence each. */
  readonly understood: readonly string[];
  readonly names: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly dim: number;
  /** The first items as they were compared, to be looked at. */
  readonly samples: readonly Measure[];
  /** Rows of the embedding, and up to ten coordinates of each item along principal axes; no columns where items do not differ. */
  readonly rows: Matrix;
  readonly coordinates: Matrix;
  /** Share of the variance along each axis. */
  readonly explained: readonly number[];
  readonly referenceCount: number;
  readonly worstGap: number;
}

/** What a page computes in seconds: of more, so many are drawn. */
const MOST_ITEMS = 2000;
const MOST_POINTS = 300;
/** On the line a transport is a sort. */
const MOST_ON_LINE = 10_000;
const COMPONENTS = 10;
const SAMPLES = 6;

/**
 * Files of the reader's, embedded at a k-means reference and brought to principal axes.
 *
 * @throws FormatError of a file that is not understood, MeasureError or ShapeError of items that cannot be aligned or compared.
 */
export function ownData(input: OwnDataInput, tell: (progress: Progress) => void): OwnDataOutput {
  const { files, alignment, referencePoints, seed } = input;
  const random = seededRandom(seed);
  const read = readCollection(files);
  const { items, notes } = reduced(read, random.fork(0));
  const measures = applyAlignment(fitAlignment(items, alignment), items).map((mu) => normalise(mu));
  const reference = kMeansReference(measures, { count: referencePoints, random: random.fork(1) });
  const embedding = embed(reference, measures, { onProgress: tell });
  const { coordinates, explained } = principal(embedding.matrix);
  return {
    understood: [sentence(read, files), ...notes, ...read.warnings],
    names: items.names,
    attributes: items.attributes,
    dim: measures[0]!.dim,
    samples: measures.slice(0, SAMPLES),
    rows: embedding.matrix,
    coordinates,
    explained,
    referenceCount: reference.measure.count,
    worstGap: embedding.certificates.reduce(
      (worst, certificate) => Math.max(worst, relativeGap(certificate)),
      0,
    ),
  };
}

/** No more items and points than a page computes with in seconds. */
function reduced(read: Collection, random: Random): { items: Collection; notes: string[] } {
  const count = read.names.length;
  const drawn = count > MOST_ITEMS ? someOf(count, MOST_ITEMS, random.fork(0)) : undefined;
  const items = drawn ? selectItems(read, drawn) : read;
  const most = read.measures[0]!.dim === 1 ? MOST_ON_LINE : MOST_POINTS;
  const isLarge = (mu: Measure): boolean => mu.count > most;
  const large = items.measures.filter(isLarge).length;
  const measures = items.measures.map((mu, s) =>
    isLarge(mu) ? resample(mu, { count: most, random: random.fork(s + 1) }) : mu,
  );
  const names = large > 0 ? withoutPointNames(items) : items;
  const notes = [
    ...(drawn
      ? [`${MOST_ITEMS} of the ${count} items were drawn, so that a page can compute with them.`]
      : []),
    ...(large > 0 ? [`Of ${counted(large, "item")} with more than ${most} points so many were drawn.`] : []),
  ];
  return { items: withMeasures(names, measures), notes };
}

/** Points that were drawn have no names. */
function withoutPointNames({ pointNames: _, ...items }: Collection): Collection {
  return items;
}

function sentence({ names, measures, attributes, item }: Collection, files: readonly GivenFile[]): string {
  const sizes = Int32Array.from(measures, ({ count }) => count).sort();
  const [least, most] = [sizes[0]!, sizes.at(-1)!];
  const points = least === most ? `${counted(least, "point")} each` : `${least} to ${most} points each`;
  const from = files.map(({ name }) => name).slice(0, 3);
  const columns = attributes.map(({ name }) => name).join(", ");
  return [
    `${counted(names.length, "item")} (${item.kind}) of ${points} in ${counted(measures[0]!.dim, "dimension")}`,
    `from ${from.join(", ")}${files.length > 3 ? ` and ${files.length - 3} more files` : ""}`,
    columns === "" ? "no columns with labels." : `columns with labels: ${columns}.`,
  ].join("; ");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function principal(rows: Matrix): Pick<OwnDataOutput, "coordinates" | "explained"> {
  if (rows.rows < 2)
    return { coordinates: { rows: rows.rows, cols: 0, data: new Float64Array(0) }, explained: [] };
  const model = fitPca(rows, { components: COMPONENTS });
  return { coordinates: transformPca(model, rows), explained: Array.from(model.explained) };
}
