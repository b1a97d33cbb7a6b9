import type { Certificate, Measure, OnProgress, Plan, Random, Stop, Transport } from "../../src/index.js";

/** What a method of `distance` may be told; each takes some of these. */
export interface MethodOptions {
  /** Entropy, in units of cost. */
  readonly epsilon?: number;
  /** The same as a length: epsilon = 2 blur^2. */
  readonly blur?: number;
  /** How far mass travels before it is rather left, as a length: rho = 2 reach^2. */
  readonly reach?: number;
  /** Length scale of the Hellinger-Kantorovich distance. */
  readonly kappa?: number;
  /** Mass to be moved. */
  readonly mass?: number;
  /** Cost of leaving a unit of mass, on either side. */
  readonly price?: number;
  /** Directions to project on. */
  readonly directions?: number;
  /** Starts of a search for a local optimum. */
  readonly starts?: number;
  /** Share of structure, against features, in fused Gromov-Wasserstein. */
  readonly alpha?: number;
  /** Points in a batch. */
  readonly batchSize?: number;
  readonly batches?: number;
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

export type MethodOption = keyof MethodOptions;

export interface MethodContext {
  readonly random: Random;
  readonly stop: Stop;
  readonly onProgress?: OnProgress;
}

/** What a method found; `details` are further numbers of its own, by name. */
export interface MethodAnswer {
  readonly cost: number;
  readonly distance: number;
  readonly certificate: Certificate;
  readonly plan: Plan;
  readonly details?: Readonly<Record<string, number>>;
}

/** What the numbers of a method are, in words and symbols. */
export interface MethodNames {
  readonly cost: string;
  readonly distance: string;
  /** What the certificate brackets, where this is not the cost. */
  readonly bracket?: string;
  /** What the two marginal errors are, where they are none. */
  readonly errors?: string;
}

/** A solver as the command line offers it. */
export interface Method {
  /** For `--help`. */
  readonly about: string;
  readonly names: MethodNames;
  readonly takes: readonly MethodOption[];
  /** Of each group one has to be given. */
  readonly needs?: readonly (readonly MethodOption[])[];
  /** "equal": measures of different mass are refused. */
  readonly masses: "equal" | "any";
  /** What to do where the solver did not converge. */
  readonly advice?: string;
  readonly solve: (
    source: Measure,
    target: Measure,
    options: MethodOptions,
    context: MethodContext,
  ) => MethodAnswer;
}

/** Of the methods that answer for W2 itself. */
export const W2 = { cost: "cost (W2^2)", distance: "distance (W2)" } as const;

/** How long to go on, and whom to tell: options must not hold an undefined callback. */
export function running({ stop, onProgress }: MethodContext): { stop: Stop; onProgress?: OnProgress } {
  return onProgress ? { stop, onProgress } : { stop };
}

/** The answer that a transport is. */
export function answer(
  { cost, plan, certificate }: Transport,
  details?: Readonly<Record<string, number>>,
): MethodAnswer {
  return { cost, distance: Math.sqrt(cost), certificate, plan, ...(details && { details }) };
}

/** Those of the options that the method takes and the caller gave. */
export function pick<K extends MethodOption>(
  options: MethodOptions,
  ...keys: readonly K[]
): { readonly [key in K]?: number } {
  const given = keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]);
  return Object.fromEntries(given) as { readonly [key in K]?: number };
}
