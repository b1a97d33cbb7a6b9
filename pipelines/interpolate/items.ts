import { type InputFile, type LoadedMeasure, loadDataset, loadMeasure } from "../../loaders/node.js";
import {
  type Collection,
  collection,
  commonDimension,
  equalMasses,
  type Measure,
  MeasureError,
  massive,
  normalise,
  ShapeError,
  selectItems,
  totalMass,
  withMeasures,
} from "../../src/index.js";
import { aligned, itemCheck, type Normalisation } from "../items.js";
import { onData } from "../place.js";
import { requireSameAxis } from "../same-axis.js";
import { type InterpolateOptions, massesOf } from "./options.js";

/** The measures that a path passes, in its order. */
export interface PathItems {
  readonly items: Collection;
  readonly inputs: readonly InputFile[];
}

/** @throws FormatError for files that cannot be read; ShapeError for dimensions that differ and names that are not there. */
export async function loadPathItems(options: InterpolateOptions): Promise<PathItems> {
  const { paths, items } = options;
  if (items === undefined) return loadFiles(options);
  const { collection: all, inputs } = await loadDataset(paths[0]!, options);
  const places = items.map((name) => placeOf(name, all, paths[0]!));
  const chosen = selectItems(all, places);
  return { items: { ...chosen, names: distinct(chosen.names) }, inputs };
}

function placeOf(name: string, { names }: Collection, path: string): number {
  const place = names.indexOf(name);
  if (place >= 0) return place;
  throw new ShapeError(`${path} has no item "${name}"; its first items are ${names.slice(0, 5).join(", ")}`, {
    found: name,
  });
}

async function loadFiles(options: InterpolateOptions): Promise<PathItems> {
  const files: LoadedMeasure[] = [];
  for (const [stream, path] of options.paths.entries())
    files.push(await loadMeasure(path, { ...options, stream }));
  return onData(options.paths, async () => {
    requireSameAxis(files);
    const measures = files.map(({ measure }) => measure);
    const dims = measures.map(({ dim }) => dim);
    const odd = dims.findIndex((dim) => dim !== dims[0]);
    if (odd >= 0) {
      throw new ShapeError(
        `${options.paths[0]} has dimension ${dims[0]}, ${options.paths[odd]} has dimension ${dims[odd]}; they must be equal`,
        { expected: dims[0], found: dims[odd] },
      );
    }
    return {
      items: collection({
        names: distinct(options.paths),
        measures,
        item: files[0]!.item,
        warnings: files.flatMap(({ warnings }) => warnings),
      }),
      inputs: files.flatMap((file) => file.inputs),
    };
  });
}

/** A path may come back to a measure. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, s) => {
    const before = names.slice(0, s).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/** The measures as the path takes them. @throws MeasureError for masses that differ where they must not. */
export function preparedItems(
  items: Collection,
  options: InterpolateOptions,
): { readonly items: Collection; readonly how: Normalisation } {
  itemCheck({ normalise: "mass", masses: "any" })(items);
  const turned = aligned(items, options.align);
  const needsEqual = massesOf(options) === "equal";
  const unequal = turned.measures.find((mu) => !equalMasses(turned.measures[0]!, mu));
  const how = options.normalise ?? (needsEqual && unequal ? "mass" : "none");
  if (how === "none" && needsEqual && unequal) {
    throw new MeasureError(
      `the masses differ (${totalMass(turned.measures[0]!)} and ${totalMass(unequal)}); use --normalise mass, or --metric hk`,
      { value: totalMass(unequal) },
    );
  }
  const measures = how === "mass" ? turned.measures.map((mu) => normalise(mu)) : turned.measures;
  return { items: withMeasures(turned, measures), how };
}

/** With the mass of the measures where that has to be so, and without its empty points: no plan starts there. */
export function preparedBase(
  base: Measure | undefined,
  { measures }: Collection,
  options: InterpolateOptions,
): Measure | undefined {
  if (base === undefined) return undefined;
  commonDimension([measures[0]!, base]);
  const start = massive(base).measure;
  return massesOf(options) === "equal" ? normalise(start, totalMass(measures[0]!)) : start;
}
