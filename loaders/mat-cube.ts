import type { Cube } from "../src/measure/cube.js";
import type { Matrix } from "../src/numeric/matrix.js";
import { chooseCube, chooseMatrix } from "./array-variable.js";
import { variableCube, variableMatrix } from "./cube-layout.js";
import { type MatOptions, matVariables } from "./mat.js";

export interface VariableOptions extends MatOptions {
  /** Name of the array; default the only one of the wanted number of dimensions. */
  readonly variable?: string;
}

/**
 * The hyperspectral cube in a MATLAB file of version 5: a 3-D array of rows x columns x bands. Numbers keep the type in which
 * the file stores them, which MATLAB chooses as small as it can.
 *
 * @throws FormatError as `parseMat`, and for a file without a 3-D array, or with several and no `variable`; it lists what
 *   the file holds.
 *
 * O(size) time; memory of the file and one cube.
 */
export function parseMatCube(bytes: Uint8Array, options: VariableOptions = {}): Cube {
  const file = options.file ?? "MAT";
  return variableCube(file, chooseCube(file, matVariables(bytes, file), options.variable));
}

/**
 * A 2-D array in a MATLAB file of version 5, in doubles: a small image, a ground truth.
 *
 * @throws FormatError as `parseMatCube`, for 2-D arrays.
 */
export function parseMatMatrix(bytes: Uint8Array, options: VariableOptions = {}): Matrix {
  const file = options.file ?? "MAT";
  return variableMatrix(file, chooseMatrix(file, matVariables(bytes, file), options.variable));
}
