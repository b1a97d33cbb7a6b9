import type { DualState } from "./dual-state.js";

/**
 * Makes the potentials feasible and as large as they can be, from those of the sources: targets by the c-transform, then
 * sources. Infinity for nodes without an arc of finite cost. O(n m).
 */
export function closePotentials({ n, m, costs, potentials }: DualState, ofSources: Float64Array): void {
  potentials.fill(Infinity);
  for (let i = 0, p = 0; i < n; i++) {
    const z = ofSources[i]!;
    for (let j = n; j < n + m; j++, p++) if (costs[p]! - z < potentials[j]!) potentials[j] = costs[p]! - z;
  }
  for (let i = 0, p = 0; i < n; i++) {
    for (let j = n; j < n + m; j++, p++) {
      if (costs[p]! < Infinity && costs[p]! - potentials[j]! < potentials[i]!) {
        potentials[i] = costs[p]! - potentials[j]!;
      }
    }
  }
}
