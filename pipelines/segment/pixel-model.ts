import {
  binnedColumns,
  type Dictionary,
  encodeDictionary,
  FormatError,
  type Matrix,
  MeasureError,
  matrix,
  NEGATIVES,
  type NegativeRule,
  parseDictionary,
  ShapeError,
} from "../../src/index.js";
import { SCALINGS, type Scaling, scaled } from "./scaling.js";

/** What is done to the spectra of a cube before a dictionary sees them, in this order. */
export interface PixelRecipe {
  /** Bands of the file that are kept, from 0; "all" of them. */
  readonly bands: "all" | readonly number[];
  readonly negatives: NegativeRule;
  /** So many neighbouring bands are summed into one. */
  readonly bin: number;
  readonly scaling: Scaling;
}

/** A dictionary of pixels that can be asked about pixels it has not seen. */
export interface PixelModel {
  readonly recipe: PixelRecipe;
  readonly dictionary: Dictionary;
}

/**
 * The model file that `segment` leaves: what `encodeDictionary` writes, weights of the sampled pixels with it (from which those
 * of others start), and a field `recipe`. `parseDictionary` reads it too, without the recipe.
 */
export function encodePixelModel({ recipe, dictionary }: PixelModel): string {
  return `${JSON.stringify({ ...JSON.parse(encodeDictionary(dictionary)), recipe })}\n`;
}

/** What `encodePixelModel` was given, to the same bits. @throws FormatError as `parseDictionary`, or for a damaged recipe. */
export function parsePixelModel(text: string): PixelModel {
  const dictionary = parseDictionary(text);
  const { recipe } = JSON.parse(text) as { readonly recipe?: unknown };
  if (isRecipe(recipe)) return { recipe, dictionary };
  throw new FormatError(
    "this dictionary has no recipe for pixels (bands, negatives, bin, scaling), or a damaged one; take a model file of segment",
    { place: "recipe" },
  );
}

/**
 * Spectra as in the cube, all its bands, one a row, as the dictionary of this recipe takes them: for `dictionaryWeights`.
 *
 * @throws ShapeError if a band is not there; MeasureError for a negative value that the recipe refuses.
 */
export function pixelHistograms({ bands, negatives, bin, scaling }: PixelRecipe, spectra: Matrix): Matrix {
  const kept = bands === "all" ? spectra : columns(spectra, bands);
  const odd = negatives === "refuse" ? kept.data.findIndex((value) => value < 0) : -1;
  if (odd >= 0) {
    const index = Math.floor(odd / kept.cols);
    const value = kept.data[odd]!;
    throw new MeasureError(
      `spectrum ${index} holds ${value}; this model was learned without values below 0: set them to 0 first`,
      { index, value },
    );
  }
  return scaled(binnedColumns({ ...kept, data: kept.data.map((value) => Math.max(value, 0)) }, bin), scaling);
}

function columns(spectra: Matrix, bands: readonly number[]): Matrix {
  const absent = bands.find((band) => band >= spectra.cols);
  if (absent !== undefined) {
    throw new ShapeError(
      `the model takes band ${absent}, from 0, and spectra have ${spectra.cols}; give all bands of the file`,
      { expected: absent + 1, found: spectra.cols },
    );
  }
  const kept = matrix(spectra.rows, bands.length);
  for (let i = 0; i < spectra.rows; i++) {
    bands.forEach((band, b) => {
      kept.data[i * bands.length + b] = spectra.data[i * spectra.cols + band]!;
    });
  }
  return kept;
}

function isRecipe(value: unknown): value is PixelRecipe {
  if (!isRecord(value)) return false;
  const { bands, negatives, bin, scaling } = value;
  const hasBands = bands === "all" || (Array.isArray(bands) && bands.length > 0 && bands.every(isWhole));
  const isRule = typeof negatives === "string" && Object.hasOwn(NEGATIVES, negatives);
  return hasBands && isRule && isWhole(bin) && bin > 0 && isScaling(scaling);
}

function isScaling(value: unknown): value is Scaling {
  if (!isRecord(value) || typeof value.kind !== "string" || !Object.hasOwn(SCALINGS, value.kind))
    return false;
  return value.kind !== "divisor" || (typeof value.value === "number" && value.value > 0);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
