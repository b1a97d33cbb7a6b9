import * as entry from "./entropic-entry.js";
import { ENTROPIC_MODULE } from "./entropic-module.js";
import { javascriptKernels } from "./javascript.js";
import type { Family } from "./kernels.js";
import { lender } from "./lend.js";

export const entropicFamily: Family<typeof entry> = {
  plain: /* @__PURE__ */ javascriptKernels(entry),
  module: ENTROPIC_MODULE,
};

export const lendEntropicKernels = /* @__PURE__ */ lender(entropicFamily);
