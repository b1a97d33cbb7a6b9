/**
 * Vertices as a file gave them, in its order, with the faces cut into triangles (fans). No faces: a point cloud.
 *
 * A mesh becomes a measure by a stated rule only: `vertexMeasure`, `areaMeasure` or `surfaceSample`.
 */
export interface Mesh {
  /** Row-major, count x dim. */
  readonly vertices: Float64Array;
  readonly count: number;
  readonly dim: number;
  /** Vertex indices, three per triangle. */
  readonly triangles: Int32Array;
  /** Masses that the file itself gives to the vertices (a `weight` property). */
  readonly weights?: Float64Array;
}
