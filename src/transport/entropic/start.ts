import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import type { Potentials } from "../potentials.js";

/** @throws ShapeError unless there is one potential per point, and f is finite where the source has mass. */
export function requireStart(source: Measure, target: Measure, { f, g }: Potentials): void {
  if (f.length !== source.count || g.length !== target.count) {
    throw new ShapeError(
      `the start has ${f.length} and ${g.length} potentials for ${source.count} source and ${target.count} target ` +
        "points; give one per point",
      { expected: `${source.count} and ${target.count}`, found: `${f.length} and ${g.length}` },
    );
  }
  for (let i = 0; i < f.length; i++) {
    if (source.weights[i]! > 0 && !Number.isFinite(f[i]!)) {
      throw new ShapeError(
        `potential ${i} of the start is ${f[i]}; those of points with mass must be finite: leave the start out`,
        { found: f[i]! },
      );
    }
  }
}
