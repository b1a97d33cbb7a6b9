import type { Kernels } from "./kernels.js";
import { MODULE } from "./module.js";
import type { Doubles, Ints } from "./subset.js";

let compiled: WebAssembly.Module | undefined;

/**
 * A fresh instance of the kernels as WebAssembly, with memory of its own.
 *
 * @throws WebAssembly.CompileError, or a ReferenceError, where there is no WebAssembly with SIMD.
 */
export function webAssemblyKernels(): Kernels {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(MODULE), (character) => character.charCodeAt(0)));
  const { exports } = new WebAssembly.Instance(compiled, { env: { abort: arrayTooLarge } });
  const memory = exports.memory as WebAssembly.Memory;
  // Arrays and records are addresses there, which the host only passes on; above 2 GB they arrive as negative numbers.
  const addressOf = (array: Doubles | Ints): number => (array as unknown as number) >>> 0;
  return {
    functions: exports as unknown as Kernels["functions"],
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
