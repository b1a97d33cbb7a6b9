import { javascriptKernels } from "./javascript.js";
import type { Kernels } from "./kernels.js";
import { webAssemblyKernels } from "./webassembly.js";

/** Memory that an idle variant may keep: enough for clouds of 2000 points. Linear memory never shrinks, and doubles. */
const LARGEST_IDLE = 2 ** 26;

const idle: Kernels[] = [];
let available = true;

/**
 * Work with kernels that nobody else uses meanwhile, WebAssembly where there is some. What they hand out is gone
 * afterwards: copy it. Calls may be nested.
 *
 * If WebAssembly has no memory left, `work` is called a second time, with plain JavaScript: it has to begin afresh.
 */
export function lendKernels<T>(work: (kernels: Kernels) => T): T {
  const kernels = idle.pop() ?? freshKernels();
  kernels.functions.forgetAll();
  try {
    const result = work(kernels); // an instance that has thrown is not used again
    if (kernels.heldBytes() <= LARGEST_IDLE) idle.push(kernels);
    return result;
  } catch (error) {
    if (!kernels.isFull(error)) throw error;
  }
  return work(javascriptKernels);
}

function freshKernels(): Kernels {
  if (!available) return javascriptKernels;
  try {
    return webAssemblyKernels();
  } catch (error) {
    available = error instanceof RangeError; // there is some, but no memory for another instance now
    return javascriptKernels;
  }
}
