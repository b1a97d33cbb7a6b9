import type { OnProgress } from "../../src/index.js";
import type { Outcome } from "../report.js";

/** Options that every command has. */
export interface CommonFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly out?: string;
}

/** What a command hands over to be run, printed and stored. */
export interface Job {
  readonly flags: CommonFlags;
  /** Paths that will be read. */
  readonly inputs: readonly string[];
  /** Names of the files that `--out` will get besides report.json. */
  readonly files: readonly string[];
  readonly run: (onProgress: OnProgress) => Promise<Outcome>;
}

export type Submit = (job: Job) => Promise<void>;
