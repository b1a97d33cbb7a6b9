import type { DualState } from "./dual-state.js";
import { emptyForest, type Forest, join } from "./forest.js";

/**
 * Potentials from those of the sources by c-transforms, written to the state, and a forest of arcs that they make tight.
 * Nodes without an arc of finite cost get Infinity. O(n m).
 */
export function tightForest(state: DualState, ofSources: Float64Array): Forest {
  const { n, m, costs, potentials } = state;
  const bestSource = new Int32Array(m).fill(-1);
  const bestTarget = new Int32Array(n).fill(-1);
  potentials.fill(Infinity);
  for (let i = 0, p = 0; i < n; i++) {
    for (let j = 0; j < m; j++, p++) {
      const value = costs[p]! - ofSources[i]!;
      if (value < potentials[n + j]!) {
        potentials[n + j] = value;
        bestSource[j] = i;
      }
    }
  }
  for (let i = 0, p = 0; i < n; i++) {
    for (let j = 0; j < m; j++, p++) {
      if (costs[p] === Infinity) continue;
      const value = costs[p]! - potentials[n + j]!;
      if (value < potentials[i]!) {
        potentials[i] = value;
        bestTarget[i] = j;
      }
    }
  }
  const forest = emptyForest(n + m);
  const addArc = (i: number, j: number): void => {
    if (i >= 0 && j >= 0 && forest.treeOf[i] !== forest.treeOf[n + j]) join(forest, i, n + j);
  };
  bestTarget.forEach((j, i) => {
    addArc(i, j);
  });
  bestSource.forEach(addArc);
  return forest;
}
