import { ShapeError } from "../errors.js";
import { matrix, selectRows } from "../numeric/matrix.js";
import type { EmbeddedItems } from "./distance.js";

/** The named rows with their singular parts, in the given order. */
export function selectEmbedded(
  { reference, matrix: rows, singular }: EmbeddedItems,
  indices: ArrayLike<number>,
): EmbeddedItems {
  return {
    reference,
    matrix: selectRows(rows, indices),
    ...(singular && { singular: Array.from(indices, (s) => singular[s]!) }),
  };
}

/** Rows of both, one below the other. @throws ShapeError if their references differ. */
export function joinEmbedded(a: EmbeddedItems, b: EmbeddedItems): EmbeddedItems {
  if (a.reference.id !== b.reference.id) {
    throw new ShapeError(`rows at reference ${a.reference.id} and at ${b.reference.id} do not go together`, {
      expected: a.reference.id,
      found: b.reference.id,
    });
  }
  const rows = matrix(a.matrix.rows + b.matrix.rows, a.matrix.cols);
  rows.data.set(a.matrix.data);
  rows.data.set(b.matrix.data, a.matrix.data.length);
  return {
    reference: a.reference,
    matrix: rows,
    ...(a.singular && b.singular && { singular: [...a.singular, ...b.singular] }),
  };
}
