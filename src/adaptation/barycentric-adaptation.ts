import { ShapeError } from "../errors.js";
import { nearestRows } from "../learn/nearest-rows.js";
import { type Measure, measure } from "../measure/measure.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";
import { barycentricProjection, type Plan } from "../transport/plan.js";

/** Where rows of one domain go in the other: a plain record, to be kept and used by `adaptRows`. */
export interface Adaptation {
  /** Rows that the plan was solved on. */
  readonly source: Matrix;
  /** Their images among the rows of the target: T(x_i) = sum_j p_ij y_j / sum_j p_ij. */
  readonly images: Matrix;
}

/** Rows as the points of a measure of mass 1, each of mass 1 / n. @throws MeasureError if an entry is not finite. */
export function rowsMeasure(rows: Matrix): Measure {
  return measure(rows.data, { dim: rows.cols });
}

/**
 * The barycentric map of a plan between the rows of two domains, with which a classifier learnt on the images of the source
 * can be used on the target.
 *
 * It takes the shares of the classes to be equal in both domains: where they differ a balanced plan has to send some of one class
 * to another.
 *
 * @throws ShapeError if the plan does not lead from these rows to those. O((n + entries) d).
 * Courty, Flamary, Tuia and Rakotomamonjy 2017, section 4.4.
 */
export function barycentricAdaptation(source: Matrix, target: Matrix, plan: Plan): Adaptation {
  const [n, m] = plan.shape;
  if (n !== source.rows || m !== target.rows) {
    throw new ShapeError(`a ${n} x ${m} plan does not lead from ${source.rows} rows to ${target.rows}`, {
      expected: `${n} x ${m}`,
      found: `${source.rows} x ${target.rows}`,
    });
  }
  const images = matrix(n, target.cols, barycentricProjection(plan, rowsMeasure(target)));
  return { source, images };
}

/**
 * Images of any rows of the source domain: x goes where its nearest row x_i of the plan goes, kept apart from it as it was,
 * x + T(x_i) - x_i. A row of the plan gets its own image; of equally near ones the first counts.
 *
 * @throws ShapeError if the columns differ. O(rows n d) time, O(256 n + (rows + n) d) memory. Ferradans, Papadakis, Peyré and Aujol 2014, section 5;
 * Courty et al. 2017, section 4.4.
 */
export function adaptRows({ source, images }: Adaptation, rows: Matrix): Matrix {
  const places = nearestRows(rows, source);
  const adapted = matrix(rows.rows, images.cols);
  for (let s = 0; s < rows.rows; s++) {
    const i = places[s]!;
    const from = rowView(source, i);
    const to = rowView(images, i);
    const x = rowView(rows, s);
    const out = rowView(adapted, s);
    for (let k = 0; k < out.length; k++) out[k] = to[k]! + (x[k]! - from[k]!);
  }
  return adapted;
}
