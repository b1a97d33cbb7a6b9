import type { Collection } from "../src/measure/collection.js";
import { pixelSpectra, pixelsWithData } from "../src/measure/cube.js";
import { atPlace, formatError } from "./format-error.js";
import { readCubeFile } from "./node-cube.js";
import type { Part } from "./node-items.js";
import { type SpectrumFiles, spectrumItems } from "./spectrum-items.js";

/** Values of the pixels that are left: 16 bytes each while they become measures, half a gigabyte. */
const MOST_VALUES = 2 ** 25;

/**
 * The pixels of a cube as items "row,column" from the top left, from 0; those of which every band is 0 were not measured
 * and are left out, with a warning.
 *
 * @throws FormatError if they have more than 2^25 values, before any becomes a double; or as `loadCube` and
 *   `spectrumMeasures` throw.
 *
 * O(size) time; 8 bytes of memory a value, 16 on the way.
 */
export async function readCube(path: string, options: SpectrumFiles): Promise<Part> {
  const { cube, inputs, description } = await readCubeFile(path, options);
  const places = pixelsWithData(cube);
  const bands = cube.axis.values.length;
  const lit = places.filter(
    (place) => !cube.values.subarray(place * bands, (place + 1) * bands).every(isZero),
  );
  const kept = lit.length > 0 ? lit : places;
  requireFewValues(path, kept.length, bands);
  const spectra = atPlace(path, "", () => pixelSpectra(cube, kept));
  const dark = places.length - lit.length;
  const warnings = dark > 0 ? [`${path}: ${dark} pixels of which every band is 0 are left out`] : [];
  const items: Collection = spectrumItems(spectra, options, path);
  return {
    collection: { ...items, warnings: [...items.warnings, ...warnings] },
    inputs,
    from: `the pixels of a ${description}`,
  };
}

/** @throws FormatError for more values than are held as doubles. */
export function requireFewValues(file: string, pixels: number, bands: number): void {
  if (pixels * bands <= MOST_VALUES) return;
  const remedy =
    "keep fewer bands (--bands), cut out a part of the image, or label its pixels with the command segment";
  throw formatError(
    file,
    "",
    `${pixels} pixels of ${bands} bands are ${pixels * bands} values, over the limit of ${MOST_VALUES}; ${remedy}`,
  );
}

function isZero(value: number): boolean {
  return value === 0;
}
