import { type Collection, type Measure, onCommonSupport, ontoAxis, totalMass } from "../../src/index.js";
import { itemsCsv } from "../csv-files.js";
import type { OutputFile } from "../report.js";
import type { Classification } from "./classes.js";
import type { Members } from "./members.js";
import type { GeneratedItem, GenerateResults } from "./results.js";
import type { GenerationScores } from "./scores.js";

/** New spectra on the axis of the known ones, one a row, as spectra are read; absent for items that are none. */
export function spectraFiles(
  items: Collection,
  made: readonly Measure[],
  names: readonly string[],
): OutputFile[] {
  const { item } = items;
  if (item.kind !== "spectrum") return [];
  const positions = onCommonSupport(items.measures)[0]!.points.slice().sort();
  const masses = made.map((mu) => ontoAxis(mu, positions));
  const unit = item.unit === undefined ? "" : ` ${item.unit}`;
  const columns = Array.from(positions, (position, b) => ({
    name: `${position}${unit}`,
    values: masses.map((row) => row[b]!),
  }));
  return [{ name: SPECTRA_FILE, bytes: itemsCsv({ names, attributes: [] }, columns) }];
}

export const SPECTRA_FILE = "generated-spectra.csv";

/** "generated-007.ply" without its ending: what the new item is called. */
function nameOf(file: string): string {
  return file.slice(0, file.lastIndexOf("."));
}

export interface NewItemParts {
  readonly collection: Collection;
  readonly group: Members;
  readonly measures: readonly Measure[];
  /** The file of each new item, pictures not counted. */
  readonly files: readonly string[];
  readonly scores: GenerationScores;
  readonly classes: Classification | undefined;
}

/** What is known of each new item. */
export function newItems(parts: NewItemParts): readonly GeneratedItem[] {
  const { collection, group, measures, files, scores, classes } = parts;
  const { copyDistance } = scores.nearest;
  return measures.map((mu, index) => {
    const distance = scores.distances[index]!;
    return {
      name: nameOf(files[index]!),
      file: files[index]!,
      points: mu.count,
      mass: totalMass(mu),
      nearest: collection.names[group.known[scores.nearestKnown[index]!]!]!,
      distance,
      isCopy: distance <= copyDistance,
      ...(classes && { predicted: classes.summary.classes[classes.predicted[index]!]! }),
    };
  });
}

/** One row per new item. */
export function newItemsCsv({ items }: GenerateResults): string {
  const column = (name: string, value: (item: GeneratedItem) => string | number) => ({
    name,
    values: items.map(value),
  });
  return itemsCsv({ names: items.map(({ name }) => name), attributes: [] }, [
    column("points", ({ points }) => points),
    column("mass", ({ mass }) => mass),
    column("nearest", ({ nearest }) => nearest),
    column("distance", ({ distance }) => distance),
    column("copy", ({ isCopy }) => (isCopy ? "yes" : "no")),
    ...(items.every(({ predicted }) => predicted !== undefined)
      ? [column("predicted", ({ predicted }) => predicted!)]
      : []),
  ]);
}

/** Coefficients of the items that have one, a column for each new item: what `--how given` reads. */
export function coefficientsCsv(
  { names }: Collection,
  coefficients: readonly Float64Array[],
  { items }: GenerateResults,
): string {
  const used = Array.from(names.keys()).filter((s) => coefficients.some((one) => one[s] !== 0));
  return itemsCsv(
    { names: used.map((s) => names[s]!), attributes: [] },
    items.map(({ name }, index) => ({ name, values: used.map((s) => coefficients[index]![s]!) })),
  );
}
