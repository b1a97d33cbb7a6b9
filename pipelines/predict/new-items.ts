import type { DatasetOptions, InputFile } from "../../loaders/node.js";
import {
  type Collection,
  collection,
  equalMasses,
  MeasureError,
  requireOneAxis,
  ShapeError,
  type StoredModel,
  totalMass,
} from "../../src/index.js";
import { type Items, loadItems } from "../items.js";
import { METRICS } from "../metric.js";
import { onData } from "../place.js";

/** Where new files lie, as far as that is not the same as for the training items. */
export interface NewItemOptions extends Pick<DatasetOptions, "files" | "variable" | "wavelengths"> {
  /** Datasets or files of one item. */
  readonly paths: readonly string[];
  readonly seed: number;
}

/**
 * Items from files that the model has not seen, made as its training items were: by its recipe. Items of several paths have the path
 * in their names.
 *
 * @throws FormatError, MeasureError and ShapeError as `loadItems`, and in a sentence for items that the model cannot be asked about:
 *   of another dimension, kind, axis, image size or mass, or without the points that it aligns by.
 */
export async function loadNewItems(model: StoredModel, options: NewItemOptions): Promise<Items> {
  const loaded: Items[] = [];
  for (const path of options.paths) {
    loaded.push(
      await onData([path], async () => {
        const items = await loadItems(recipeOptions(model, options, path));
        requireFitting(model, items.collection);
        return items;
      }),
    );
  }
  return loaded.length === 1 ? loaded[0]! : joined(loaded, options.paths);
}

function recipeOptions({ recipe, references }: StoredModel, options: NewItemOptions, path: string) {
  const { files, variable, wavelengths, seed } = options;
  const { masses } = METRICS[references[0]!.metric.name];
  const given = { ...(files !== undefined && { files }), ...(variable !== undefined && { variable }) };
  return { ...recipe, ...given, ...(wavelengths !== undefined && { wavelengths }), path, seed, masses };
}

/** Items of several paths as one collection; attributes that all of them have. */
function joined(parts: readonly Items[], paths: readonly string[]): Items {
  const collections = parts.map((part) => part.collection);
  const [first] = collections;
  const common = first!.attributes.filter(({ name }) =>
    collections.every(({ attributes }) => attributes.some((attribute) => attribute.name === name)),
  );
  const { pointNames: _, ...kind } = first!;
  const named = collections.every(({ pointNames }) => pointNames);
  const inputs = new Map<string, InputFile>(
    parts.flatMap((part) => part.inputs.map((input) => [input.path, input])),
  );
  return {
    collection: collection({
      ...kind,
      names: collections.flatMap((items, p) => items.names.map((name) => nameAt(paths[p]!, name, items))),
      measures: collections.flatMap(({ measures }) => measures),
      attributes: common.map(({ name }) => ({
        name,
        values: collections.flatMap(({ attributes }) => attributes.find((one) => one.name === name)!.values),
      })),
      warnings: [...new Set(collections.flatMap(({ warnings }) => warnings))],
      ...(named && { pointNames: collections.flatMap(({ pointNames }) => pointNames!) }),
    }),
    inputs: [...inputs.values()],
    description: `${collections.reduce((sum, { names }) => sum + names.length, 0)} items from ${paths.length} files or datasets; the first: ${parts[0]!.description}`,
  };
}

/** A path of one item is its name. */
function nameAt(path: string, name: string, { names }: Collection): string {
  return names.length === 1 ? path : `${path}/${name}`;
}

/** Can the model be asked about these items? */
function requireFitting(model: StoredModel, items: Collection): void {
  const { kind } = model.items;
  if (kind.kind === "spectrum" && items.item.kind === "spectrum") requireOneAxis([kind, items.item]);
  requireKind(model, items);
  requireDimension(model, items);
  requireBands(model, items);
  requireMasses(model, items);
  requireNames(model, items);
}

/** Meshes and clouds of points are both points to a model. */
function requireKind({ items: { kind } }: StoredModel, { item }: Collection): void {
  const [expected, found] = [kindText(kind), kindText(item)];
  if (expected === found) return;
  throw new ShapeError(
    `it holds ${found}, but the model was learnt from ${expected}; give it items of that kind`,
    {
      expected,
      found,
    },
  );
}

function kindText(kind: Collection["item"]): string {
  if (kind.kind === "image") return `images of ${kind.width} x ${kind.height} pixels`;
  if (kind.kind === "spectrum") return "spectra";
  return kind.kind === "features" ? `points with ${kind.of} for features` : "points";
}

function requireDimension({ references }: StoredModel, items: Collection): void {
  const expected = references[0]!.measure.dim;
  const found = items.measures[0]!.dim;
  if (found === expected) return;
  throw new ShapeError(
    `its points have ${found} coordinates, but the model was learnt in dimension ${expected}; give it items of that dimension`,
    { expected, found },
  );
}

/** Where positions are numbers of bands, only as many bands mean the same. */
function requireBands({ items: { kind, points } }: StoredModel, items: Collection): void {
  if (kind.kind !== "spectrum" || kind.quantity !== "band") return;
  const odd = items.measures.findIndex(({ count }) => count < points[0] || count > points[1]);
  if (odd < 0) return;
  const { count } = items.measures[odd]!;
  throw new ShapeError(
    `item "${items.names[odd]}" has ${count} bands, those that the model was learnt from ${points[0]}, by number; ` +
      "give it spectra of the same bands",
    { expected: points[0], found: count },
  );
}

/** Where masses are kept and have to be equal, those of the training items are the ones. */
function requireMasses({ references, recipe }: StoredModel, items: Collection): void {
  const { measure, metric } = references[0]!;
  if (METRICS[metric.name].masses === "any" || recipe.normalise === "mass") return;
  const odd = items.measures.findIndex((mu) => !equalMasses(mu, measure));
  if (odd < 0) return;
  const value = totalMass(items.measures[odd]!);
  throw new MeasureError(
    `item "${items.names[odd]}" has mass ${value}, those that the model was learnt from ${totalMass(measure)}, and it ` +
      "does not normalise; learn it with --normalise mass",
    { index: odd, value },
  );
}

/** What was turned onto common points needs their names. */
function requireNames({ alignment: { consensus } }: StoredModel, items: Collection): void {
  if (!consensus || items.pointNames) return;
  const names = [...consensus.points.keys()];
  throw new ShapeError(
    `its points have no names, but the model turns items by ${names.length} points named "${names[0]}", "${names[1]}", ...; ` +
      "give it a dataset with a column point",
    { expected: names.length, found: 0 },
  );
}
