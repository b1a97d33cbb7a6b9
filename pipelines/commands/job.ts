import type { OnProgress } from "../../src/index.js";
import type { Interruptible } from "../interrupt.js";
import type { Outcome } from "../report.js";
import type { FilePlace } from "../store/file.js";

/** Options that every command has. */
export interface CommonFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly out?: string;
  readonly jobs?: number;
}

/** What a command gets to run with. */
export interface JobContext {
  readonly onProgress: OnProgress;
  /** Threads, where the command line or the machine says how many. */
  readonly jobs: number | undefined;
  readonly interruptible: Interruptible;
}

/** What a command hands over to be run, printed and stored. */
export interface Job {
  readonly flags: CommonFlags;
  /** Paths that will be read. */
  readonly inputs: readonly string[];
  /** Names of the files that `--out` will get besides report.json. */
  readonly files: readonly string[];
  /** A single file that will be written besides. */
  readonly save?: FilePlace;
  readonly run: (context: JobContext) => Promise<Outcome>;
}

export type Submit = (job: Job) => Promise<void>;
