import type { CubeValues } from "../src/measure/cube.js";
import {
  arrayFor,
  type BlockVisitor,
  type ElementType,
  exactNumbers,
  FLOAT32,
  FLOAT64,
  INT8,
  INT16,
  INT32,
  INT64,
  type NativeArray,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
} from "./array-elements.js";
import {
  type ArrayVariable,
  allValues,
  type BlockVariable,
  classRefusal,
  elementCount,
  requireArraySize,
  unreadVariable,
} from "./array-variable.js";
import { formatError, quoted } from "./format-error.js";
import { type Hdf5Dataset, type Hdf5File, type Hdf5Library, loadHdf5Library } from "./hdf5-library.js";
import type { MatOptions } from "./mat.js";
import { NUMBER_CLASSES } from "./mat-types.js";

type Hdf5Group = InstanceType<Hdf5Library["classes"]["Group"]>;

/** An HDF5 file, while it is read. */
interface Source {
  readonly library: Hdf5Library;
  readonly bytes: Uint8Array;
  readonly file: string;
}

/** Groups in groups in groups: deeper ones are only named, as is what links make a circle. */
const MOST_DEPTH = 4;
/** Objects that are looked at; that there are more is told. */
const MOST_OBJECTS = 1000;
/** Bytes of one block; HDF5 unfolds whole chunks, so that it is at least one row of these. */
const BLOCK = 2 ** 24;

/** HDF5's classes of types (H5T_class_t). */
const INTEGER = 0;
const FLOAT = 1;
const COMPOUND = 6;

const INTEGERS: ReadonlyMap<string, ElementType> = new Map([
  ["1 true", INT8],
  ["1 false", UINT8],
  ["2 true", INT16],
  ["2 false", UINT16],
  ["4 true", INT32],
  ["4 false", UINT32],
  ["8 true", INT64],
  ["8 false", UINT64],
]);

const FLOATS: ReadonlyMap<number, ElementType> = new Map([
  [4, FLOAT32],
  [8, FLOAT64],
]);

/** Classes of MATLAB whose datasets hold numbers or logicals; in others they are references, or codes of characters. */
const READ_CLASSES: ReadonlySet<string> = new Set([...NUMBER_CLASSES.values(), "logical"]);

/**
 * Arrays of an HDF5 file; of a MATLAB file of version 7.3 with the shape and order that `parseMat` gives for the same arrays
 * (HDF5 has the axes the other way round, and the numbers in the same order). Datasets without the attribute `MATLAB_class` keep
 * their shape, the last index fastest; those in groups are named "group/dataset".
 *
 * Real numbers and logicals can be read; others are only named. Links into other files are not followed.
 *
 * @throws FormatError if the package h5wasm is not installed, or the file is damaged. Values as those of `parseMat`.
 *
 * O(size) time; `values` twice the memory of the array while it is read.
 */
export async function parseHdf5(
  bytes: Uint8Array,
  options: MatOptions = {},
): Promise<readonly ArrayVariable[]> {
  return hdf5Variables(bytes, options.file ?? "HDF5");
}

/** What `parseHdf5` gives, to be read a block at a time. */
export async function hdf5Variables(bytes: Uint8Array, file: string): Promise<readonly BlockVariable[]> {
  const library = await loadHdf5Library(file);
  const source = { library, bytes, file };
  return library.withFile(bytes, file, (opened) => variablesIn(source, opened));
}

function variablesIn(source: Source, opened: Hdf5File): readonly BlockVariable[] {
  const { Dataset, Group } = source.library.classes;
  const variables: BlockVariable[] = [];
  let objects = 0;
  const visit = (group: Hdf5Group, prefix: string, depth: number): void => {
    for (const key of group.keys()) {
      if (key.startsWith("#")) continue; // MATLAB's own: what cells and objects refer to
      if (objects++ >= MOST_OBJECTS) continue;
      const name = `${prefix}${key}`;
      const found = group.get(key);
      if (found instanceof Dataset) variables.push(datasetVariable(source, found, name));
      if (!(found instanceof Group)) continue;
      const kind = matlabClass(source, found, name);
      if (kind !== undefined) variables.push(unread(source, { name, shape: [], class: kind }));
      else if (depth < MOST_DEPTH) visit(found, `${name}/`, depth + 1);
      else variables.push(unread(source, { name, shape: [], class: "group" }, TOO_DEEP));
    }
  };
  visit(opened, "", 1);
  return objects > MOST_OBJECTS ? [passedOver(source, objects - MOST_OBJECTS), ...variables] : variables;
}

const TOO_DEEP = `groups within ${MOST_DEPTH - 1} others are not looked into; save its arrays further up`;

/** Stands first, so that sentences that list variables name it. */
function passedOver(source: Source, count: number): BlockVariable {
  const named = { name: "others", shape: [], class: `${count} or more objects that are not looked at` };
  const refusal = `only ${MOST_OBJECTS} objects of a file are looked at; save the array in a file of its own`;
  return unread(source, named, refusal);
}

