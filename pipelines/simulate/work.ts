import type { OnProgress, WorkerPool } from "../../src/index.js";
import type { Checkpoint } from "../store/checkpoint.js";

/** How long work is told of, saved and ended. */
export interface Control {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** What is counted, in the words of the progress bar. */
  readonly unit: string;
}

/** What each part of a simulation is done with. */
export interface Workplace {
  readonly pool: WorkerPool;
  readonly checkpoint: Checkpoint;
  readonly control: Control;
}
