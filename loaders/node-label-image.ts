import { basename } from "node:path";
import { printable } from "../src/errors.js";
import { parseVariables } from "./array-file.js";
import { chooseMatrix, refuseVariable } from "./array-variable.js";
import { parseCsvMatrix } from "./csv-matrix.js";
import { variableMatrix } from "./cube-layout.js";
import { quoted } from "./format-error.js";
import { type LabelImage, labelImage } from "./label-image.js";
import { type InputFile, readInput } from "./node-files.js";
import { isPng } from "./png-chunks.js";
import { parsePngLabels } from "./png-labels.js";

export interface LabelImageOptions {
  /** Name of the array, in files that hold several. */
  readonly variable?: string;
}

export interface LoadedLabelImage extends LabelImage {
  readonly inputs: readonly InputFile[];
  /** One sentence: what was understood. */
  readonly description: string;
}

/** An image, and where it was found. */
interface FoundImage {
  readonly image: LabelImage;
  readonly from: string;
}

/**
 * Labels of the pixels of an image, from a path: the only 2-D array (or the named one) of a MATLAB or HDF5 file, grey values or
 * palette numbers of a PNG, or a CSV with a row of numbers a line.
 *
 * @throws FormatError if the file is absent, unreadable, damaged or holds no image of whole numbers, and for the name of an
 *   array where it has none.
 */
export async function loadLabelImage(
  path: string,
  options: LabelImageOptions = {},
): Promise<LoadedLabelImage> {
  const { bytes, input } = await readInput(path);
  const { image, from } = await findImage(path, bytes, options.variable);
  const description = printable(`labels of ${image.height} x ${image.width} pixels, from ${from}`);
  return { ...image, inputs: [input], description };
}

async function findImage(path: string, bytes: Uint8Array, variable: string | undefined): Promise<FoundImage> {
  const name = quoted(basename(path));
  const isPicture = isPng(bytes);
  const isTable = !isPicture && path.toLowerCase().endsWith(".csv");
  if (isPicture || isTable) refuseVariable(path, variable, "variable (--truth-variable)");
  if (isPicture) return { image: parsePngLabels(bytes, { file: path }), from: name };
  if (isTable) {
    return { image: labelImage(path, parseCsvMatrix(bytes, { file: path })), from: name };
  }
  const chosen = chooseMatrix(path, await parseVariables(bytes, path), variable);
  return {
    image: labelImage(path, variableMatrix(path, chosen)),
    from: `variable ${quoted(chosen.name)} of ${name}`,
  };
}
