import type { Family, Functions, Kernels } from "./kernels.js";
import { webAssemblyKernels } from "./webassembly.js";

/** Memory that an idle variant may keep: enough for clouds of 2000 points. Linear memory never shrinks, and doubles. */
const LARGEST_IDLE = 2 ** 26;

/**
 * Work with kernels that nobody else uses meanwhile, WebAssembly where there is some. What they hand out is gone
 * afterwards: copy it. Calls may be nested.
 *
 * If WebAssembly has no memory left, `work` is called a second time, with plain JavaScript: it has to begin afresh.
 */
export type Lend<F extends Functions> = <T>(work: (kernels: Kernels<F>) => T) => T;

/** The lender of a family of kernels, which keeps those that are idle. */
export function lender<F extends Functions>(family: Family<F>): Lend<F> {
  const idle: Kernels<F>[] = [];
  const compiledKernels = webAssemblyKernels(family);
  let available = true;

  function freshKernels(): Kernels<F> {
    if (!available) return family.plain;
    try {
      return compiledKernels();
    } catch (error) {
      available = error instanceof RangeError; // there is some, but no memory for another instance now
      return family.plain;
    }
  }

  return (work) => {
    const kernels = idle.pop() ?? freshKernels();
    kernels.functions.forgetAll();
    try {
      const result = work(kernels); // an instance that has thrown is not used again
      if (kernels.heldBytes() <= LARGEST_IDLE) idle.push(kernels);
      return result;
    } catch (error) {
      if (!kernels.isFull(error)) throw error;
    }
    return work(family.plain);
  };
}
