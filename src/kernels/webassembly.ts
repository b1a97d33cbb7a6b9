import type { Family, Functions, Kernels } from "./kernels.js";
import type { Doubles, Ints } from "./subset.js";

/**
 * A maker of fresh instances of a family of kernels as WebAssembly, each with memory of its own. The module is compiled
 * once.
 *
 * @throws WebAssembly.CompileError, or a ReferenceError, where there is no WebAssembly with SIMD.
 */
export function webAssemblyKernels<F extends Functions>({ module }: Family<F>): () => Kernels<F> {
  let compiled: WebAssembly.Module | undefined;
  return () => {
    compiled ??= new WebAssembly.Module(bytesOf(module));
    return instanceOf(compiled);
  };
}

function bytesOf(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

function instanceOf<F extends Functions>(compiled: WebAssembly.Module): Kernels<F> {
  const { exports } = new WebAssembly.Instance(compiled, { env: { abort: arrayTooLarge } });
  const memory = exports.memory as WebAssembly.Memory;
  // Arrays and records are addresses there, which the host only passes on; above 2 GB they arrive as negative numbers.
  const addressOf = (array: Doubles | Ints): number => (array as unknown as number) >>> 0;
  return {
    functions: exports as unknown as F,
    doubles: (array, count) => new Float64Array(memory.buffer, addressOf(array), count),
    ints: (array, count) => new Int32Array(memory.buffer, addressOf(array), count),
    heldBytes: () => memory.buffer.byteLength,
    // Where memory does not grow the code traps.
    isFull: (error) => error instanceof WebAssembly.RuntimeError || error === tooLarge,
  };
}

const tooLarge = new RangeError("an array of the kernels has more than 1 GB");

function arrayTooLarge(): never {
  throw tooLarge;
}
