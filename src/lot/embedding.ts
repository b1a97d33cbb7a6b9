import { ShapeError } from "../errors.js";
import { emptyMeasure, type Measure, totalMass } from "../measure/measure.js";
import type { Certificate, OnProgress, Status } from "../numeric/certificate.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";
import { geometryOf } from "./geometries.js";
import { type LogMapOptions, preparedLogMap } from "./log-map.js";
import { type PreparedReference, prepareReference } from "./prepared-reference.js";
import type { Reference } from "./reference.js";
import { requireAt, type Tangent, type TangentVector } from "./tangent.js";

/**
 * Measures as vectors. Row s of `matrix` is sqrt(w_i) v_i, point after point, so that the Euclidean geometry of
 * rows is the geometry of the tangent space, whatever the reference masses. For HK it is sqrt(w_i) (v_i, kappa growth_i / 2),
 * for OPT sqrt(w_i) (v_i, sqrt(price) growth_i).
 */
export interface Embedding {
  readonly reference: Reference;
  /** N x (reference points * dim), for HK and OPT N x (reference points * (dim + 1)). */
  readonly matrix: Matrix;
  /** For HK and OPT, of each measure the mass that does not come from the reference; a part may have no points. */
  readonly singular?: readonly Measure[];
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
  const rows = matrix(tangents.length, rowLength(reference));
  tangents.forEach((tangent, s) => {
    rowView(rows, s).set(toRow(reference, tangent));
  });
  const certificates = tangents.map((tangent) => tangent.certificate);
  return {
    reference,
    matrix: rows,
    residuals: Float64Array.from(tangents, (tangent) => tangent.residual),
    certificates,
    status: statusOf(certificates),
    ...singularParts(
      reference,
      tangents.map((tangent) => tangent.singular),
    ),
  };
}

/** Numbers of a row at this reference. */
export function rowLength({ measure, metric }: Reference): number {
  return measure.count * (measure.dim + (geometryOf(metric).growthWeight > 0 ? 1 : 0));
}

/** None for a metric that has none; else one a row, without points where nothing is known of it. */
function singularParts(
  { measure, metric }: Reference,
  parts: readonly (Measure | undefined)[],
): Pick<Embedding, "singular"> {
  if (geometryOf(metric).isBalanced) return {};
  const none = emptyMeasure(measure.dim);
  return { singular: parts.map((part) => part ?? none) };
}

/** Mass of each singular part, which costs kappa^2 each for HK and the price for OPT; 0 for W2. */
export function singularMasses({ singular, matrix }: Pick<Embedding, "singular" | "matrix">): Float64Array {
  return singular ? Float64Array.from(singular, totalMass) : new Float64Array(matrix.rows);
}

function statusOf(certificates: readonly Certificate[]): Status {
  const odd = certificates.find((certificate) => certificate.status !== "converged");
  return odd?.status ?? "converged";
}

/** Rows of consecutive measures, `first` being the place of their first one among all. */
export interface EmbeddingBlock
  extends Pick<Embedding, "matrix" | "residuals" | "certificates" | "singular"> {
  readonly first: number;
}

/** The embedding that consecutive blocks make up, in their order. */
export function joinBlocks(reference: Reference, blocks: readonly EmbeddingBlock[]): Embedding {
  const count = blocks.reduce((sum, block) => sum + block.matrix.rows, 0);
  const rows = matrix(count, rowLength(reference));
  const residuals = new Float64Array(count);
  let next = 0;
  for (const block of blocks) {
    rows.data.set(block.matrix.data, next * rows.cols);
    residuals.set(block.residuals, next);
    next += block.matrix.rows;
  }
  const certificates = blocks.flatMap((block) => block.certificates);
  return {
    reference,
    matrix: rows,
    residuals,
    certificates,
    status: statusOf(certificates),
    ...singularParts(
      reference,
      blocks.flatMap((block) => block.singular ?? []),
    ),
  };
}

/** Row of a tangent vector: see `Embedding`; singular mass has no place in it. The inverse is `toTangent`. */
export function toRow(reference: Reference, tangent: Tangent): Float64Array {
  requireAt(reference, tangent);
  const { weights, dim, count } = reference.measure;
  const unit = Math.sqrt(geometryOf(reference.metric).growthWeight);
  const width = unit > 0 ? dim + 1 : dim;
  const row = new Float64Array(count * width);
  for (let i = 0; i < count; i++) {
    const root = Math.sqrt(weights[i]!);
    for (let k = 0; k < dim; k++) row[i * width + k] = tangent.velocity[i * dim + k]! * root;
    if (unit > 0) row[i * width + dim] = unit * tangent.growth![i]! * root;
  }
  return row;
}

/**
 * Tangent vector of any row (an embedded measure, a mean, a point on a principal axis): v_i = row_i / sqrt(w_i). It has no
 * singular mass.
 *
 * @throws ShapeError if the row has the wrong length.
 */
export function toTangent(reference: Reference, row: ArrayLike<number>): Tangent {
  const { points, weights, dim, count } = reference.measure;
  const expected = rowLength(reference);
  if (row.length !== expected) {
    throw new ShapeError(`a row at this reference has ${expected} numbers, got ${row.length}`, {
      expected,
      found: row.length,
    });
  }
  const unit = Math.sqrt(geometryOf(reference.metric).growthWeight);
  const width = expected / count;
  const velocity = new Float64Array(points.length);
  const growth = new Float64Array(unit > 0 ? count : 0);
  for (let i = 0; i < count; i++) {
    const root = Math.sqrt(weights[i]!);
    for (let k = 0; k < dim; k++) velocity[i * dim + k] = row[i * width + k]! / root;
    if (unit > 0) growth[i] = row[i * width + dim]! / root / unit;
  }
  return { referenceId: reference.id, velocity, ...(unit > 0 ? { growth } : {}) };
}
