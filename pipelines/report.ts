import type { InputFile } from "../loaders/node.js";
import { type Certificate, relativeGap, VERSION } from "../src/index.js";

/** What a command did, from what, with which settings, and how far its transports can be trusted. */
export interface Report<Results = unknown> {
  readonly command: string;
  readonly version: string;
  readonly settings: Settings;
  readonly seed: number;
  readonly inputs: readonly InputFile[];
  readonly results: Results;
  /** What the loaders noticed and a reader of the results should know. */
  readonly warnings: readonly string[];
  /** The file of `--config` that options came from: which it has set, and which the command line said otherwise. */
  readonly config?: {
    readonly path: string;
    readonly sha256: string;
    readonly taken: readonly string[];
    readonly overridden: readonly string[];
  };
  /** What did not converge besides transports, in a sentence; absent where everything did. */
  readonly notConverged?: string;
  /** Names of the files that `--out` gets besides report.json: those that a later run there may replace. */
  readonly files: readonly string[];
  readonly certificates: CertificateSummary;
  /** Seconds of wall time per stage; the only part of a report that differs between equal runs. */
  readonly timings: Readonly<Record<string, number>>;
}

export type Settings = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface CertificateSummary {
  readonly transports: number;
  /** Largest (upper - lower) / upper; large also where a cost is tiny, and its bracket is rounding. */
  readonly worstGap: number;
  /** Largest (upper - lower), as a share of the mean of all upper bounds. */
  readonly worstGapOfMean: number;
  readonly notConverged: number;
}

/** A file that a command wants to leave. */
export interface OutputFile {
  readonly name: string;
  /** In one piece, or piece by piece, made while it is written. */
  readonly bytes: Uint8Array | string | AsyncIterable<Uint8Array>;
}

/** A single file that a command leaves where it was told to. */
export interface SavedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A report, its text for a terminal, and the files that go with it (drawn only when asked for). */
export interface Outcome<Results = unknown> {
  readonly report: Report<Results>;
  readonly text: string;
  readonly render: () => Promise<readonly OutputFile[]>;
  /** A file that was asked for at a place of its own, besides the folder. */
  readonly saved?: SavedFile;
  /** What this run in particular did; nothing of it is in the report, which is the same for equal results. */
  readonly notes?: readonly string[];
  /** To be called at the end where it is there: tidies up, once the files are written or have failed to be. */
  readonly finish?: (written: boolean) => Promise<void>;
}

/** Counts and gaps of all transports behind a result. */
export function summariseCertificates(certificates: readonly Certificate[]): CertificateSummary {
  const mean = certificates.reduce((sum, one) => sum + one.upper / certificates.length, 0);
  const widest = certificates.reduce((most, one) => Math.max(most, one.upper - one.lower), 0);
  return {
    transports: certificates.length,
    worstGap: certificates.reduce((worst, one) => Math.max(worst, relativeGap(one)), 0),
    worstGapOfMean: widest === 0 ? 0 : widest / mean,
    notConverged: certificates.filter((one) => one.status !== "converged").length,
  };
}

/** The report of a run: fills in the version. */
export function report<Results>(parts: Omit<Report<Results>, "version">): Report<Results> {
  const { command, ...rest } = parts;
  return { command, version: VERSION, ...rest };
}

/** Wall time of named stages, in seconds. */
export interface Stopwatch {
  readonly timings: Readonly<Record<string, number>>;
  /** Ends the running stage and counts its time under `name` (added up when the name comes again). */
  lap(name: string): void;
}

export function stopwatch(): Stopwatch {
  const timings: Record<string, number> = {};
  let since = performance.now();
  return {
    timings,
    lap(name) {
      const now = performance.now();
      timings[name] = (timings[name] ?? 0) + (now - since) / 1000;
      since = now;
    },
  };
}
