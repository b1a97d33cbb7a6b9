import { damaged } from "../numeric/json-fields.js";
import { type Matrix, matrix } from "../numeric/matrix.js";

/** An array of a model file, in C order (last index fastest). */
export interface ArrayPart {
  readonly data: Float64Array | Int32Array;
  readonly shape: readonly number[];
}

export type Arrays = ReadonlyMap<string, ArrayPart>;

/** A record in two: what is JSON, and what is arrays of numbers, by name. */
export interface Parts {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly arrays: Arrays;
}

export function matrixPart({ rows, cols, data }: Matrix): ArrayPart {
  return { data, shape: [rows, cols] };
}

export function vectorPart(data: Float64Array | Int32Array): ArrayPart {
  return { data, shape: [data.length] };
}

/** The matrix of a name; `rows` and `cols` where they are known before. @throws FormatError, see `damagedIn`. */
export function matrixIn(
  arrays: Arrays,
  name: string,
  { rows, cols }: { readonly rows?: number; readonly cols?: number },
): Matrix {
  const part = partIn(arrays, name, [rows, cols]);
  return matrix(part.shape[0]!, part.shape[1]!, finite(part, name));
}

export function vectorIn(arrays: Arrays, name: string, length?: number): Float64Array {
  return finite(partIn(arrays, name, [length]), name);
}

/** Whole numbers from `least` (default 0) to `below - 1`. */
export function wholesIn(
  arrays: Arrays,
  name: string,
  { length, least = 0, below }: { readonly length?: number; readonly least?: number; readonly below: number },
): Int32Array {
  const { data } = partIn(arrays, name, [length]);
  const odd = data.findIndex((value) => !(Number.isInteger(value) && value >= least && value < below));
  if (odd >= 0) {
    throw damaged(
      place(name),
      `holds ${data[odd]} at place ${odd} instead of a whole number ${least} to ${below - 1}`,
    );
  }
  return Int32Array.from(data);
}

/** @param expected extents; those that are undefined may be any. */
function partIn(arrays: Arrays, name: string, expected: readonly (number | undefined)[]): ArrayPart {
  const part = arrays.get(name);
  if (part === undefined) throw damaged(place(name), "is missing");
  const { shape } = part;
  if (shape.length === expected.length && expected.every((extent, a) => (extent ?? shape[a]) === shape[a])) {
    return part;
  }
  const wanted = expected.map((extent) => extent ?? "any").join(", ");
  throw damaged(place(name), `has the shape (${shape.join(", ")}) instead of (${wanted})`);
}

function finite({ data }: ArrayPart, name: string): Float64Array {
  const odd = data.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw damaged(place(name), `holds ${data[odd]} at place ${odd}; its numbers must be finite`);
  return data instanceof Float64Array ? data : Float64Array.from(data);
}

function place(name: string): string {
  return `the array ${name}`;
}
