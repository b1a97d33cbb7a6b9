import type { Cube } from "../src/measure/cube.js";
import type { Matrix } from "../src/numeric/matrix.js";
import { chooseCube, chooseMatrix } from "./array-variable.js";
import { variableCube, variableMatrix } from "./cube-layout.js";
import { hdf5Variables } from "./hdf5.js";
import type { VariableOptions } from "./mat-cube.js";

/**
 * The hyperspectral cube in a MATLAB file of version 7.3 or another HDF5 file: a 3-D array of rows x columns x bands, which
 * MATLAB's HDF5 has the other way round. Numbers keep their type.
 *
 * @throws FormatError as `parseHdf5`, and as `parseMatCube` about the arrays that there are.
 *
 * O(size) time; memory of the file and one cube, and of 16 MB or a row of chunks.
 */
export async function parseHdf5Cube(bytes: Uint8Array, options: VariableOptions = {}): Promise<Cube> {
  const file = options.file ?? "HDF5";
  return variableCube(file, chooseCube(file, await hdf5Variables(bytes, file), options.variable));
}

/**
 * A 2-D array in a MATLAB file of version 7.3 or another HDF5 file, in doubles.
 *
 * @throws FormatError as `parseHdf5Cube`, for 2-D arrays.
 */
export async function parseHdf5Matrix(bytes: Uint8Array, options: VariableOptions = {}): Promise<Matrix> {
  const file = options.file ?? "HDF5";
  return variableMatrix(file, chooseMatrix(file, await hdf5Variables(bytes, file), options.variable));
}
