import type { WholeMasses } from "./problem.js";
import type { Cheapest } from "./real-plan.js";

/**
 * The node of least reduced cost c_ij - f_i - g_j for a point without one, by a scan of the nodes.
 *
 * @param f, g potentials at least at the points that have nodes.
 */
export function leastReduced(
  cost: (i: number, j: number) => number,
  f: Float64Array,
  g: Float64Array,
  { source, target }: WholeMasses,
): Cheapest {
  return {
    target: (i) => placeOfLeast(target.nodes, (j) => cost(i, j) - g[j]!),
    source: (j) => placeOfLeast(source.nodes, (i) => cost(i, j) - f[i]!),
  };
}

function placeOfLeast(indices: Int32Array, value: (index: number) => number): number {
  let best = 0;
  let least = Infinity;
  indices.forEach((index, v) => {
    const own = value(index);
    if (own >= least) return;
    least = own;
    best = v;
  });
  return best;
}
