import { type InputFile, loadCube, loadLabelImage } from "../../loaders/node.js";
import {
  binnedAxis,
  binnedColumns,
  type Cube,
  FormatError,
  type Matrix,
  type NegativeRule,
  pixelSpectra,
  pixelsWithData,
  type Random,
  requireReflectances,
  ShapeError,
  someOf,
} from "../../src/index.js";
import { naturalOrder } from "../natural-order.js";

export interface SceneOptions {
  /** A cube. */
  readonly path: string;
  /** The array of the cube's file that is the cube, where it holds several. */
  readonly variable?: string;
  /** A file of one wavelength a band. */
  readonly wavelengths?: string;
  /** Bands to keep, from 0. */
  readonly bands?: readonly number[];
  /** An image of class numbers, 0 where the class is not known. */
  readonly truth?: string;
  readonly truthVariable?: string;
  readonly negatives: NegativeRule;
  /** So many neighbouring bands are summed into one before anything is learned. */
  readonly bin: number;
}

/** The class of each pixel, where it is known. */
export interface Truth {
  readonly path: string;
  /** Class numbers of the file, in order. */
  readonly classes: readonly string[];
  /** Index into `classes` for each place of the image, -1 where the class is not known. */
  readonly codes: Int32Array;
}

/** An image to be labelled. */
export interface Scene {
  readonly cube: Cube;
  /** Of the spectra that methods see: the bands of the cube, or sums of `bin` of them at their mean position. */
  readonly axis: Cube["axis"];
  readonly bin: number;
  /** Places of the pixels that can be labelled: measured, and not dark in all bands. */
  readonly pixels: Int32Array;
  readonly truth: Truth | undefined;
  readonly inputs: readonly InputFile[];
  readonly warnings: readonly string[];
  readonly description: string;
}

/**
 * A cube whose pixels can be measures, with its ground truth.
 *
 * @throws FormatError for files that cannot be read; MeasureError for values that are no masses; ShapeError for a ground truth
 *   of another shape, or where no pixel is left.
 */
export async function loadScene(options: SceneOptions): Promise<Scene> {
  const { cube, inputs, description } = await loadCube(options.path, options);
  const measured = pixelsWithData(cube);
  const negative = requireReflectances(cube, { negatives: options.negatives, places: measured }).negative;
  const pixels = measured.filter((place) => !isDark(cube, place));
  if (pixels.length === 0) {
    throw new ShapeError(`${options.path}: no pixel has a value above 0; there is nothing to label`, {
      found: 0,
    });
  }
  const truth = await loadTruth(options, cube);
  return {
    cube,
    axis: binnedAxis(cube.axis, options.bin),
    bin: options.bin,
    pixels,
    truth: truth?.truth,
    inputs: [...inputs, ...(truth?.inputs ?? [])],
    warnings: [
      ...cube.warnings,
      ...negativeWarning(negative, measured.length * cube.axis.values.length),
      ...leftOut(cube.height * cube.width - measured.length, "without data"),
      ...leftOut(measured.length - pixels.length, "dark in all bands"),
    ],
    description,
  };
}

function isDark({ axis, values }: Cube, place: number): boolean {
  const bands = axis.values.length;
  for (let v = place * bands; v < (place + 1) * bands; v++) if (values[v]! > 0) return false;
  return true;
}

function negativeWarning(negative: number, values: number): string[] {
  return negative > 0 ? [`${negative} of ${values} values were negative and set to 0`] : [];
}

function leftOut(count: number, why: string): string[] {
  return count > 0 ? [`${count} pixels are ${why} and get no label`] : [];
}

async function loadTruth({ truth, truthVariable }: SceneOptions, { height, width }: Cube) {
  if (truth === undefined) return undefined;
  const image = await loadLabelImage(truth, truthVariable === undefined ? {} : { variable: truthVariable });
  if (image.height !== height || image.width !== width) {
    throw new ShapeError(
      `${truth}: the ground truth has ${image.height} x ${image.width} pixels, the cube ${height} x ${width}; give the one of this image`,
      { expected: height * width, found: image.height * image.width },
    );
  }
  const names = [...new Set(image.labels)].filter((label) => label !== 0).map(String);
  const classes = names.sort(naturalOrder);
  if (classes.length === 0) {
    throw new FormatError(
      `${truth}: all labels are 0, which says that the class is not known; leave it out`,
      {
        file: truth,
      },
    );
  }
  const codeOf = new Map(classes.map((name, code) => [Number(name), code]));
  const codes = image.labels.map((label) => codeOf.get(label) ?? -1);
  return { truth: { path: truth, classes, codes }, inputs: image.inputs };
}

/** Places of the pixels whose class is known, among those that can be labelled. */
export function labelledPixels({ pixels, truth }: Scene): Int32Array {
  return truth === undefined ? new Int32Array(0) : pixels.filter((place) => truth.codes[place]! >= 0);
}

/**
 * So many places, drawn without replacement and in order: of the pixels with a known class where there is a ground truth, as the
 * published protocol does, else of all that can be labelled. All of them where there are fewer.
 */
export function samplePixels(scene: Scene, count: number, random: Random): Int32Array {
  const from = scene.truth === undefined ? scene.pixels : labelledPixels(scene);
  return someOf(from.length, count, random).map((p) => from[p]!);
}

/** Reflectances of some pixels, one a row, without negative values, in bins. O(places * bands). */
export function reflectances({ cube, bin }: Scene, places: ArrayLike<number>): Matrix {
  const { values } = pixelSpectra(cube, places);
  for (let v = 0; v < values.data.length; v++) values.data[v] = Math.max(values.data[v]!, 0);
  return binnedColumns(values, bin);
}
