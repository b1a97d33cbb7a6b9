import type { Metric, ParticleSystem, Reinitialise } from "../../src/index.js";
import type { Parameters, Values, ValuesOf } from "./parameters.js";
import type { PresetName } from "./presets.js";
import type { DensityLaw, SteadyKind } from "./steady-kind.js";

/** Times are in the unit of the system, `step` and all others alike; each is a whole number of micro-steps. */
export interface RunNumbers {
  readonly particles: number;
  /** S: simulated before the first cycle. */
  readonly startUp: number;
  /** k: micro-steps on either side of the middle of a window. */
  readonly halfWindow: number;
  /** H: leapt over, from the middle of the window. */
  readonly jump: number;
  /** H_R: simulated after each jump. */
  readonly burnIn: number;
  /** N_T. */
  readonly cycles: number;
  /** R: simulated at the end. */
  readonly recovery: number;
  /** Differences are taken over every n-th micro-step of a half window; 1: over all, as published. */
  readonly every: number;
  /** Time between two clouds that are kept, besides the middles of windows, the landings and the ends of stages. */
  readonly record: number;
}

/** A way of running the timestepper on a system. */
export interface VariantKind<Given> {
  readonly about: string;
  /** Displacements by optimal transport, or of each particle by itself, for comparison. */
  readonly maps: "transport" | "particle-wise";
  /** Default: that of the system. */
  reinitialise?(values: Given): Reinitialise;
}

/** What `simulate` does with a system. */
export interface SimulateKind<Given> {
  /** "paper" where there is a published run. */
  readonly presets: Readonly<{ [Name in PresetName]?: RunNumbers }> & { readonly small: RunNumbers };
  readonly variants: Readonly<Record<string, VariantKind<Given>>>;
  /** Variants that run where nobody says otherwise. */
  readonly usual: readonly string[];
  /** Of the maps and of all distances; default: `w2Metric`. Particles whose mass changes need `hkMetric`. */
  metric?(values: Given): Metric;
  /** The total mass at a time, where it changes. */
  mass?(values: Given, time: number): number;
  /** The law of the particles at a time above 0, whatever their mass; where there is none, the runs are compared with the steady law. */
  law?(values: Given, time: number): DensityLaw;
}

/** A system that the commands know by name. */
export interface SystemKind<Given = Values> {
  readonly about: string;
  /** Where its equations and numbers are from. */
  readonly source: string;
  readonly parameters: Parameters;
  make(values: Given): ParticleSystem;
  readonly simulate?: SimulateKind<Given>;
  readonly steady?: SteadyKind<Given>;
}

/** An entry of the table: inside, values have the types that its parameters tell; outside, they are names and numbers. */
export function systemKind<const Table extends Parameters>(
  kind: SystemKind<ValuesOf<Table>> & {
    readonly parameters: Table;
    readonly steady?: { readonly branch?: { readonly parameter: keyof Table } };
  },
): SystemKind {
  return kind; // methods are called with values that `completed` has checked against the table
}
