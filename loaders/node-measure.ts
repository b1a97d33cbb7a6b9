import { type Random, seededRandom } from "../src/numeric/random.js";
import { type MeasureRule, type ParsedFile, parseMeasureFile } from "./measure-file.js";
import { readWavelengths } from "./node-cube.js";
import { type InputFile, readInput } from "./node-files.js";
import { requireSpectrumRule, type SpectrumFiles } from "./spectrum-items.js";

export interface FileOptions extends MeasureRule, SpectrumFiles {
  /** Seed of surface samples; default 0. */
  readonly seed?: number;
}

export interface MeasureOptions extends FileOptions {
  /** Which stream of the seed to draw from, so that two files get different points; default 0. */
  readonly stream?: number;
}

/** Key of the stream that files are sampled from. Callers fork the same seed by small numbers for their own draws. */
const LOAD_STREAM = 1_000_000;

/** Stream that sampling forks by file or item: none of those that the caller's own forks of the seed give. */
export function loadStream({ seed = 0 }: FileOptions): Random {
  return seededRandom(seed).fork(LOAD_STREAM);
}

export interface LoadedMeasure extends ParsedFile {
  readonly inputs: readonly InputFile[];
}

/**
 * One measure from a mesh, point, table or spectrum file, by the ending of its name (see `parseMeasureFile`).
 *
 * @throws FormatError if the file is absent, unreadable, of an unknown kind or damaged; ShapeError if the options
 *   contradict each other.
 */
export async function loadMeasure(path: string, options: MeasureOptions = {}): Promise<LoadedMeasure> {
  const random = loadStream(options).fork(options.stream ?? 0);
  const { inputs: wavelengths, ...axis } = await readWavelengths(options);
  const { bytes, input } = await readInput(path);
  const rule = { ...options, ...axis };
  const found = parseMeasureFile(bytes, { ...rule, file: path, random });
  requireSpectrumRule(rule, found.item, path);
  return { ...found, inputs: [input, ...wavelengths] };
}
