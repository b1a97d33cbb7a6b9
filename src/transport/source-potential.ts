import { type Frame, outOfFrame } from "./frame.js";

/**
 * Potentials of |x - y|^2 for all source points from those that a solver found in the frame; -Infinity, that is
 * unknown, for the points that it did not hold.
 *
 * @param nodes index of the source point of each node. @param potential of each node, in the frame.
 */
export function sourcePotential(frame: Frame, nodes: Int32Array, potential: Float64Array): Float64Array {
  const f = new Float64Array(frame.shiftX.length).fill(-Infinity);
  for (let v = 0; v < nodes.length; v++) {
    const i = nodes[v]!;
    f[i] = outOfFrame(frame, potential[v]!, frame.shiftX[i]!);
  }
  return f;
}
