import { exponential } from "../numeric/elementary.js";
import { gram, multiplyTransposed, squaredDistances, squaredNorms } from "../numeric/gram.js";
import { type Matrix, matrix, multiply, selectRows, subtractRow } from "../numeric/matrix.js";
import { requireCols, requirePositive } from "./checks.js";
import {
  type FitScaling,
  fitGlobalScaling,
  fitStandardScaling,
  type Scaling,
  transformScaling,
} from "./scaling.js";
import { requireTrainable, type SvmMachine, trainSvmMachines, voteOfPairs } from "./svm-machine.js";
import type { Training } from "./training.js";

/** `global` keeps the geometry of the rows; `standard` gives every column the same say. */
export type SvmScaling = "global" | "standard";

const SCALINGS: Readonly<Record<SvmScaling, FitScaling>> = {
  global: fitGlobalScaling,
  standard: fitStandardScaling,
};

export interface SvmSettings {
  /** C: the price of a margin error, for rows of mean squared length 1. */
  readonly cost: number;
  readonly scaling: SvmScaling;
}

export interface RbfSettings extends SvmSettings {
  /** In exp(-gamma |x - y|^2) for rows of mean squared length 1, where 1 is what others call "scale". */
  readonly gamma: number;
}

/** What a prediction needs of the training data. */
interface Prepared {
  readonly scaling: Scaling;
  readonly rows: Matrix;
}

/** Linear machine: the decision of pair p is <weights[p], x> - rho[p] for the scaled row x. */
export interface LinearSvmModel extends Pick<SvmMachine, "classCount" | "pairs" | "rho" | "firstClass"> {
  readonly scaling: Scaling;
  /** pairs x columns. */
  readonly weights: Matrix;
}

/** Gaussian-kernel machine with its scaled support vectors. */
export interface RbfSvmModel extends SvmMachine {
  readonly scaling: Scaling;
  readonly gamma: number;
  /** support x columns. */
  readonly vectors: Matrix;
}

/**
 * Linear C-SVC, one against one. Rows are scaled and then divided by their root mean squared length, so that C means
 * the same whatever the unit and the number of columns.
 *
 * The answer is libsvm's to its tolerance of 1e-3, not the exact optimum, and has no probabilities.
 * O(n^2 cols) for the Gram matrix plus libsvm's O(n^2) to O(n^3).
 *
 * @throws ShapeError if the cost is not positive, there are more than 8000 rows, or pairs of classes times rows or
 *   columns exceed 1e8.
 */
export async function fitLinearSvm(data: Training, settings: SvmSettings): Promise<LinearSvmModel> {
  requirePositive("cost", settings.cost);
  const prepared = prepare(data, settings.scaling);
  const machines = await trainSvmMachines(gram(prepared.rows), data.labels, data.classCount, [settings.cost]);
  return linearModel(machines[0]!, prepared);
}

/** Classes of new rows. O(rows * pairs * cols) time. @throws ShapeError if the columns differ. */
export function predictLinearSvm(model: LinearSvmModel, rows: Matrix): Int32Array {
  requireCols(rows, model.scaling.mean.length);
  const products = multiplyTransposed(transformScaling(model.scaling, rows), model.weights);
  return voteOfPairs(subtractRow(products, model.rho), model);
}

/** C-SVC with the kernel exp(-gamma |x - y|^2), one against one; scaled and bounded like `fitLinearSvm`. */
export async function fitRbfSvm(data: Training, settings: RbfSettings): Promise<RbfSvmModel> {
  requirePositive("cost", settings.cost);
  requirePositive("gamma", settings.gamma);
  const prepared = prepare(data, settings.scaling);
  const kernel = gaussian(squaredDistances(prepared.rows), settings.gamma);
  const machines = await trainSvmMachines(kernel, data.labels, data.classCount, [settings.cost]);
  const machine = machines[0]!;
  const vectors = selectRows(prepared.rows, machine.support);
  return { ...machine, scaling: prepared.scaling, gamma: settings.gamma, vectors };
}

