import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import type { Certificate, OnProgress, Status } from "../numeric/certificate.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";
import { type LogMapOptions, preparedLogMap } from "./log-map.js";
import { type PreparedReference, prepareReference } from "./prepared-reference.js";
import type { Reference } from "./reference.js";
import { requireAt, type Tangent, type TangentVector } from "./tangent.js";

/**
 * Measures as vectors. Row s of `matrix` is sqrt(w_i) v_i, point after point, so that the Euclidean geometry of
 * rows is the geometry of the tangent space, whatever the reference masses.
 */
export interface Embedding {
  readonly reference: Reference;
  /** N x (reference points * dim). */
  readonly matrix: Matrix;
  readonly residuals: Float64Array;
  readonly certificates: readonly Certificate[];
  /** "aborted" if it ended early, else the first status of a transport that is not "converged", else that. */
  readonly status: Status;
}

export interface EmbedOptions extends LogMapOptions {
  /** Told after each measure; returning `false` ends the work with the rows done so far. */
  readonly onProgress?: OnProgress;
}

/**
 * LOT embedding of measures at one reference. Each row depends on its own measure only.
 *
 * @returns one row per measure; fewer, and status "aborted", if `onProgress` ended the work early.
 * @throws what `logMap` throws.
 *
 * N transport problems; O(N * reference points * dim) memory.
 */
export function embed(
  reference: Reference,
  measures: readonly Measure[],
  options: EmbedOptions = {},
): Embedding {
  return embedPrepared(prepareReference(reference, options.solver), measures, options);
}

/** `embed` at a reference that is prepared already. */
export function embedPrepared(
  prepared: PreparedReference,
  measures: readonly Measure[],
  options: Pick<EmbedOptions, "onProgress"> = {},
): Embedding {
  const tangents: TangentVector[] = [];
  for (const mu of measures) {
    tangents.push(preparedLogMap(prepared, mu));
    const progress = { unit: "items", done: tangents.length, total: measures.length };
    if (options.onProgress?.(progress) === false) break;
  }
  const embedding = stackTangents(prepared.reference, tangents);
  return tangents.length < measures.length ? { ...embedding, status: "aborted" } : embedding;
}

/** Tangent vectors as rows. @throws ShapeError if one belongs to another reference. */
export function stackTangents(reference: Reference, tangents: readonly TangentVector[]): Embedding {
  const rows = matrix(tangents.length, reference.measure.points.length);
  tangents.forEach((tangent, s) => {
    rowView(rows, s).set(toRow(reference, tangent));
  });
  return {
    reference,
    matrix: rows,
    residuals: Float64Array.from(tangents, (tangent) => tangent.residual),
    certificates: tangents.map((tangent) => tangent.certificate),
    status: statusOf(tangents.map((tangent) => tangent.certificate)),
  };
}

function statusOf(certificates: readonly Certificate[]): Status {
  const odd = certificates.find((certificate) => certificate.status !== "converged");
  return odd?.status ?? "converged";
}

/** Rows of consecutive measures, `first` being the place of their first one among all. */
export interface EmbeddingBlock extends Pick<Embedding, "matrix" | "residuals" | "certificates"> {
  readonly first: number;
}

/** The embedding that consecutive blocks make up, in their order. */
export function joinBlocks(reference: Reference, blocks: readonly EmbeddingBlock[]): Embedding {
  const count = blocks.reduce((sum, block) => sum + block.matrix.rows, 0);
  const rows = matrix(count, reference.measure.points.length);
  const residuals = new Float64Array(count);
  let next = 0;
  for (const block of blocks) {
    rows.data.set(block.matrix.data, next * rows.cols);
    residuals.set(block.residuals, next);
    next += block.matrix.rows;
  }
  const certificates = blocks.flatMap((block) => block.certificates);
  return { reference, matrix: rows, residuals, certificates, status: statusOf(certificates) };
}

/** Row of a tangent vector: sqrt(w_i) v_i. The inverse is `toTangent`. */
export function toRow(reference: Reference, tangent: Tangent): Float64Array {
  requireAt(reference, tangent);
  const { weights, dim } = reference.measure;
  return tangent.velocity.map((v, p) => v * Math.sqrt(weights[Math.floor(p / dim)]!));
}

/**
 * Tangent vector of any row (an embedded measure, a mean, a point on a principal axis): v_i = row_i / sqrt(w_i).
 *
 * @throws ShapeError if the row has the wrong length.
 */
export function toTangent(reference: Reference, row: ArrayLike<number>): Tangent {
  const { points, weights, dim } = reference.measure;
  if (row.length !== points.length) {
    throw new ShapeError(`a row at this reference has ${points.length} numbers, got ${row.length}`, {
      expected: points.length,
      found: row.length,
    });
  }
  const velocity = Float64Array.from(row, (value, p) => value / Math.sqrt(weights[Math.floor(p / dim)]!));
  return { referenceId: reference.id, velocity };
}
