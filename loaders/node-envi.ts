import { basename, dirname } from "node:path";
import type { Cube } from "../src/measure/cube.js";
import { enviCube, requireEnviSize } from "./envi.js";
import { type EnviHeader, parseEnviHeader } from "./envi-header.js";
import { formatError, quoted, quotedList } from "./format-error.js";
import {
  type Folder,
  fileSize,
  type InputFile,
  insidePath,
  listFolder,
  type ReadFile,
  readInput,
  readListed,
} from "./node-files.js";

const HEADER_ENDING = ".hdr";
/** How data files of ENVI end, apart from no ending at all. */
const DATA_ENDINGS: readonly string[] = [".bsq", ".bil", ".bip", ".img", ".dat", ".raw"];
const KNOWN_ENDINGS: readonly string[] = [HEADER_ENDING, ...DATA_ENDINGS];

/** Does the name end as those of ENVI's headers and data files do? */
export function isEnviName(name: string): boolean {
  return KNOWN_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));
}

export interface EnviFiles {
  /** As it stands in the file: wavelengths may decrease. */
  readonly cube: Cube;
  readonly inputs: readonly InputFile[];
}

/**
 * Cube from an ENVI header or its data file; the other one stands beside it: `a.hdr` with `a`, `a.img`, `a.bsq`, ..., or
 * `a.img.hdr` with `a.img`. The size of the data file is compared with the header before it is read.
 *
 * @throws FormatError if the other file is absent or one of several, or as `parseEnviHeader` and `parseEnviCube` throw.
 */
export async function readEnvi(path: string): Promise<EnviFiles> {
  const folder = await listFolder(dirname(path));
  return isHeader(path) ? fromHeader(path, folder) : fromData(path, folder);
}

async function fromHeader(path: string, folder: Folder): Promise<EnviFiles> {
  const read = await readInput(path);
  const header = parseEnviHeader(read.bytes, { file: path });
  const stem = withoutEnding(basename(path), HEADER_ENDING).toLowerCase();
  const names = [stem, ...DATA_ENDINGS.map((ending) => `${stem}${ending}`)];
  const found = onlyBeside(path, folder, names, "data file", "a name that ends in .img");
  const dataPath = await insidePath(folder, found);
  requireEnviSize(header, await fileSize(dataPath), dataPath);
  return cubeOf(header, read.input, await readListed(folder, found), dataPath);
}

async function fromData(path: string, folder: Folder): Promise<EnviFiles> {
  const size = await fileSize(path);
  const name = basename(path).toLowerCase();
  const stems = [name, ...DATA_ENDINGS.map((ending) => withoutEnding(name, ending))];
  const names = stems.map((stem) => `${stem}${HEADER_ENDING}`);
  const found = onlyBeside(path, folder, names, "header", `the name ${quoted(names[0]!)}`);
  const read = await readListed(folder, found);
  const header = parseEnviHeader(read.bytes, { file: await insidePath(folder, found) });
  requireEnviSize(header, size, path);
  return cubeOf(header, read.input, await readInput(path), path);
}

function cubeOf(header: EnviHeader, input: InputFile, data: ReadFile, path: string): EnviFiles {
  const cube = enviCube(header, data.bytes, path);
  return { cube, inputs: [input, data.input] };
}

function isHeader(path: string): boolean {
  return path.toLowerCase().endsWith(HEADER_ENDING);
}

function withoutEnding(name: string, ending: string): string {
  return name.toLowerCase().endsWith(ending) ? name.slice(0, -ending.length) : name;
}

/** The only file of the folder with one of these names, in any case. */
function onlyBeside(
  path: string,
  folder: Folder,
  names: readonly string[],
  what: string,
  remedy: string,
): string {
  const found = folder.files.filter((name) => names.includes(name.toLowerCase()));
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  throw formatError(
    path,
    "",
    only === undefined
      ? `no ${what} stands beside it; put it there under ${remedy}`
      : `several could be its ${what}: ${quotedList(found)}; name the right one, or move the others away`,
  );
}
