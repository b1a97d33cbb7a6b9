import { growingIntegers } from "./growing-array.js";

/**
 * Polygons on their way to triangles: corners 0, 1, 2, 3, ... of one polygon after the other become the fan
 * (0, 1, 2), (0, 2, 3), ...
 *
 * Points and edges (fewer than three corners) leave no triangle. The fan covers convex polygons; of a
 * non-convex one it covers more than its area.
 */
export interface Polygons {
  /** Corner k of the present polygon; k = 0 starts a new one. */
  corner(k: number, vertex: number): void;
  triangles(): Int32Array;
}

export function polygons(): Polygons {
  const corners = growingIntegers();
  let first = 0;
  let previous = 0;
  return {
    corner: (k, vertex) => {
      if (k === 0) first = vertex;
      if (k >= 2) {
        corners.push(first);
        corners.push(previous);
        corners.push(vertex);
      }
      previous = vertex;
    },
    triangles: () => corners.take(),
  };
}
