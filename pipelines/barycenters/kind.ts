import type { Certificate, Measure, OnProgress, Random, Stop } from "../../src/index.js";

/** What a kind of barycentre may be told; each takes some of these. */
export interface KindOptions {
  /** Points of the barycentre. */
  readonly size?: number;
  /** Entropy, in units of cost. */
  readonly epsilon?: number;
  /** The same as a length: epsilon = 2 blur^2. */
  readonly blur?: number;
  /** How far mass travels before it is rather left, as a length: rho = 2 reach^2. */
  readonly reach?: number;
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

export type KindOption = keyof KindOptions;

export interface KindContext {
  /** Barycentre weights, one a measure. */
  readonly shares: readonly number[];
  readonly random: Random;
  readonly stop: Stop;
  readonly onProgress?: OnProgress;
}

export interface KindAnswer {
  readonly measure: Measure;
  readonly cost: number;
  readonly certificate: Certificate;
  /** From the barycentre to each measure, where transports were solved. */
  readonly transports?: readonly { readonly cost: number; readonly certificate: Certificate }[];
  readonly details?: Readonly<Record<string, number>>;
}

/** A way to an average of measures, as the command line offers it. */
export interface Kind {
  /** For `--help`. */
  readonly about: string;
  /** Among what the certificate's least objective is sought, in words. */
  readonly among: string;
  /** What to do where the iteration did not come to rest. */
  readonly advice?: string;
  readonly takes: readonly KindOption[];
  /** Of each group one has to be given. */
  readonly needs?: readonly (readonly KindOption[])[];
  /** "equal": measures of different mass are refused. */
  readonly masses: "equal" | "any";
  readonly solve: (measures: readonly Measure[], options: KindOptions, context: KindContext) => KindAnswer;
}
