import { ShapeError } from "../../errors.js";
import { rowLength } from "../../lot/embedding.js";
import { geometryOf } from "../../lot/geometries.js";
import { massive } from "../../measure/measure.js";
import { matrix, rowView } from "../../numeric/matrix.js";
import type { EmbedWindow } from "./window-maps.js";

/**
 * The maps that send each particle to where it itself was or will be, not optimal ones, as rows of an embedding. Its
 * velocity is that of the particles, noise included; for comparison, and for particles whose motion is smooth.
 *
 * There are no certificates, as nothing is minimised.
 *
 * @throws ShapeError if the metric is not `w2`, or particles came or went.
 */
export const particleWise: EmbedWindow = (reference, measures) => {
  const { measure, metric } = reference;
  if (!geometryOf(metric).isBalanced) {
    throw new ShapeError("particles keep their mass where each is followed; take the metric w2", {
      expected: "w2",
      found: metric.name,
    });
  }
  const rows = matrix(measures.length, rowLength(reference));
  measures.forEach((mu, r) => {
    const { points, count } = massive(mu).measure;
    if (count !== measure.count) {
      throw new ShapeError(
        `cloud ${r} has ${count} particles with mass, the middle ${measure.count}; none may come or go where each is followed`,
        { expected: measure.count, found: count },
      );
    }
    const row = rowView(rows, r);
    for (let p = 0; p < row.length; p++) {
      row[p] = Math.sqrt(measure.weights[Math.floor(p / measure.dim)]!) * (points[p]! - measure.points[p]!);
    }
  });
  return {
    reference,
    matrix: rows,
    residuals: new Float64Array(measures.length),
    certificates: [],
    status: "converged",
  };
};
