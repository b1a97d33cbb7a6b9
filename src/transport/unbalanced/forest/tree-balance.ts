import { exponential, logarithm } from "../../../numeric/elementary.js";
import type { DualState } from "./dual-state.js";

/**
 * By how much the sources of a tree want to rise and its targets to fall together: half the logarithm of the quotient of
 * the masses that they let take part. Infinity for a source alone, -Infinity for a target alone. O(nodes).
 */
export function wantedRise({ n, masses, potentials }: DualState, nodes: readonly number[]): number {
  let least = Infinity;
  let leastOfTargets = Infinity;
  for (const v of nodes) {
    if (v < n) least = Math.min(least, potentials[v]!);
    else leastOfTargets = Math.min(leastOfTargets, potentials[v]!);
  }
  if (least === Infinity) return -Infinity;
  if (leastOfTargets === Infinity) return Infinity;
  let ofSources = 0;
  let ofTargets = 0;
  for (const v of nodes) {
    if (v < n) ofSources += masses[v]! * exponential(least - potentials[v]!);
    else ofTargets += masses[v]! * exponential(leastOfTargets - potentials[v]!);
  }
  return (logarithm(ofSources / ofTargets) - least + leastOfTargets) / 2;
}
