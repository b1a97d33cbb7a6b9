import {
  exponential,
  exponentialMinusOne,
  logarithm,
  logarithmOfOnePlus,
} from "../../../numeric/elementary.js";
import { addTo } from "../../scaled-plan.js";
import type { DualState } from "./dual-state.js";

/** Below this potentials are so small that the mass taking part is best known by what it lacks. */
const SMALL = 0.5;

/**
 * Adds sign * w exp(-z) to a compensated sum without loss of the digits of z where that is tiny, rho being large: as w and
 * the change. Returns w exp(-z).
 */
export function addTaking(
  { masses, potentials }: DualState,
  v: number,
  sums: Float64Array,
  at: number,
  lostAt: number,
  sign: 1 | -1,
): number {
  const mass = masses[v]!;
  const z = potentials[v]!;
  if (!(Math.abs(z) < SMALL)) {
    const taking = mass * exponential(-z);
    addTo(sums, at, lostAt, sign * taking);
    return taking;
  }
  const change = mass * exponentialMinusOne(-z);
  addTo(sums, at, lostAt, sign * mass);
  addTo(sums, at, lostAt, sign * change);
  return mass + change;
}

/**
 * By how much the sources of a tree want to rise and its targets to fall together: half the logarithm of the quotient of
 * the masses A and B that they let take part. Infinity for a source alone, -Infinity for a target alone. O(nodes).
 *
 * A - B may be much less than the rounding of A.
 */
export function wantedRise(dual: DualState, nodes: readonly number[]): number {
  const { n } = dual;
  const difference = new Float64Array(2);
  let ofTargets = 0;
  let hasSource = false;
  for (const v of nodes) {
    const taking = addTaking(dual, v, difference, 0, 1, v < n ? 1 : -1);
    if (v < n) hasSource = true;
    else ofTargets += taking;
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
