import type { JumpReport, RunState } from "../../src/index.js";
import type { CertificateTally } from "./certificate-tally.js";
import type { Frame } from "./frames.js";

/** A run so far: all of it that a checkpoint keeps. */
export interface RunRecord {
  readonly state?: RunState;
  readonly frames: readonly Frame[];
  readonly jumps: readonly JumpReport[];
  readonly certificates: CertificateTally;
}
