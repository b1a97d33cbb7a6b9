import type * as dictionary from "./dictionary-entry.js";
import type * as entropic from "./entropic-entry.js";
import type * as exact from "./exact-entry.js";
import type { Doubles, Ints, i32 } from "./subset.js";

/** What every family of kernels has. */
export interface Functions {
  /** Gives up all records and arrays made so far. */
  readonly forgetAll: () => void;
}

/** One variant of a family of kernels. All variants give the same numbers. */
export interface Kernels<F extends Functions> {
  readonly functions: F;
  /** The first entries of an array of the kernels, for reading and writing until more memory is taken. */
  readonly doubles: (array: Doubles, count: i32) => Float64Array;
  readonly ints: (array: Ints, count: i32) => Int32Array;
  /** Bytes that the variant holds on to. */
  readonly heldBytes: () => number;
  /** Does the error say that this variant, unlike plain JavaScript, has no memory for the work? */
  readonly isFull: (error: unknown) => boolean;
}

/** Simplex and c-transform. */
export type ExactKernels = Kernels<typeof exact>;
/** Gibbs kernel and soft c-transform. */
export type EntropicKernels = Kernels<typeof entropic>;
/** Barycentres and losses of dictionaries. */
export type DictionaryKernels = Kernels<typeof dictionary>;

/** Kernels that are called together, in both variants; an application carries those families only that it calls. */
export interface Family<F extends Functions> {
  readonly plain: Kernels<F>;
  /** The WebAssembly module, in hexadecimal digits: gzip packs them better than base64. */
  readonly module: string;
}
