import { normals } from "../../numeric/normals.js";
import type { Random } from "../../numeric/random.js";
import { uniforms } from "../../numeric/uniforms.js";

/** Writes a random unit vector at place `at` and those behind it. */
export type DrawDirection = (into: Float64Array, at: number) => void;

/** Uniform on the sphere; left or right with equal chances on the line. */
export function drawDirections(dim: number, random: Random): DrawDirection {
  return dim === 1 ? signs(random) : normalDirections(dim, random);
}

export function randomDirections(count: number, dim: number, random: Random): Float64Array {
  const draw = drawDirections(dim, random);
  const directions = new Float64Array(count * dim);
  for (let p = 0; p < directions.length; p += dim) draw(directions, p);
  return directions;
}

function signs(random: Random): DrawDirection {
  const uniform = uniforms(random);
  return (into, at) => {
    into[at] = uniform() < 1 / 2 ? -1 : 1;
  };
}

/** A normal vector, scaled to length 1. */
function normalDirections(dim: number, random: Random): DrawDirection {
  const fill = normals(random);
  const vectors = new Float64Array(64 * dim);
  let used = vectors.length;
  return (into, at) => {
    if (used === vectors.length) {
      fill(vectors);
      used = 0;
    }
    let square = 0;
    for (let k = 0; k < dim; k++) square += vectors[used + k]! ** 2;
    const length = Math.sqrt(square);
    for (let k = 0; k < dim; k++) into[at + k] = vectors[used + k]! / length;
    used += dim;
  };
}
