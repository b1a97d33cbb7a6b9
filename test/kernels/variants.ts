import { javascriptKernels } from "../../src/kernels/javascript.js";
import type { Kernels } from "../../src/kernels/kernels.js";
import { webAssemblyKernels } from "../../src/kernels/webassembly.js";

/** All forms of the kernels, which give the same bits. */
export const VARIANTS: readonly (readonly [name: string, kernels: Kernels])[] = [
  ["plain JavaScript", javascriptKernels],
  ["WebAssembly", webAssemblyKernels()],
];
