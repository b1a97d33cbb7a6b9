import type { Measure, OnProgress } from "pushforward";
import { type LineariseOutput, linearise, REFERENCE_KINDS, type ReferenceKind } from "./linearise.ts";

export interface CompareReferencesInput {
  /** Of mass 1. */
  readonly measures: readonly Measure[];
  /** Points that references are asked to have. */
  readonly counts: readonly number[];
  /** On how many pairs distances are compared, the same for all references. */
  readonly pairs: number;
  readonly seed: number;
}

/** How good an embedding at one reference is. */
export interface ComparedReference
  extends Pick<LineariseOutput, "correlation" | "rankAgreement" | "worstRatio" | "lost"> {
  readonly kind: ReferenceKind;
  /** Points that the reference has. */
  readonly points: number;
}

/** What `linearise` measures, for every kind of reference and every size. */
export function compareReferences(
  { counts, ...input }: CompareReferencesInput,
  tell: OnProgress = () => undefined,
): ComparedReference[] {
  const kinds = Object.keys(REFERENCE_KINDS) as ReferenceKind[]; // its keys are all there are
  const wanted = kinds.flatMap((kind) => counts.map((count) => ({ kind, count })));
  return wanted.map(({ kind, count }, k) => {
    const { reference, correlation, rankAgreement, worstRatio, lost } = linearise({ ...input, kind, count });
    tell({ unit: "references", done: k + 1, total: wanted.length });
    return { kind, points: reference.measure.count, correlation, rankAgreement, worstRatio, lost };
  });
}
