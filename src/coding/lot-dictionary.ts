import { ShapeError } from "../errors.js";
import type { EmbeddedItems } from "../lot/distance.js";
import type { Certificate, OnProgress, Status } from "../numeric/certificate.js";
import { type Stop, stopRule } from "../numeric/iterate.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";
import { compensatedSum } from "../numeric/sum.js";
import { distancesFromMean } from "./barycentric-codes.js";
import { itemProducts } from "./item-products.js";
import { simplexQuadratic } from "./simplex-quadratic.js";
import { spreadSeeds } from "./spread-seeds.js";

export interface LotDictionaryOptions {
  /** Number of atoms, at least 1 and at most the number of items. */
  readonly atoms: number;
  readonly random: Random;
  /** Independent starts, of which the best is kept; default 4. */
  readonly starts?: number;
  /** It ends when a sweep lowers the loss by less than this part of it; default 1e-6. */
  readonly tolerance?: number;
  /** Sweeps of one start; default 200. */
  readonly maxIterations?: number;
  /** Told after each sweep; returning `false` ends the work with the best so far. */
  readonly onProgress?: OnProgress;
}

export interface LotDictionary {
  /** K x N: atom k is the mean of the items with these shares, rows of at least 0 and sum 1. */
  readonly mixtures: Matrix;
  /** N x K: item i is nearly the mean of the atoms with these shares, rows of at least 0 and sum 1. */
  readonly shares: Matrix;
  /** sum of the squared LOT distances of the items from their syntheses, at the start and after each sweep; it never rises. */
  readonly losses: readonly number[];
  /** N: squared LOT distance of each item from its synthesis. */
  readonly squaredErrors: Float64Array;
  /** N: and from the mean of all items. */
  readonly squaredDistances: Float64Array;
  /** Of the last code of each item with these atoms. The whole problem is not convex: nothing bounds its least loss. */
  readonly certificates: readonly Certificate[];
  /** "converged" says that a sweep changes little, not that the loss is the least. */
  readonly status: Status;
}

/**
 * Non-negative LOT dictionary: atoms that are means of items, and items that are nearly means of atoms,
 *
 *   minimise  sum_i |b_i - sum_k lambda_ik d_k|^2,   d_k = sum_j m_kj b_j,   all rows of lambda and m on the simplex,
 *
 * in the geometry of LOT distance (for HK with singular masses, on their roots). As all factors are non-negative with sum 1, every atom
 * and every synthesis is a measure with positive masses, `expMap` of `combine`. Atoms lie on the rim of the items: extreme, and of
 * their kind.
 *
 * Alternately the codes of all items and then one atom after the other are solved for exactly, each a quadratic programme on
 * a simplex, so that the loss never rises. Starts are items drawn far apart, as k-means++ does.
 *
 * @throws ShapeError for a number of atoms that does not fit, and as `itemProducts` and `stopRule` do.
 *
 * O(N^2 * length of a row) once and O(K N^2) a sweep; O(N^2) memory. Cutler and Breiman 1994 (archetypal analysis); Mørup and
 * Hansen 2012; in a Wasserstein tangent space, Seguy and Cuturi 2015, Schmitz et al. 2018 for dictionaries of barycentres.
 */
export function fitLotDictionary(items: EmbeddedItems, options: LotDictionaryOptions): LotDictionary {
  const { atoms, random, starts = 4, onProgress } = options;
  const count = items.matrix.rows;
  requireCount("atoms", atoms, count);
  requireCount("starts", starts, Number.MAX_SAFE_INTEGER);
  const stop = stopRule(options, DEFAULT_STOP);
  const { gram } = itemProducts(items);
  const norms = Float64Array.from({ length: count }, (_, i) => gram.data[i * count + i]!);
  const squaredDistances = distancesFromMean(gram, gram, norms);
  let best: Fit | undefined;
  let isAborted = false;
  for (let start = 0; start < starts && !isAborted; start++) {
    const seeds = spreadSeeds(gram, squaredDistances, atoms, random.fork(start));
    const progress: OnProgress = (info) => onProgress?.({ ...info, unit: `sweeps of start ${start + 1}` });
    const fit = alternate(gram, seeds, stop, onProgress && progress);
    isAborted = fit.status === "aborted";
    if (best === undefined || fit.losses.at(-1)! < best.losses.at(-1)!) best = fit;
  }
  const found: Fit = isAborted ? { ...best!, status: "aborted" } : best!;
  const { status, mixtures, losses, codes } = found;
  return { status, mixtures, losses, ...codes, squaredDistances };
}

const DEFAULT_STOP = { tolerance: 1e-6, maxIterations: 200 };

function requireCount(name: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  throw new ShapeError(`${name} is ${value}; it must be a whole number of 1 to ${most}`, { found: value });
}

interface Codes {
  readonly shares: Matrix;
  readonly squaredErrors: Float64Array;
  readonly certificates: readonly Certificate[];
}

interface Fit {
  readonly mixtures: Matrix;
  readonly codes: Codes;
  readonly losses: readonly number[];
  readonly status: Status;
}

