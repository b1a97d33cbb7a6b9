import { basename } from "node:path";
import { printable } from "../src/errors.js";
import { type Cube, selectBands } from "../src/measure/cube.js";
import { type BandChoice, requireBands, type SpectralAxis } from "../src/measure/spectral-axis.js";
import { parseVariables } from "./array-file.js";
import { chooseCube, refuseVariable } from "./array-variable.js";
import { variableCube } from "./cube-layout.js";
import { atPlace, quoted } from "./format-error.js";
import { isEnviName, readEnvi } from "./node-envi.js";
import { type InputFile, readInput } from "./node-files.js";
import { axisWarnings } from "./spectral-unit.js";
import { parseWavelengths } from "./wavelengths.js";

export interface CubeOptions {
  /** Name of the array, in files that hold several. */
  readonly variable?: string;
  /** Path of a text file with the wavelength of each band: of all in the file, or of those that are kept; increasing. */
  readonly wavelengths?: string;
  /** The same where they are known already. */
  readonly axis?: SpectralAxis;
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

/**
 * Hyperspectral cube from a path: a MATLAB file (version 5 or 7.3), HDF5, or an ENVI header or its data file.
 *
 * Its bands are in increasing order of their positions, whatever that of the file.
 *
 * @throws FormatError if a file is absent, unreadable, damaged or holds no cube (it lists what it holds), for wavelengths
 *   of another number than the bands, and for bands that are not there.
 *
 * O(size) time; memory of the files and one cube, two if bands are selected or turned round.
 */
export async function loadCube(path: string, options: CubeOptions = {}): Promise<LoadedCube> {
  const { cube, ...found } = await readCubeFile(path, options);
  return { cube: { ...cube, warnings: [...cube.warnings, ...axisWarnings(cube.axis)] }, ...found };
}

/** The same without a word on wavelengths that are not there. */
export async function readCubeFile(path: string, options: CubeOptions): Promise<LoadedCube> {
  const found = await findCube(path, options);
  const all = found.cube.axis.values.length;
  const { bands } = options;
  if (bands) atPlace(path, "", () => requireBands(bands, all));
  const given = await readWavelengths(options);
  const choice: BandChoice = {
    ...(bands && { bands }),
    ...(given.axis && { axis: given.axis }),
  };
  const cube = atPlace(options.wavelengths ?? path, "", () => selectBands(found.cube, choice));
  return {
    cube,
    inputs: [...found.inputs, ...given.inputs],
    description: describe(cube, all, found.from),
  };
}

export interface ReadWavelengths {
  readonly axis?: SpectralAxis;
  readonly inputs: readonly InputFile[];
}

/** The axis that a file of wavelengths gives, where one is named; else the one that is given, if any. */
export async function readWavelengths({
  wavelengths,
  axis,
}: Pick<CubeOptions, "wavelengths" | "axis">): Promise<ReadWavelengths> {
  if (wavelengths === undefined) return axis ? { axis, inputs: [] } : { inputs: [] };
  const { bytes, input } = await readInput(wavelengths);
  return { axis: parseWavelengths(bytes, { file: wavelengths }), inputs: [input] };
}

async function findCube(path: string, options: CubeOptions): Promise<FoundCube> {
  if (isEnviName(path)) {
    refuseVariable(path, options.variable, "variable (--variable)");
    return { ...(await readEnvi(path)), from: quoted(basename(path)) };
  }
  const { bytes, input } = await readInput(path);
  const variable = chooseCube(path, await parseVariables(bytes, path), options.variable);
  const from = `variable ${quoted(variable.name)} of ${quoted(basename(path))}`;
  return { cube: variableCube(path, variable), inputs: [input], from };
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
