import type * as entry from "./entry.js";
import type { Doubles, Ints, i32 } from "./subset.js";

/** One variant of the kernels. All variants give the same numbers. */
export interface Kernels {
  readonly functions: typeof entry;
  /** The first entries of an array of the kernels, for reading and writing until more memory is taken. */
  readonly doubles: (array: Doubles, count: i32) => Float64Array;
  readonly ints: (array: Ints, count: i32) => Int32Array;
  /** Bytes that the variant holds on to. */
  readonly heldBytes: () => number;
  /** Does the error say that this variant, unlike plain JavaScript, has no memory for the work? */
  readonly isFull: (error: unknown) => boolean;
}
