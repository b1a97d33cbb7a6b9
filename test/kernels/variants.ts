import { dictionaryFamily } from "../../src/kernels/dictionary.js";
import { entropicFamily } from "../../src/kernels/entropic.js";
import { exactFamily } from "../../src/kernels/exact.js";
import type { Family, Functions, Kernels } from "../../src/kernels/kernels.js";
import { webAssemblyKernels } from "../../src/kernels/webassembly.js";

type Variants<F extends Functions> = readonly (readonly [name: string, kernels: Kernels<F>])[];

/** All forms of a family of kernels, which give the same bits. */
const variants = <F extends Functions>(family: Family<F>): Variants<F> => [
  ["plain JavaScript", family.plain],
  ["WebAssembly", webAssemblyKernels(family)()],
];

export const EXACT_VARIANTS = variants(exactFamily);
export const ENTROPIC_VARIANTS = variants(entropicFamily);
export const DICTIONARY_VARIANTS = variants(dictionaryFamily);
