import { ShapeError } from "../errors.js";
import type { EmbeddedItems } from "../lot/distance.js";
import { geometryOf } from "../lot/geometries.js";
import type { Reference } from "../lot/reference.js";
import { singularDistance } from "../lot/singular-distance.js";
import type { Measure } from "../measure/measure.js";
import { gram, multiplyTransposed, squaredNorms } from "../numeric/gram.js";
import { columnMeans, type Matrix, subtractRow } from "../numeric/matrix.js";

/** Inner products of embedded atoms and items in the geometry of LOT distance, about the mean row of the atoms. */
export interface ItemProducts {
  /** S x S, of the atoms. */
  readonly gram: Matrix;
  /** N x S: of each item with each atom. */
  readonly cross: Matrix;
  /** N: of each item with itself. */
  readonly norms: Float64Array;
}

/**
 * Inner products whose squared distances are those of `lotDistance`: of rows and, for HK, of the roots of singular masses,
 * kappa^2 sum sqrt(s_a s_b) over the points that both have.
 *
 * @throws ShapeError if the embeddings belong to different references, or to one of OPT, whose singular masses are compared
 *   by their absolute differences: no inner product does that.
 *
 * O(N S * length of a row) time, O(N S) memory beyond centred copies of the rows.
 */
export function itemProducts(atoms: EmbeddedItems, items: EmbeddedItems = atoms): ItemProducts {
  requireOneReference(atoms, items);
  requireInner(atoms.reference);
  const centre = columnMeans(atoms.matrix);
  const a = subtractRow(atoms.matrix, centre);
  const b = items === atoms ? a : subtractRow(items.matrix, centre);
  const products: ItemProducts = {
    gram: gram(a),
    cross: multiplyTransposed(b, a),
    norms: squaredNorms(b),
  };
  if (atoms.singular && items.singular) addSingular(products, atoms, atoms.singular, items.singular);
  return products;
}

function addSingular(
  { gram: of, cross, norms }: ItemProducts,
  { reference }: EmbeddedItems,
  atoms: readonly Measure[],
  items: readonly Measure[],
): void {
  const { singularCost, singularScale } = geometryOf(reference.metric);
  const unit = singularCost(1, 0);
  const count = atoms.length;
  const product = singularDistance(
    [...atoms, ...items],
    (a, b) => unit * singularScale.of(a) * singularScale.of(b),
  );
  for (let s = 0; s < count; s++) {
    for (let t = 0; t < count; t++) of.data[s * count + t]! += product(s, t);
  }
  for (let i = 0; i < items.length; i++) {
    for (let s = 0; s < count; s++) cross.data[i * count + s]! += product(count + i, s);
    norms[i]! += product(count + i, count + i);
  }
}

function requireOneReference(atoms: EmbeddedItems, items: EmbeddedItems): void {
  if (atoms.reference.id === items.reference.id) return;
  throw new ShapeError(
    `the items belong to reference ${items.reference.id}, the atoms to ${atoms.reference.id}; embed both at one`,
    { expected: atoms.reference.id, found: items.reference.id },
  );
}

/** @throws ShapeError unless singular masses are compared by squared differences. */
export function requireInner({ metric }: Reference): void {
  const { singularCost } = geometryOf(metric);
  // a squared difference of what combines linearly: twice the linear mass costs four times as much
  const { of, back } = geometryOf(metric).singularScale;
  const one = singularCost(back(of(1)), 0);
  const two = singularCost(back(2 * of(1)), 0);
  if (two === 4 * one) return;
  throw new ShapeError(
    `codes are nearest points of convex hulls, which ${metric.name} does not have: use w2 or hk`,
    { found: metric.name },
  );
}