/** Classes of new rows. O(rows * support * cols) time. @throws ShapeError if the columns differ. */
export function predictRbfSvm(model: RbfSvmModel, rows: Matrix): Int32Array {
  requireCols(rows, model.scaling.mean.length);
  if (model.support.length === 0) return voteOfPairs(matrix(rows.rows, 0), model);
  const kernel = gaussian(
    squaredDistances(transformScaling(model.scaling, rows), model.vectors),
    model.gamma,
  );
  return voteOfPairs(subtractRow(multiplyTransposed(kernel, model.coefficients), model.rho), model);
}

/** Predictions for `test` of a fit with each of the settings; every Gram matrix is computed once. */
export async function trialLinearSvm(
  data: Training,
  test: Matrix,
  settings: readonly SvmSettings[],
): Promise<Int32Array[]> {
  return trialByKernel(settings, ({ scaling }) => {
    const prepared = prepare(data, scaling);
    const scaledTest = transformScaling(prepared.scaling, test);
    return { data, fitted: gram(prepared.rows), crossed: multiplyTransposed(scaledTest, prepared.rows) };
  });
}

/** As `trialLinearSvm`; distances are computed once for each scaling, kernels once for each gamma. */
export async function trialRbfSvm(
  data: Training,
  test: Matrix,
  settings: readonly RbfSettings[],
): Promise<Int32Array[]> {
  return trialByKernel(settings, ({ scaling, gamma }) => {
    const prepared = prepare(data, scaling);
    const scaledTest = transformScaling(prepared.scaling, test);
    return {
      data,
      fitted: gaussian(squaredDistances(prepared.rows), gamma),
      crossed: gaussian(squaredDistances(scaledTest, prepared.rows), gamma),
    };
  });
}

interface Kernels {
  readonly data: Training;
  /** Training x training. */
  readonly fitted: Matrix;
  /** Test x training. */
  readonly crossed: Matrix;
}

/** Settings that differ in the cost only share their kernels. */
async function trialByKernel<S extends SvmSettings>(
  settings: readonly S[],
  kernelsFor: (settings: S) => Kernels,
): Promise<Int32Array[]> {
  const groups = new Map<string, number[]>();
  settings.forEach((setting, q) => {
    const key = JSON.stringify({ ...setting, cost: 0 });
    groups.set(key, [...(groups.get(key) ?? []), q]);
  });
  const predictions: Int32Array[] = [];
  for (const members of groups.values()) {
    const { data, fitted, crossed } = kernelsFor(settings[members[0]!]!);
    const costs = members.map((q) => settings[q]!.cost);
    const machines = await trainSvmMachines(fitted, data.labels, data.classCount, costs);
    members.forEach((q, m) => {
      predictions[q] = predictFromKernel(machines[m]!, crossed);
    });
  }
  return predictions;
}

function predictFromKernel(machine: SvmMachine, crossed: Matrix): Int32Array {
  const kernel = matrix(crossed.rows, machine.support.length);
  for (let s = 0; s < crossed.rows; s++) {
    for (let i = 0; i < machine.support.length; i++) {
      kernel.data[s * kernel.cols + i] = crossed.data[s * crossed.cols + machine.support[i]!]!;
    }
  }
  return voteOfPairs(subtractRow(multiplyTransposed(kernel, machine.coefficients), machine.rho), machine);
}

/** Scaled so that the mean squared length is 1, unless all rows are equal. */
function prepare(data: Training, kind: SvmScaling): Prepared {
  requireTrainable({ rows: data.rows.rows, cols: data.rows.cols, classCount: data.classCount });
  const fitted = SCALINGS[kind](data.rows);
  const scaled = transformScaling(fitted, data.rows);
  const meanSquare = squaredNorms(scaled).reduce((sum, square) => sum + square, 0) / scaled.rows;
  const length = meanSquare > 0 ? Math.sqrt(meanSquare) : 1;
  const scaling = { mean: fitted.mean, scale: fitted.scale.map((scale) => scale * length) };
  return { scaling, rows: transformScaling(scaling, data.rows) };
}

function linearModel(machine: SvmMachine, { scaling, rows }: Prepared): LinearSvmModel {
  const { classCount, pairs, rho, firstClass, support, coefficients } = machine;
  const weights =
    support.length > 0 ? multiply(coefficients, selectRows(rows, support)) : matrix(0, rows.cols);
  return { classCount, pairs, rho, firstClass, scaling, weights };
}

function gaussian(squares: Matrix, gamma: number): Matrix {
  return { ...squares, data: squares.data.map((square) => exponential(-gamma * square)) };
}
