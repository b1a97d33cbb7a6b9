import { createHash } from "node:crypto";
import { encodeNpy, parseNpyArray } from "../../loaders/index.js";
import {
  type Certificate,
  type EmbeddingBlock,
  type Matrix,
  type Measure,
  type Metric,
  matrix,
  type Reference,
  rowLength,
  type Status,
  VERSION,
} from "../../src/index.js";
import { METRICS } from "../metric.js";

/** Rows of consecutive items with all that was computed about them. */
export type ItemRows = Pick<EmbeddingBlock, "matrix" | "residuals" | "certificates" | "singular">;

/** How many numbers belong to an item at a reference. */
export interface RowLayout {
  readonly cols: number;
  /** Dimension of the singular measures; absent where the metric has none. */
  readonly singularDim?: number;
}

/** What a row at this reference is like. */
export function rowLayout(reference: Reference): RowLayout {
  const cols = rowLength(reference);
  const { dim } = reference.measure;
  return METRICS[reference.metric.name].masses === "equal" ? { cols } : { cols, singularDim: dim };
}

/** Codes of statuses in a block, by place; a status keeps its place for good. */
const STATUSES: readonly Status[] = ["converged", "iteration-limit", "stalled", "non-finite", "aborted"];
/** Numbers of an item besides its row: residual, status, iterations, lower, upper, sourceError, targetError. */
const EXTRAS = 7;
/** Of the status among them. */
const STATUS_PLACE = 1;

/**
 * One NPY array, a row per item: the row of the embedding, then residual, status code and the certificate's numbers.
 *
 * Where items have singular measures, it is an array of one dimension: those rows end to end, then how many points each
 * singular measure has, then its points and weights, item after item.
 */
export function encodeBlock(block: ItemRows): Uint8Array {
  const { cols, rows } = block.matrix;
  const table = tableOf(block);
  if (!block.singular) return encodeNpy(table, [rows, cols + EXTRAS]);
  const counts = block.singular.map(({ count }) => count);
  const pieces = block.singular.flatMap(({ points, weights }) => [points, weights]);
  const data = endToEnd([table, Float64Array.from(counts), ...pieces]);
  return encodeNpy(data, [data.length]);
}

function tableOf({ matrix: rows, residuals, certificates }: ItemRows): Float64Array {
  const width = rows.cols + EXTRAS;
  const data = new Float64Array(rows.rows * width);
  certificates.forEach((one, s) => {
    data.set(rows.data.subarray(s * rows.cols, (s + 1) * rows.cols), s * width);
    const numbers = [one.iterations, one.lower, one.upper, one.sourceError, one.targetError];
    data.set([residuals[s]!, STATUSES.indexOf(one.status), ...numbers], s * width + rows.cols);
  });
  return data;
}

function endToEnd(pieces: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** What `encodeBlock` was given; undefined if the bytes are a block of other items or of another reference. */
export function decodeBlock(bytes: Uint8Array, items: number, layout: RowLayout): ItemRows | undefined {
  const { data, shape } = parseNpyArray(bytes);
  const { cols, singularDim } = layout;
  const width = cols + EXTRAS;
  if (singularDim === undefined) {
    const fits = shape[0] === items && shape[1] === width && data.length === items * width;
    return fits && hasStatuses(data, items, width) ? rowsOfTable(data, items, cols) : undefined;
  }
  if (shape.length !== 1 || data.length < items * (width + 1)) return undefined;
  if (!hasStatuses(data, items, width)) return undefined;
  const singular = singularOf(data.subarray(items * width), items, singularDim);
  return singular && { ...rowsOfTable(data.subarray(0, items * width), items, cols), singular };
}

/** Is the code of the status of each row one that is known? */
function hasStatuses(data: Float64Array, items: number, width: number): boolean {
  for (let s = 0; s < items; s++) {
    if (STATUSES[data[(s + 1) * width - EXTRAS + STATUS_PLACE]!] === undefined) return false;
  }
  return true;
}

/** Undefined unless the counts at the front are whole and of just the numbers that follow. */
function singularOf(data: Float64Array, items: number, dim: number): Measure[] | undefined {
  const counts = data.subarray(0, items);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const areWhole = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!areWhole || data.length !== items + total * (dim + 1)) return undefined;
  let at = items;
  return Array.from(counts, (count) => {
    const points = data.slice(at, at + count * dim);
    const weights = data.slice(at + count * dim, at + count * (dim + 1));
    at += count * (dim + 1);
    return { points, weights, count, dim };
  });
}

function rowsOfTable(data: Float64Array, items: number, cols: number): ItemRows {
  const width = cols + EXTRAS;
  const rows: Matrix = matrix(items, cols);
  const residuals = new Float64Array(items);
  const certificates = Array.from({ length: items }, (_, s): Certificate => {
    const row = data.subarray(s * width, (s + 1) * width);
    rows.data.set(row.subarray(0, cols), s * cols);
    const [residual, status, iterations, lower, upper, sourceError, targetError] = row.subarray(cols);
    residuals[s] = residual!;
    return {
      status: STATUSES[status!]!,
      iterations: iterations!,
      lower: lower!,
      upper: upper!,
      sourceError: sourceError!,
      targetError: targetError!,
    };
  });
  return { matrix: rows, residuals, certificates };
}

/**
 * Number of the way in which rows are computed. It goes up with each change that may change a bit of a row, so that rows
 * of before and after are never mixed in one embedding; no number is used again. A test knows the rows of each.
 */
export const ROWS_REVISION = 2;

/**
 * Hash of all that the rows of these items depend on: version of this program and of the rows, metric, reference and the
 * items as they are transported to, so that a change of any setting behind them is a change of the key.
 */
export function blockKey(reference: Reference, measures: readonly Measure[]): string {
  const way = `pushforward ${VERSION} rows ${ROWS_REVISION} ${metricKey(reference.metric)} block 1\n`;
  const hash = createHash("sha256").update(way);
  for (const { points, weights, count, dim } of [reference.measure, ...measures]) {
    hash.update(`${count} ${dim}\n`).update(bytesOf(points)).update(bytesOf(weights));
  }
  return hash.digest("hex");
}

/** The name, then the scale: numbers print so that they read back to the same bits. */
function metricKey(metric: Metric): string {
  return Object.values(metric).join(" ");
}

function bytesOf(numbers: Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Work of a block, in products of reference and item points for W2: some tenths of a second, which is what a kill may cost. */
const BLOCK_WORK = 2_000_000;
const MOST_ITEMS = 1024;

/** Items of a block, by the reference and the median of their own sizes. */
export function itemsPerBlock({ measure, metric }: Reference, itemPoints: number): number {
  const work = METRICS[metric.name].effort * measure.count * itemPoints;
  return Math.min(Math.max(Math.round(BLOCK_WORK / work), 1), MOST_ITEMS);
}

/** The first bytes of an NPY file of doubles; those that `encodeNpy` writes before an array of this shape. */
export function npyHeader(rows: number, cols: number): Uint8Array {
  const empty = encodeNpy(new Float64Array(0), [0, cols]);
  const text = new TextDecoder("latin1").decode(empty.subarray(10)).trimEnd().replace("(0,", `(${rows},`);
  const length = 8 * Math.floor((10 + text.length + 1) / 8 + 1) - 10;
  const header = new Uint8Array(10 + length);
  header.set(empty.subarray(0, 8));
  header.set([length & 0xff, length >> 8], 8);
  header.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  return header;
}
