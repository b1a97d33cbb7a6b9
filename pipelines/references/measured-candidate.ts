import type { Certificate, Reference } from "../../src/index.js";
import type { FidelitySample } from "../fidelity.js";
import type { Candidate } from "./candidates.js";

/** A candidate with all that was measured of it. */
export interface MeasuredCandidate {
  readonly candidate: Candidate;
  readonly references: readonly Reference[];
  readonly distortion: FidelitySample;
  readonly accuracy?: CandidateAccuracy;
}

export interface CandidateAccuracy {
  /** Item by item. */
  readonly correct: readonly boolean[];
  readonly folds: readonly number[];
  readonly standardError: number;
  /** Of all transports that it took. */
  readonly certificates: readonly Certificate[];
}
