import {
  type Certificate,
  type Collection,
  type Embedding,
  type Matrix,
  matrix,
  type OnProgress,
  type Reference,
  rowView,
  type WorkerPool,
} from "../../src/index.js";
import { tellOnly } from "../tell-only.js";

/** The rows of all items; `onProgress` counts items and cannot stop the work. */
export async function embedItems(
  pool: WorkerPool,
  reference: Reference,
  items: Pick<Collection, "measures">,
  onProgress?: OnProgress,
): Promise<Embedding> {
  return pool.embedAll(reference, items.measures, { onProgress: tellOnly(onProgress) });
}

/** The rows of all items at each of some references, side by side. */
export interface RowsAtEach {
  readonly matrix: Matrix;
  /** One per reference, in their order. */
  readonly embeddings: readonly Embedding[];
  readonly certificates: readonly Certificate[];
}

/**
 * Rows at each reference, side by side, divided by the root of their number, so that the squared distance of two rows is the
 * mean of their squared LOT distances. `onProgress` counts items over all references and cannot stop the work.
 */
export async function embedAtEach(
  pool: WorkerPool,
  references: readonly Reference[],
  items: Pick<Collection, "measures">,
  onProgress?: OnProgress,
): Promise<RowsAtEach> {
  const count = items.measures.length;
  const embeddings: Embedding[] = [];
  for (const [r, one] of references.entries()) {
    const progress: OnProgress = ({ unit, done }) =>
      onProgress?.({ unit, done: r * count + done, total: references.length * count });
    embeddings.push(await embedItems(pool, one, items, progress));
  }
  return joinRows(embeddings);
}

/** Rows of the same items at some references, side by side. */
export function joinRows(embeddings: readonly Embedding[]): RowsAtEach {
  return {
    matrix: sideBySide(embeddings.map((embedding) => embedding.matrix)),
    embeddings,
    certificates: embeddings.flatMap(({ certificates }) => certificates),
  };
}

/** Blocks of columns, divided by the root of the number of blocks. */
function sideBySide(blocks: readonly Matrix[]): Matrix {
  const [first] = blocks;
  if (blocks.length === 1) return first!;
  const cols = blocks.reduce((sum, block) => sum + block.cols, 0);
  const joined = matrix(first!.rows, cols);
  const factor = 1 / Math.sqrt(blocks.length);
  for (let s = 0; s < joined.rows; s++) {
    let place = s * cols;
    for (const block of blocks) {
      for (const value of rowView(block, s)) joined.data[place++] = factor * value;
    }
  }
  return joined;
}
