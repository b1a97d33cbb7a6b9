import type { ModeStep } from "../../src/index.js";
import type { ModeResult } from "./results.js";

/** A mode with its measures. */
export interface WalkedMode {
  readonly result: ModeResult;
  readonly steps: readonly ModeStep[];
}
