import type { OnProgress } from "../../src/index.js";
import type { ItemOptions } from "../items.js";
import type { LotOptions } from "../lot.js";
import type { JobOptions } from "../workers.js";
import { codingFault } from "./fault.js";

export interface CodeOptions extends ItemOptions, LotOptions, JobOptions {
  /** A dataset whose items are the atoms; else they are learnt. */
  readonly atoms?: string;
  /** So many atoms are learnt from the items. */
  readonly learn?: number;
  /** Column by which pictures are coloured and shares averaged; never used for coding. */
  readonly label?: string;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

/** The sentence that refuses options that do not go together; undefined if all is in place. */
export function codeFault(options: Pick<CodeOptions, "atoms" | "learn" | "metric">): string | undefined {
  const { atoms, learn } = options;
  if ((atoms === undefined) === (learn === undefined)) {
    return "give either --atoms <dataset>, whose items are the atoms, or --learn <n>, so many are learnt";
  }
  return codingFault(options);
}
