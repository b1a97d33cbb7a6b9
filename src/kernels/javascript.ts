import * as entry from "./entry.js";
import type { Kernels } from "./kernels.js";

/** The kernels as plain JavaScript: the reference, and what runs where there is no WebAssembly with SIMD. */
export const javascriptKernels: Kernels = {
  functions: entry,
  doubles: (array, count) => array.subarray(0, count),
  ints: (array, count) => array.subarray(0, count),
  heldBytes: () => 0,
  isFull: () => false,
};
