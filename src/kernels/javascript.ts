import type { Functions, Kernels } from "./kernels.js";

/** Kernels as plain JavaScript: the reference, and what runs where there is no WebAssembly with SIMD. */
export const javascriptKernels = <F extends Functions>(functions: F): Kernels<F> => ({
  functions,
  doubles: (array, count) => array.subarray(0, count),
  ints: (array, count) => array.subarray(0, count),
  heldBytes: () => 0,
  isFull: () => false,
});
