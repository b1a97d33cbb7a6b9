import { type Collection, collection } from "../src/measure/collection.js";
import { type Measure, measure } from "../src/measure/measure.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import { type NpyOptions, parseNpyArray } from "./npy.js";
import { readHeader } from "./npy-header.js";

export interface NpyMeasureOptions extends NpyOptions {
  /** Every point of a file without weights gets mass 1 (default: 1/n each). */
  readonly unitMass?: boolean;
}

/**
 * One measure from an NPY file of shape (n, d): n points in R^d with mass 1/n each (1 with `unitMass`).
 *
 * @throws FormatError if the shape is another one or a coordinate is not finite.
 */
export function parseNpyMeasure(bytes: Uint8Array, options: NpyMeasureOptions = {}): Measure {
  const file = options.file ?? "NPY";
  const { data, shape } = parseNpyArray(bytes, options);
  if (shape.length !== 2 || data.length === 0) {
    throw formatError(file, "header", `the shape is (${shape.join(", ")}); one measure has shape (n, d)`);
  }
  return npyMeasure(data, shape[1]!, { file, unitMass: options.unitMass === true });
}

/**
 * Collection from an NPY file of shape (N, n, d): items "0", "1", ... of n points with mass 1/n each.
 *
 * @throws FormatError if the shape is another one or a coordinate is not finite.
 */
export function parseNpyDataset(bytes: Uint8Array, options: NpyMeasureOptions = {}): Collection {
  const file = options.file ?? "NPY";
  const { data, shape } = parseNpyArray(bytes, options);
  const [count = 0, points = 0, dim = 0] = shape;
  if (shape.length !== 3 || data.length === 0) {
    throw formatError(file, "header", `the shape is (${shape.join(", ")}); a dataset has shape (N, n, d)`);
  }
  const unitMass = options.unitMass === true;
  const names = Array.from({ length: count }, (_, s) => String(s));
  const stride = points * dim;
  const measures = names.map((name, s) => {
    const place = `item ${quoted(name)}`;
    return npyMeasure(data.subarray(s * stride, (s + 1) * stride), dim, { file, place, unitMass });
  });
  return collection({ names, measures });
}

/** Number of dimensions that the header of an NPY file states. */
export function npyRank(bytes: Uint8Array, options: NpyMeasureOptions = {}): number {
  return readHeader(bytes, options.file ?? "NPY").shape.length;
}

/** Rows of a flat array as a measure; errors name file and place. */
export function npyMeasure(
  points: Float64Array,
  dim: number,
  options: { file: string; place?: string; unitMass?: boolean; weights?: Float64Array },
): Measure {
  const ones = options.unitMass ? new Float64Array(points.length / dim).fill(1) : undefined;
  const weights = options.weights ?? ones;
  return atPlace(options.file, options.place ?? "", () =>
    measure(points, weights ? { dim, weights } : { dim }),
  );
}
