import {
  exponential,
  exponentialMinusOne,
  logarithm,
  logarithmOfOnePlus,
} from "../../../numeric/elementary.js";
import { addTo } from "../../scaled-plan.js";
import type { DualState } from "./dual-state.js";

/**
 * By how much the sources of a tree want to rise and its targets to fall together: half the logarithm of the quotient of
 * the masses A and B that they let take part. Infinity for a source alone, -Infinity for a target alone. O(nodes).
 *
 * Where potentials are tiny, rho being large, A - B is much less than the rounding of A: it is summed with compensation.
 */
export function wantedRise(dual: DualState, nodes: readonly number[]): number {
  const { n, masses, potentials } = dual;
  const difference = new Float64Array(2);
  let ofTargets = 0;
  let hasSource = false;
  for (const v of nodes) {
    const mass = v < n ? masses[v]! : -masses[v]!;
    const change = mass * exponentialMinusOne(-potentials[v]!);
    addTo(difference, 0, 1, mass);
    addTo(difference, 0, 1, change);
    if (v < n) hasSource = true;
    else ofTargets -= mass + change;
  }
  if (!hasSource) return -Infinity;
  if (nodes.length === 1) return Infinity;
  const x = (difference[0]! + difference[1]!) / ofTargets;
  return Math.abs(x) <= 0.5 ? logarithmOfOnePlus(x) / 2 : halfLogQuotient(dual, nodes);
}

/** The same from the logarithms of A and B, which do not overflow. */
function halfLogQuotient({ n, masses, potentials }: DualState, nodes: readonly number[]): number {
  let least = Infinity;
  let leastOfTargets = Infinity;
  for (const v of nodes) {
    if (v < n) least = Math.min(least, potentials[v]!);
    else leastOfTargets = Math.min(leastOfTargets, potentials[v]!);
  }
  let ofSources = 0;
  let ofTargets = 0;
  for (const v of nodes) {
    if (v < n) ofSources += masses[v]! * exponential(least - potentials[v]!);
    else ofTargets += masses[v]! * exponential(leastOfTargets - potentials[v]!);
  }
  return (logarithm(ofSources / ofTargets) - least + leastOfTargets) / 2;
}
