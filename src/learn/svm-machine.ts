import type SvmClass from "libsvm-js/asm.js";
import { ShapeError } from "../errors.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";
import { loadLibsvm } from "./load-libsvm.js";
import { classSizes, type TrainingSize } from "./training.js";

/**
 * A trained one-against-one machine in terms of its kernel: the decision of pair p about x is
 * sum_i coefficients[p, i] K(x_support[i], x) - rho[p], positive for the first class of the pair.
 */
export interface SvmMachine {
  readonly classCount: number;
  /** Two class numbers per pair, the smaller first. */
  readonly pairs: Int32Array;
  /** Training rows with a coefficient. */
  readonly support: Int32Array;
  /** pairs x support. */
  readonly coefficients: Matrix;
  readonly rho: Float64Array;
  /** The class of everything when the training data knew only one; else the class that wins a vote of 0 : 0. */
  readonly firstClass: number;
}

/** libsvm keeps 16 bytes for each entry of the Gram matrix in a heap that ends at 2 GB. */
const MAX_ROWS = 8000;

/** Numbers in the largest table of a model, pairs of classes x rows or columns: 800 MB. */
const MAX_ENTRIES = 1e8;

/** @throws ShapeError if a machine for so much data would not fit into memory. To be asked before the Gram matrix. */
export function requireTrainable({ rows, cols, classCount }: TrainingSize): void {
  if (rows > MAX_ROWS) {
    throw new ShapeError(
      `${rows} rows are too many for a support vector machine, which takes up to ${MAX_ROWS}; use knn or forest, or a sample`,
      { expected: MAX_ROWS, found: rows },
    );
  }
  const pairs = (classCount * (classCount - 1)) / 2;
  if (pairs * Math.max(rows, cols) > MAX_ENTRIES) {
    throw new ShapeError(
      `${classCount} classes are too many for a machine per pair of classes on ${rows} x ${cols}; use knn`,
      { found: classCount },
    );
  }
}

/** Stopping tolerance of libsvm; its own default. */
const TOLERANCE = 1e-3;

const CACHE_MEGABYTES = 100;

/**
 * C-support-vector machines for a Gram matrix, by libsvm, for several costs C at the price of one Gram matrix.
 *
 * Time between O(n^2) and O(n^3), memory 16 n^2 bytes. Chang and Lin 2011.
 */
export async function trainSvmMachines(
  gram: Matrix,
  labels: Int32Array,
  classCount: number,
  costs: readonly number[],
): Promise<SvmMachine[]> {
  const order = rowsByClass(labels);
  const present = [...classSizes(labels, classCount).entries()]
    .filter(([, size]) => size > 0)
    .map(([c]) => c);
  if (present.length === 1) return costs.map(() => constantMachine(classCount, present[0]!));
  const SVM = await loadLibsvm();
  const samples = precomputedRows(gram, order);
  const ordered = Array.from(order, (i) => labels[i]!);
  return costs.map((cost) => readMachine(trainOne(SVM, samples, ordered, cost), order, classCount));
}

/** Rows grouped by class, for libsvm numbers the classes as they occur. */
function rowsByClass(labels: Int32Array): Int32Array {
  return Int32Array.from({ length: labels.length }, (_, i) => i).sort(
    (a, b) => labels[a]! - labels[b]! || a - b,
  );
}

function constantMachine(classCount: number, firstClass: number): SvmMachine {
  const none = new Int32Array(0);
  return {
    classCount,
    pairs: none,
    support: none,
    coefficients: matrix(0, 0),
    rho: new Float64Array(0),
    firstClass,
  };
}

/** libsvm's form of a Gram matrix: each row starts with its own number, from 1. */
function precomputedRows(gram: Matrix, order: Int32Array): Float64Array[] {
  return Array.from(order, (i, r) => {
    const from = rowView(gram, i);
    const row = new Float64Array(order.length + 1);
    row[0] = r + 1;
    for (let j = 0; j < order.length; j++) row[j + 1] = from[order[j]!]!;
    return row;
  });
}

function trainOne(
  SVM: typeof SvmClass,
  samples: readonly Float64Array[],
  labels: number[],
  cost: number,
): string {
  const machine = new SVM({
    type: SVM.SVM_TYPES.C_SVC,
    kernel: SVM.KERNEL_TYPES.PRECOMPUTED,
    cost,
    tolerance: TOLERANCE,
    cacheSize: CACHE_MEGABYTES,
    quiet: true,
  });
  try {
    machine.train(samples, labels);
    return machine.serializeModel();
  } finally {
    machine.free(); // the library's heap is not garbage-collected
  }
}

/**
 * Reads libsvm's text: header lines `name values`, then `SV` and a line per support vector with one coefficient for
 * each other class and `0:` its number. rho comes with six digits, well inside the stopping tolerance.
 */
function readMachine(text: string, order: Int32Array, classCount: number): SvmMachine {
  const lines = text.trim().split("\n");
  const start = lines.indexOf("SV");
  const header = new Map(
    lines.slice(0, start).map((line) => [line.split(" ", 1)[0]!, numbersAfterName(line)]),
  );
  const classes = header.get("label")!;
  const counts = header.get("nr_sv")!;
  const vectors = lines.slice(start + 1).map((line) => line.trim().split(/[ :]+/).map(Number));
  const owner = counts.flatMap((count, c) => new Array<number>(count).fill(c));
  const pairs = classes.flatMap((_, a) => classes.slice(a + 1).map((__, q) => [a, a + 1 + q] as const));
  const coefficients = matrix(pairs.length, vectors.length);
  pairs.forEach(([a, b], p) => {
    const row = rowView(coefficients, p);
    vectors.forEach((vector, i) => {
      if (owner[i] === a) row[i] = vector[b - 1]!;
      else if (owner[i] === b) row[i] = vector[a]!;
    });
  });
  return {
    classCount,
    pairs: Int32Array.from(pairs.flatMap(([a, b]) => [classes[a]!, classes[b]!])),
    support: Int32Array.from(vectors, (vector) => order[vector[vector.length - 1]! - 1]!),
    coefficients,
    rho: Float64Array.from(header.get("rho")!),
    firstClass: classes[0]!,
  };
}

function numbersAfterName(line: string): number[] {
  return line.trim().split(" ").slice(1).map(Number);
}

/**
 * The class with most votes for every row of pairwise decisions (rows x pairs, rho subtracted); ties go to the first
 * class, as in libsvm.
 */
export function voteOfPairs(
  decisions: Matrix,
  machine: Pick<SvmMachine, "pairs" | "classCount" | "firstClass">,
): Int32Array {
  const labels = new Int32Array(decisions.rows);
  for (let s = 0; s < decisions.rows; s++) {
    const counts = new Int32Array(machine.classCount);
    for (let p = 0; p < decisions.cols; p++) {
      const winner = decisions.data[s * decisions.cols + p]! > 0 ? 2 * p : 2 * p + 1;
      counts[machine.pairs[winner]!]!++;
    }
    let best = machine.firstClass;
    for (let c = 0; c < machine.classCount; c++) if (counts[c]! > counts[best]!) best = c;
    labels[s] = best;
  }
  return labels;
}
