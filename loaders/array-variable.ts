import type { CubeValues } from "../src/measure/cube.js";
import type { BlockVisitor } from "./array-elements.js";
import { formatError, quoted } from "./format-error.js";

/** A named array in a file, whose numbers are read when they are asked for. */
export interface ArrayVariable {
  readonly name: string;
  /** Rows, columns, bands, ...: what `size` in MATLAB or `shape` in NumPy says. */
  readonly shape: readonly number[];
  /** "double", "int16", "logical", "cell", ...: what `class` in MATLAB says. */
  readonly class: string;
  /** Does the first index run fastest in `values` (MATLAB) or the last (plain HDF5)? */
  readonly order: "first-fastest" | "last-fastest";
  /** All numbers, in the type in which the file stores them. @throws FormatError if they are none, or damaged. */
  readonly values: () => CubeValues;
}

/** An `ArrayVariable` that can be read a block at a time. */
export interface BlockVariable extends ArrayVariable {
  /** Why its numbers cannot be read; absent for one that can. */
  readonly refusal?: string;
  /** A new array for its numbers. */
  readonly empty: () => CubeValues;
  /** All its numbers in order; FormatError if they are none, or damaged. */
  readonly blocks: (visit: BlockVisitor) => void;
}

/** Bytes of one array: a laptop holds it twice. */
const MOST_BYTES = 2 ** 30;
/** Deflate cannot expand further; an array that promises more is not there. */
const MOST_EXPANSION = 1032;
/** Variables that an error sentence names. */
const MOST_LISTED = 8;

/** @throws FormatError for an array of more bytes than are read: before anything is allocated. */
export function requireArrayBytes(file: string, place: string, size: string, bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  throw formatError(
    file,
    place,
    `${size} numbers take ${bytes} bytes, over the limit of ${MOST_BYTES}; cut out a part, or save it in a smaller type`,
  );
}

/** @throws FormatError for an array of more bytes than are read, or than `packed` ones can hold. */
export function requireArraySize(
  file: string,
  { name, shape }: Pick<ArrayVariable, "name" | "shape">,
  bytes: number,
  packed: number,
): void {
  const place = `variable ${quoted(name)}`;
  const size = shape.join(" x ");
  requireArrayBytes(file, place, size, bytes);
  if (bytes > MOST_EXPANSION * packed) {
    throw formatError(
      file,
      place,
      `${size} numbers take ${bytes} bytes, but the file has only ${packed} for them; it is cut off or damaged`,
    );
  }
}

/** Number of elements; NaN or Infinity where extents lie. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((all, extent) => all * extent, 1);
}

/** @param option what the name of the variable was given as. @throws FormatError if there is one: only some formats have names. */
export function refuseVariable(file: string, name: string | undefined, option: string): void {
  if (name === undefined) return;
  throw formatError(
    file,
    "",
    `only MATLAB and HDF5 files have variables, so there is no variable ${quoted(name)}; leave ${option} out`,
  );
}

/** A variable that is only named. @param place where in the file, in words. @param refusal why it cannot be read. */
export function unreadVariable(
  file: string,
  place: string,
  named: Pick<ArrayVariable, "name" | "shape" | "class">,
  refusal: string,
): BlockVariable {
  const refused = (): never => {
    throw formatError(file, place, refusal);
  };
  const { name, shape, class: kind } = named;
  const unread = { values: refused, empty: refused, blocks: refused };
  return { name, shape, class: kind, order: "first-fastest", refusal, ...unread };
}

/** Why cells, texts, structs and the like are not read. */
export function classRefusal(kind: string): string {
  return `it is of class ${kind}, no array of numbers; save one as double`;
}

/** All numbers of a variable in an array of its own. */
export function allValues(variable: Pick<BlockVariable, "empty" | "blocks">): CubeValues {
  const values = variable.empty();
  variable.blocks((first, block) => values.set(block, first));
  return values;
}

/** What is looked for, and how sentences call it and the option that names it. */
interface Wanted {
  readonly axes: number;
  readonly called: string;
  readonly option: string;
}

const CUBE: Wanted = {
  axes: 3,
  called: "3-D array (rows x columns x bands)",
  option: 'variable "NAME" (--variable NAME)',
};
const IMAGE: Wanted = {
  axes: 2,
  called: "2-D array (rows x columns)",
  option: 'variable "NAME" (--truth-variable NAME)',
};

/** The only 3-D array, or the named one. @throws FormatError that lists what there is. */
export function chooseCube(
  file: string,
  variables: readonly BlockVariable[],
  name: string | undefined,
): BlockVariable {
  return choose(file, variables, name, CUBE);
}

/** The only 2-D array that is no single number, or the named one. @throws FormatError that lists what there is. */
export function chooseMatrix(
  file: string,
  variables: readonly BlockVariable[],
  name: string | undefined,
): BlockVariable {
  return choose(file, variables, name, IMAGE);
}

function choose(
  file: string,
  variables: readonly BlockVariable[],
  name: string | undefined,
  wanted: Wanted,
): BlockVariable {
  return name === undefined ? onlyFit(file, variables, wanted) : namedFit(file, variables, name, wanted);
}

function onlyFit(file: string, variables: readonly BlockVariable[], wanted: Wanted): BlockVariable {
  const fits = variables.filter((variable) => isFit(variable, wanted));
  const large = fits.filter((variable) => elementCount(variable.shape) > 1);
  const [only, second] = large.length > 0 ? large : fits;
  if (only && !second) return only;
  if (only) {
    throw formatError(file, "", `it holds several: ${listed(fits)}; say which with ${wanted.option}`);
  }
  const others = variables.length === 0 ? "no variables" : listed(variables);
  throw formatError(
    file,
    "",
    `it holds no ${wanted.called} of real numbers but ${others}; save one there, or name another file; ` +
      `where there are several, choose with ${wanted.option}`,
  );
}

function namedFit(
  file: string,
  variables: readonly BlockVariable[],
  name: string,
  wanted: Wanted,
): BlockVariable {
  const found = variables.find((variable) => variable.name === name);
  if (!found) {
    const others = variables.length === 0 ? "no variables" : listed(variables);
    throw formatError(
      file,
      "",
      `no variable ${quoted(name)}; it holds ${others}: name one of these with ${wanted.option}`,
    );
  }
  if (found.refusal !== undefined) throw formatError(file, `variable ${quoted(name)}`, found.refusal);
  if (!isFit(found, wanted)) {
    throw formatError(
      file,
      `variable ${quoted(name)}`,
      `${described(found)} is no ${wanted.called}; name another of ${listed(variables)} with ${wanted.option}`,
    );
  }
  return found;
}

function isFit({ shape, refusal }: BlockVariable, { axes }: Wanted): boolean {
  return refusal === undefined && shape.length === axes && elementCount(shape) > 0;
}

function described({ shape, class: kind }: ArrayVariable): string {
  return shape.length === 0 ? kind : `${shape.join(" x ")} ${kind}`;
}

/** `"a" (2 x 3 double), "b" (cell) and 3 more`. */
function listed(variables: readonly ArrayVariable[]): string {
  const shown = variables.slice(0, MOST_LISTED).map((one) => `${quoted(one.name)} (${described(one)})`);
  const more = variables.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