/**
 * The class of MATLAB that an object says it has.
 *
 * Text of variable length is not read, since damage to where HDF5 keeps it makes its library loop for ever; MATLAB writes none.
 */
function matlabClass({ file }: Source, entity: Hdf5Dataset | Hdf5Group, name: string): string | undefined {
  const attribute = entity.attrs.MATLAB_class;
  if (attribute?.metadata.vlen) {
    throw formatError(
      file,
      `variable ${quoted(name)}`,
      "its MATLAB_class is text of variable length, which MATLAB does not write; save it as text of fixed length",
    );
  }
  const kind = attribute?.value;
  return typeof kind === "string" ? kind : undefined;
}

/** What an array is called and looks like. */
type Named = Pick<ArrayVariable, "name" | "shape" | "class">;

function unread({ file }: Source, named: Named, refusal = classRefusal(named.class)): BlockVariable {
  return unreadVariable(file, `variable ${quoted(named.name)}`, named, refusal);
}

function datasetVariable(source: Source, dataset: Hdf5Dataset, name: string): BlockVariable {
  const { metadata } = dataset;
  const matlab = matlabClass(source, dataset, name);
  const stored = metadata.shape ?? [];
  const shape = matlab === undefined ? stored : stored.toReversed();
  const type = elementType(metadata);
  const named = { name, shape, class: matlab ?? typeName(metadata, type) };
  if (dataset.attrs.MATLAB_empty) {
    return unread(source, { ...named, shape: [0, 0] }, "it is empty; save numbers in it");
  }
  if (metadata.type === COMPOUND && (matlab === undefined || READ_CLASSES.has(matlab))) {
    const refusal = "its numbers are complex, or several in one; save the real part alone";
    return unread(source, { ...named, class: `complex ${matlab ?? "numbers"}` }, refusal);
  }
  if (!type || (matlab !== undefined && !READ_CLASSES.has(matlab))) {
    return unread(source, named);
  }
  const order = matlab === undefined ? "last-fastest" : "first-fastest";
  return numberVariable(source, { ...named, order, type, stored, chunk: metadata.chunks?.[0] ?? 1 });
}

function elementType({ type, size, signed }: Hdf5Dataset["metadata"]): ElementType | undefined {
  if (type === INTEGER) return INTEGERS.get(`${size} ${signed}`);
  return type === FLOAT ? FLOATS.get(size) : undefined;
}

/** What datasets hold that have no numbers, by HDF5's class of types. */
const OTHER_TYPES: ReadonlyMap<number, string> = new Map([
  [3, "text"],
  [7, "references"],
  [8, "enumeration"],
]);

function typeName({ type }: Hdf5Dataset["metadata"], element: ElementType | undefined): string {
  const name = element?.native.name.replace(/Array$|^Big/g, "").toLowerCase();
  return name ?? OTHER_TYPES.get(type) ?? "something else";
}

interface Numbers extends Named {
  readonly order: BlockVariable["order"];
  readonly type: ElementType;
  /** As HDF5 has it: the last index runs fastest. */
  readonly stored: readonly number[];
  /** Extent of a chunk along the first axis. */
  readonly chunk: number;
}

function numberVariable(source: Source, numbers: Numbers): BlockVariable {
  const { name, shape, class: kind, order, type } = numbers;
  const count = elementCount(shape);
  const empty = (): CubeValues => {
    requireArraySize(source.file, numbers, count * type.size, source.bytes.length);
    return arrayFor(type, count);
  };
  const blocks = (visit: BlockVisitor): void => readBlocks(source, numbers, visit);
  const values = (): CubeValues => allValues({ empty, blocks });
  return { name, shape, class: kind, order, values, empty, blocks };
}

function readBlocks({ library, bytes, file }: Source, numbers: Numbers, visit: BlockVisitor): void {
  const { name, stored, type, chunk } = numbers;
  const [rows = 1, ...others] = stored;
  const rowCount = elementCount(others);
  const place = `variable ${quoted(name)}`;
  const step = Math.max(1, Math.floor(BLOCK / (rowCount * type.size * chunk))) * chunk;
  library.withFile(bytes, `${file}, ${place}`, (opened) => {
    const dataset = opened.get(name);
    if (!(dataset instanceof library.classes.Dataset)) throw formatError(file, place, "it is gone");
    for (let row = 0; row < rows; row += step) {
      const to = Math.min(row + step, rows);
      const ranges = stored.map((_, a): [number, number] | [] => (a === 0 ? [row, to] : []));
      const block = dataset.slice(ranges);
      const first = row * rowCount;
      visit(first, exactNumbers(block as NativeArray, first, `${file}, ${place}`));
    }
  });
}
