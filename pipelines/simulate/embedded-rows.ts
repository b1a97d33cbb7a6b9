import { type Matrix, type Measure, matrix, type Reference } from "../../src/index.js";
import { isNumber, isRecordOf } from "../store/facts.js";
import { type CertificateTally, isCertificateTally, tallyOf } from "./certificate-tally.js";
import type { Workplace } from "./work.js";

/** Rows of an embedding, with what proves their maps. */
export interface EmbeddedRows {
  readonly rows: Matrix;
  readonly certificates: CertificateTally;
}

interface RowsFacts {
  readonly size: Pick<Matrix, "rows" | "cols">;
  readonly certificates: CertificateTally;
}

const isRowsFacts = isRecordOf<RowsFacts>({
  size: isRecordOf<RowsFacts["size"]>({ rows: isNumber, cols: isNumber }),
  certificates: isCertificateTally,
});

/** Measures embedded at a reference on workers; rows that an earlier run saved under `name` are taken over. */
export async function embeddedRows(
  name: string,
  sigma: Reference,
  measures: readonly Measure[],
  { pool, checkpoint, control }: Workplace,
  onDone: (done: number) => void,
): Promise<EmbeddedRows> {
  const saved = await checkpoint.load(name);
  if (saved?.arrays.data && isRowsFacts(saved.facts)) {
    const { size, certificates } = saved.facts;
    return { rows: matrix(size.rows, size.cols, saved.arrays.data), certificates };
  }
  const embedding = await pool.embedAll(sigma, measures, {
    ...(control.signal && { signal: control.signal }),
    onProgress: ({ done }) => onDone(done),
  });
  const { rows, cols, data } = embedding.matrix;
  const certificates = tallyOf(embedding.certificates);
  await checkpoint.save(name, { facts: { size: { rows, cols }, certificates }, arrays: { data } });
  return { rows: embedding.matrix, certificates };
}
