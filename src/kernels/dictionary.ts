import * as entry from "./dictionary-entry.js";
import { DICTIONARY_MODULE } from "./dictionary-module.js";
import { javascriptKernels } from "./javascript.js";
import type { Family } from "./kernels.js";
import { lender } from "./lend.js";

export const dictionaryFamily: Family<typeof entry> = {
  plain: /* @__PURE__ */ javascriptKernels(entry),
  module: DICTIONARY_MODULE,
};

export const lendDictionaryKernels = /* @__PURE__ */ lender(dictionaryFamily);
