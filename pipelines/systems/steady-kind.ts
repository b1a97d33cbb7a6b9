import type { WithHiddenOptions } from "../../src/index.js";
import type { Value } from "./parameters.js";
import type { PresetName } from "./presets.js";
import type { MethodName } from "./steady-methods.js";

/** A law that is known without simulation, for comparison. */
export interface SteadyLaw {
  /** How it is known, in words. */
  readonly about: string;
  /** Of each coordinate. */
  readonly axes: readonly AxisLaw[];
}

/** A law of which the densities of the coordinates are known. */
export interface DensityLaw {
  readonly about: string;
  readonly axes: readonly Pick<AxisLaw, "density">[];
}

/** One coordinate of a law. */
export interface AxisLaw {
  readonly mean: number;
  readonly variance: number;
  /** Density of the coordinate. */
  readonly density: (x: number) => number;
}

/** What differs from the usual settings; a method takes those that are its own. */
export interface SteadyPreset {
  /** Parameters of the system. */
  readonly parameters?: Readonly<Record<string, Value>>;
  /** Of all methods. */
  readonly settings: Readonly<Record<string, Value>>;
  /** Of one method, over those of all. */
  readonly methods: Readonly<Partial<Record<MethodName, Readonly<Record<string, Value>>>>>;
}

/** What `steady-state` does with a system. */
export interface SteadyKind<Given> {
  /** Those that suit it; the first is the usual one. */
  readonly methods: readonly [MethodName, ...MethodName[]];
  /** "paper" where there are published numbers: of each method that it names, and of no other. */
  readonly presets: Readonly<{ [Name in PresetName]?: SteadyPreset }> & { readonly small: SteadyPreset };
  /** A hidden state of the whole population, and what a unit of it counts for in a description. */
  readonly coupled?: WithHiddenOptions;
  /** Each particle has a hidden state of its own, drawn anew in each simulation: such particles are not paired. */
  readonly drawsHidden?: true;
  /** Undefined for parameters that have none. */
  law?(values: Given): SteadyLaw | undefined;
  readonly branch?: BranchKind<Given>;
}

/** Steady states as a parameter of the system goes on. */
export interface BranchKind<Given> {
  /** A number among the parameters of the system. */
  readonly parameter: string;
  /** A branch that is known without simulation: the mean of the first coordinate over the parameter. */
  known?(values: Given): {
    readonly about: string;
    readonly points: readonly KnownBranchPoint[];
  };
}

export interface KnownBranchPoint {
  readonly parameter: number;
  readonly mean: number;
}
