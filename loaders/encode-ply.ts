import { ShapeError } from "../src/errors.js";
import type { Measure } from "../src/measure/measure.js";
import { coordinateNames } from "./coordinate-names.js";

/** What the names of vertex properties end at: x, y, z. */
const MOST_DIMENSIONS = 3;
const BYTES_OF_DOUBLE = 8;

/**
 * A measure as a PLY point cloud (Turk 1994): binary, little-endian, properties x[, y[, z]] and `weight`, all doubles.
 * `parsePly` gives the same points and weights back, bit for bit.
 *
 * @throws ShapeError for more than three dimensions, of which a PLY file has no names.
 *
 * O(n) time and memory: 32 bytes for a point in space.
 */
export function encodePly({ points, weights, count, dim }: Measure): Uint8Array {
  requirePlyDimension(dim);
  const properties = [...coordinateNames(dim), "weight"].map((name) => `property double ${name}`);
  const header = ["ply", "format binary_little_endian 1.0", `element vertex ${count}`, ...properties];
  const text = new TextEncoder().encode(`${header.join("\n")}\nend_header\n`);
  const bytes = new Uint8Array(text.length + count * (dim + 1) * BYTES_OF_DOUBLE);
  bytes.set(text);
  const view = new DataView(bytes.buffer);
  let at = text.length;
  const put = (value: number): void => {
    view.setFloat64(at, value, true);
    at += BYTES_OF_DOUBLE;
  };
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < dim; k++) put(points[i * dim + k]!);
    put(weights[i]!);
  }
  return bytes;
}

/** Can a PLY file hold points of this dimension? */
export function isPlyDimension(dim: number): boolean {
  return dim <= MOST_DIMENSIONS;
}

function requirePlyDimension(dim: number): void {
  if (isPlyDimension(dim)) return;
  throw new ShapeError(`a PLY file holds points of up to 3 dimensions, these have ${dim}; write a CSV`, {
    expected: MOST_DIMENSIONS,
    found: dim,
  });
}
