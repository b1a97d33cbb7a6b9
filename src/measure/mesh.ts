import { MeasureError, ShapeError } from "../errors.js";
import type { Random } from "../numeric/random.js";
import { cumulativeWeights, firstAbove, type Measure, measure, requireCount } from "./measure.js";

/**
 * Vertices as a file gave them, in its order, with the faces cut into triangles (fans). No faces: a point
 * cloud.
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

/**
 * The vertices with the masses of the file, or 1/n each where it has none. The triangles play no part: where
 * a scanner or modeller put more vertices there is more mass.
 *
 * @throws MeasureError if there is no vertex, a coordinate or weight is not finite, or all weights are 0.
 *
 * O(n d) time and memory.
 */
export function vertexMeasure(mesh: Mesh): Measure {
  const { vertices, dim, weights } = mesh;
  return measure(vertices, weights ? { dim, weights } : { dim });
}

/**
 * The surface measure carried by the vertices: each has a third of the area of every triangle at it.
 *
 * The total mass is the surface area (of overlapping triangles, counted each time). Vertices in no triangle,
 * or only in degenerate ones, stay and get mass 0. Weights of the file are not used.
 *
 * @throws MeasureError if there is no triangle, or the area is 0 or not finite.
 * @throws ShapeError unless the mesh is 2-D or 3-D.
 *
 * O(n + triangles) time and memory.
 */
export function areaMeasure(mesh: Mesh): Measure {
  const areas = requireArea(mesh);
  const weights = new Float64Array(mesh.count);
  mesh.triangles.forEach((vertex, corner) => {
    weights[vertex]! += areas[Math.floor(corner / 3)]! / 3;
  });
  return measure(mesh.vertices, { dim: mesh.dim, weights });
}

/**
 * `count` points drawn independently and uniformly by area from the triangles, each with mass 1 / count.
 *
 * A plain random sample, not a stratified one: the number of points on a part of the surface is binomial.
 * Triangles of area 0 are never drawn. A triangle is drawn by inversion of the cumulative areas, a point in
 * it by (1 - sqrt u) A + sqrt u (1 - v) B + sqrt u v C (Osada, Funkhouser, Chazelle and Dobkin 2002, section
 * 3.1).
 *
 * @throws MeasureError if there is no triangle, or the area is 0 or not finite.
 * @throws ShapeError unless `count` is a whole number of at least 1 and the mesh is 2-D or 3-D.
 *
 * O(triangles + count log triangles) time.
 */
export function surfaceSample(mesh: Mesh, options: { count: number; random: Random }): Measure {
  const { count, random } = options;
  requireCount(count);
  const { vertices, triangles, dim } = mesh;
  const cumulative = cumulativeWeights(requireArea(mesh));
  const area = cumulative.at(-1)!;
  const points = new Float64Array(count * dim);
  for (let r = 0; r < count; r++) {
    const t = 3 * firstAbove(cumulative, random.uniform() * area);
    const root = Math.sqrt(random.uniform());
    const second = root * (1 - random.uniform());
    const third = root - second;
    for (let k = 0; k < dim; k++) {
      points[r * dim + k] =
        (1 - root) * vertices[triangles[t]! * dim + k]! +
        second * vertices[triangles[t + 1]! * dim + k]! +
        third * vertices[triangles[t + 2]! * dim + k]!;
    }
  }
  return { points, weights: new Float64Array(count).fill(1 / count), count, dim };
}

/** Areas of the triangles, of which some must be positive. */
function requireArea(mesh: Mesh): Float64Array {
  if (mesh.triangles.length === 0) {
    throw new MeasureError("the mesh has no triangles, hence no area; use vertexMeasure for a point cloud");
  }
  if (mesh.dim !== 2 && mesh.dim !== 3) {
    throw new ShapeError(`the mesh has dimension ${mesh.dim}; areas are for 2 and 3`, {
      expected: "2 or 3",
      found: mesh.dim,
    });
  }
  const areas = triangleAreas(mesh);
  const value = cumulativeWeights(areas).at(-1)!;
  if (!(value > 0 && value < Infinity)) {
    throw new MeasureError(
      `the surface area is ${value}; use vertexMeasure, or rescale the mesh or repair its triangles`,
      { value },
    );
  }
  return areas;
}

/** Half the length of the cross product of two edges; in the plane only its third component is there. */
function triangleAreas({ vertices, triangles, dim }: Mesh): Float64Array {
  const areas = new Float64Array(triangles.length / 3);
  for (let t = 0; t < areas.length; t++) {
    const a = triangles[3 * t]! * dim;
    const b = triangles[3 * t + 1]! * dim;
    const c = triangles[3 * t + 2]! * dim;
    const ux = vertices[b]! - vertices[a]!;
    const uy = vertices[b + 1]! - vertices[a + 1]!;
    const vx = vertices[c]! - vertices[a]!;
    const vy = vertices[c + 1]! - vertices[a + 1]!;
    const z = ux * vy - uy * vx;
    if (dim === 2) {
      areas[t] = Math.abs(z) / 2;
      continue;
    }
    const uz = vertices[b + 2]! - vertices[a + 2]!;
    const vz = vertices[c + 2]! - vertices[a + 2]!;
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    areas[t] = Math.sqrt(x * x + y * y + z * z) / 2;
  }
  return areas;
}
