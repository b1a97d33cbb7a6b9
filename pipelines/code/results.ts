import type { Fidelity } from "../fidelity.js";
import type { ReferenceInfo } from "../results.js";

export interface CodeResults {
  readonly items: number;
  readonly atoms: AtomsInfo;
  /** One per item, in their order. */
  readonly codes: readonly CodeInfo[];
  /**
   * 1 - sum of squared LOT distances to the syntheses / the same to the mean: of the atoms that were given, or of all items for
   * atoms that were learnt. Below 0 where items lie away from all atoms.
   */
  readonly explained: number;
  /** On what it was measured, in words. */
  readonly measuredOn: string;
  /** The quadratic programmes behind the codes. */
  readonly programmes: ProgrammeSummary;
  readonly check: CodeCheck;
  readonly reference: ReferenceInfo;
  readonly fidelity: Fidelity;
}

export interface AtomsInfo {
  readonly count: number;
  readonly origin: "given" | "learnt";
  readonly names: readonly string[];
  /** Of atoms that were learnt: the loss of the best start, at its start and after each sweep, and how it ended. */
  readonly losses?: readonly number[];
  readonly status?: string;
}

export interface CodeInfo {
  readonly item: string;
  /** LOT distance to the synthesis, and to the mean of the atoms. */
  readonly distance: number;
  readonly fromMean: number;
  /** Number of atoms with a share. */
  readonly used: number;
  /** The largest shares, at most five. */
  readonly largest: readonly { readonly atom: string; readonly share: number }[];
}

export interface ProgrammeSummary {
  readonly count: number;
  /** Largest upper - lower of the squared distance to the hull of the atoms, as a share of the mean squared distance to their mean. */
  readonly worstGap: number;
  readonly notConverged: number;
}

/** The distance itself, not LOT distance, between sampled items and what stands for them. */
export interface CodeCheck {
  readonly items: number;
  /** Medians: to the synthesis, to the nearest atom by LOT distance, to the mean of the atoms. */
  readonly toSynthesis: number;
  readonly toNearestAtom: number;
  readonly toMean: number;
}
