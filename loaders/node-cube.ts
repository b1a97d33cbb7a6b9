import { basename } from "node:path";
import { printable } from "../src/errors.js";
import { type Cube, selectBands, withWavelengths } from "../src/measure/cube.js";
import { parseVariables } from "./array-file.js";
import { chooseCube } from "./array-variable.js";
import { variableCube } from "./cube-layout.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import { isEnviName, readEnvi } from "./node-envi.js";
import { type InputFile, readInput } from "./node-files.js";
import { parseWavelengths } from "./wavelengths.js";

export interface CubeOptions {
  /** Name of the array, in files that hold several. */
  readonly variable?: string;
  /** Path of a text file with the wavelength of each band of the cube, also of those that are not selected. */
  readonly wavelengths?: string;
  /** Numbers of the bands to keep, from 0, increasing; default all. */
  readonly bands?: readonly number[];
}

export interface LoadedCube {
  readonly cube: Cube;
  readonly inputs: readonly InputFile[];
  /** One sentence: what was understood. */
  readonly description: string;
}

const ARRAY_ENDINGS: readonly string[] = [".mat", ".h5", ".hdf5"];

/** Does the name of a file end as those of cubes do (also of their headers)? */
export function isCubePath(path: string): boolean {
  return isEnviName(path) || ARRAY_ENDINGS.some((ending) => path.toLowerCase().endsWith(ending));
}

/** What a file of one format holds, before wavelengths are given and bands selected. */
interface FoundCube {
  readonly cube: Cube;
  readonly inputs: readonly InputFile[];
  /** Where in which file. */
  readonly from: string;
}

const NO_WAVELENGTHS =
  "no wavelengths are given, so the number of a band is its coordinate; name a file of them with --wavelengths";

/**
 * Hyperspectral cube from a path: a MATLAB file (version 5 or 7.3), HDF5, or an ENVI header or its data file.
 *
 * @throws FormatError if a file is absent, unreadable, damaged or holds no cube (it lists what it holds), and for wavelengths
 *   of another number than the bands; ShapeError for bands that are not there.
 *
 * O(size) time; memory of the files and one cube, two if bands are selected.
 */
export async function loadCube(path: string, options: CubeOptions = {}): Promise<LoadedCube> {
  const found = await findCube(path, options);
  const placed = await placeBands(found, options.wavelengths);
  const cube = options.bands === undefined ? placed.cube : selectBands(placed.cube, options.bands);
  const warnings = cube.axis.quantity === "band" ? [...cube.warnings, NO_WAVELENGTHS] : cube.warnings;
  return {
    cube: { ...cube, warnings },
    inputs: placed.inputs,
    description: describe(cube, found.cube.axis.values.length, found.from),
  };
}

async function findCube(path: string, options: CubeOptions): Promise<FoundCube> {
  if (isEnviName(path)) {
    if (options.variable !== undefined) {
      throw formatError(path, "", `an ENVI file has no variable ${quoted(options.variable)}; leave it out`);
    }
    return { ...(await readEnvi(path)), from: quoted(basename(path)) };
  }
  const { bytes, input } = await readInput(path);
  const variable = chooseCube(path, await parseVariables(bytes, path), options.variable);
  const from = `variable ${quoted(variable.name)} of ${quoted(basename(path))}`;
  return { cube: variableCube(path, variable), inputs: [input], from };
}

async function placeBands(found: FoundCube, path: string | undefined): Promise<FoundCube> {
  if (path === undefined) return found;
  const { bytes, input } = await readInput(path);
  const { values, unit } = parseWavelengths(bytes, { file: path });
  const cube = atPlace(path, "", () => withWavelengths(found.cube, values, unit));
  return { ...found, cube, inputs: [...found.inputs, input] };
}

function describe({ height, width, axis, values }: Cube, all: number, from: string): string {
  const bands = axis.values.length === all ? `${all} bands` : `${axis.values.length} of ${all} bands`;
  const first = axis.values[0]!;
  const last = axis.values.at(-1)!;
  const unit = axis.unit === undefined ? "" : ` ${axis.unit}`;
  const range = axis.quantity === "band" ? "by number" : `${axis.quantity} ${first} to ${last}${unit}`;
  const type = values.constructor.name.replace("Array", "").toLowerCase();
  return printable(`cube of ${height} x ${width} pixels and ${bands} (${range}), ${type}, from ${from}`);
}
