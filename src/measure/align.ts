import { MeasureError } from "../errors.js";
import type { Matrix } from "../numeric/matrix.js";
import type { Collection } from "./collection.js";
import { type Measure, moments, pushforward } from "./measure.js";
import { principalAxes } from "./principal-axes.js";
import { type Consensus, consensusShape, rotationOnto } from "./procrustes.js";

/** Each mode includes the ones before it. */
export const ALIGNMENTS = ["none", "centre", "scale", "rigid"] as const;
export type AlignmentMode = (typeof ALIGNMENTS)[number];

/**
 * A fitted alignment. Only Procrustes learns anything from the items it was fitted on (the consensus shape), so
 * only there does it matter that it is fitted on training items.
 */
export interface Alignment {
  readonly mode: AlignmentMode;
  /** Present when rigid alignment goes by corresponding points; absent when it goes by principal axes. */
  readonly consensus?: Consensus;
}

/** What an alignment did, in one word: its mode, or by which rule it rotated. */
export function alignmentRule(alignment: Alignment): string {
  if (alignment.mode !== "rigid") return alignment.mode;
  return alignment.consensus ? "procrustes" : "principal-axes";
}

/**
 * Fits an alignment on a collection.
 *
 * none: as it is. centre: mean at the origin. scale: also root mean square radius 1. rigid: also a rotation,
 * by generalised Procrustes where the items name their points and share enough names, else to principal axes.
 * Features are no places in space: they are left as they are, whatever the mode.
 *
 * @throws MeasureError naming the item that has no extent to scale by.
 */
export function fitAlignment(items: Collection, mode: AlignmentMode): Alignment {
  if (items.item.kind === "features") return { mode: "none" };
  const names = items.pointNames;
  if (mode !== "rigid" || !names) return { mode };
  const scaled = items.measures.map((mu, s) => centredAndScaled(mu, items.names[s]!));
  const consensus = consensusShape(scaled, names);
  return consensus ? { mode, consensus } : { mode };
}

/**
 * The aligned measures of a collection, by an alignment fitted on it or on another one. Masses stay.
 *
 * @throws MeasureError naming the item that has no extent to scale by, or too few named points to rotate by.
 */
export function applyAlignment(alignment: Alignment, items: Collection): Measure[] {
  return items.measures.map((mu, s) => {
    const name = items.names[s]!;
    const moved = MOVES[alignment.mode](mu, name);
    if (alignment.mode !== "rigid") return moved;
    const { consensus } = alignment;
    const rotation = consensus
      ? rotationOnto(consensus, moved, items.pointNames?.[s] ?? [], name)
      : principalAxes(moved);
    return rotate(moved, rotation);
  });
}

/** What each mode does to the position and size of one item; the rotation of "rigid" comes after. */
const MOVES: Readonly<Record<AlignmentMode, (mu: Measure, name: string) => Measure>> = {
  none: (mu) => mu,
  centre: centred,
  scale: centredAndScaled,
  rigid: centredAndScaled,
};

function centred(mu: Measure): Measure {
  const { mean } = moments(mu);
  return pushforward(mu, (x, out) => {
    for (let k = 0; k < mu.dim; k++) out[k] = x[k]! - mean[k]!;
  });
}

function centredAndScaled(mu: Measure, name: string): Measure {
  const { mean, covariance } = moments(mu);
  let variance = 0;
  for (let k = 0; k < mu.dim; k++) variance += covariance.data[k * mu.dim + k]!;
  if (!(variance > 0)) {
    throw new MeasureError(
      `item "${name}" has no extent (all its mass is at one point), so it cannot be scaled; use --align centre`,
    );
  }
  const radius = Math.sqrt(variance);
  return pushforward(mu, (x, out) => {
    for (let k = 0; k < mu.dim; k++) out[k] = (x[k]! - mean[k]!) / radius;
  });
}

/** Every point x becomes R x. */
function rotate(mu: Measure, rotation: Matrix): Measure {
  return pushforward(mu, (x, out) => {
    for (let k = 0; k < mu.dim; k++) {
      let sum = 0;
      for (let l = 0; l < mu.dim; l++) sum += rotation.data[k * mu.dim + l]! * x[l]!;
      out[k] = sum;
    }
  });
}
