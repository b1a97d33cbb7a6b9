import * as entry from "./exact-entry.js";
import { EXACT_MODULE } from "./exact-module.js";
import { javascriptKernels } from "./javascript.js";
import type { Family } from "./kernels.js";
import { lender } from "./lend.js";

export const exactFamily: Family<typeof entry> = {
  plain: /* @__PURE__ */ javascriptKernels(entry),
  module: EXACT_MODULE,
};

export const lendExactKernels = /* @__PURE__ */ lender(exactFamily);