function alternate(
  gram: Matrix,
  seeds: readonly number[],
  { tolerance, maxIterations }: Required<Stop>,
  onProgress: OnProgress | undefined,
): Fit {
  let mixtures = matrix(seeds.length, gram.rows);
  seeds.forEach((i, k) => {
    rowView(mixtures, k)[i] = 1;
  });
  let products = atomProducts(gram, mixtures);
  let codes = codesOf(gram, mixtures, products);
  const losses = [lossOf(codes)];
  const end = (status: Status): Fit => ({ mixtures, codes, losses, status });
  while (losses.length <= maxIterations) {
    const improved = { ...mixtures, data: mixtures.data.slice() };
    const moved = { ...products, data: products.data.slice() };
    for (let k = 0; k < seeds.length; k++) improveAtom(gram, improved, moved, codes.shares, k);
    const next = codesOf(gram, improved, moved);
    const loss = lossOf(next);
    const last = losses.at(-1)!;
    if (!(loss <= last)) return end("converged"); // rounding is all that is left
    [mixtures, products, codes] = [improved, moved, next];
    losses.push(loss);
    if (last - loss <= tolerance * last) return end("converged");
    const done = losses.length - 1;
    if (onProgress?.({ unit: "sweeps", done, error: (last - loss) / last }) === false) return end("aborted");
  }
  return end("iteration-limit");
}

function lossOf({ squaredErrors }: Codes): number {
  return compensatedSum(squaredErrors);
}

/** N x K: <b_i, d_k>. */
function atomProducts(gram: Matrix, mixtures: Matrix): Matrix {
  const products = matrix(gram.rows, mixtures.rows);
  for (let k = 0; k < mixtures.rows; k++) setAtom(gram, mixtures, products, k);
  return products;
}

function setAtom(gram: Matrix, mixtures: Matrix, products: Matrix, k: number): void {
  const sums = new Float64Array(gram.rows);
  rowView(mixtures, k).forEach((share, j) => {
    if (share === 0) return;
    const row = rowView(gram, j);
    for (let i = 0; i < sums.length; i++) sums[i]! += share * row[i]!;
  });
  for (let i = 0; i < sums.length; i++) products.data[i * products.cols + k] = sums[i]!;
}

function codesOf(gram: Matrix, mixtures: Matrix, products: Matrix): Codes {
  const count = gram.rows;
  const among = matrix(mixtures.rows, mixtures.rows); // <d_k, d_l>
  for (let k = 0; k < among.rows; k++) {
    rowView(mixtures, k).forEach((share, j) => {
      if (share === 0) return;
      for (let l = 0; l < among.cols; l++)
        among.data[k * among.cols + l]! += share * products.data[j * products.cols + l]!;
    });
  }
  const shares = matrix(count, mixtures.rows);
  const squaredErrors = new Float64Array(count);
  const certificates: Certificate[] = [];
  for (let i = 0; i < count; i++) {
    const norm = gram.data[i * count + i]!;
    const solution = simplexQuadratic({ gram: among, cross: rowView(products, i), norm });
    rowView(shares, i).set(solution.shares);
    squaredErrors[i] = solution.value;
    certificates.push(solution.certificate);
  }
  return { shares, squaredErrors, certificates };
}

/**
 * The best atom k for these shares and the other atoms: with r_i = b_i - sum_(l != k) lambda_il d_l the loss is
 * (sum_i lambda_ik^2) |d_k - t|^2 and a constant, t = sum_i lambda_ik r_i / sum_i lambda_ik^2, so that d_k is the point of the
 * hull of the items nearest to t. An atom that no item uses stays where it is.
 */
function improveAtom(gram: Matrix, mixtures: Matrix, products: Matrix, shares: Matrix, k: number): void {
  const coefficients = targetOf(mixtures, shares, k);
  if (coefficients === undefined) return;
  const cross = new Float64Array(gram.rows); // <b_j, t>
  coefficients.forEach((c, i) => {
    if (c === 0) return; // most are, of many atoms
    const row = rowView(gram, i);
    for (let j = 0; j < cross.length; j++) cross[j]! += c * row[j]!;
  });
  const norm = cross.reduce((sum, value, j) => sum + coefficients[j]! * value, 0);
  rowView(mixtures, k).set(simplexQuadratic({ gram, cross, norm: Math.max(0, norm) }).shares);
  setAtom(gram, mixtures, products, k);
}

/** t as a combination of items; undefined where no item has a share of the atom. */
function targetOf(mixtures: Matrix, { data, cols }: Matrix, k: number): Float64Array | undefined {
  const count = mixtures.cols;
  const coupling = new Float64Array(cols); // sum_i lambda_ik lambda_il
  for (let i = 0; i < count; i++) {
    const share = data[i * cols + k]!;
    for (let l = 0; l < cols; l++) coupling[l]! += share * data[i * cols + l]!;
  }
  const weight = coupling[k]!;
  if (weight === 0) return undefined;
  return Float64Array.from({ length: count }, (_, j) => {
    let sum = data[j * cols + k]!;
    for (let l = 0; l < cols; l++) if (l !== k) sum -= coupling[l]! * mixtures.data[l * count + j]!;
    return sum / weight;
  });
}
