import type { DictionaryKernels } from "../kernels/kernels.js";
import type { Layer } from "../kernels/layer.js";
import type { Scalings } from "../kernels/scalings.js";
import type { Symmetric } from "../kernels/symmetric.js";
import { entropicStep } from "../transport/barycenter/entropic-step.js";
import { dampingOf } from "./log-scalings.js";
import type { PanelLoss } from "./loss.js";
import type { DictionaryProblem } from "./problem.js";
import type { Part } from "./short-form.js";

/** Rows that are computed together. */
export const BLOCK = 8;

/** The first iteration, which starts at v = 1 and so is the same for all rows: log u_s and log K u_s, k x d. */
export interface FirstIteration {
  readonly logU: Float64Array;
  readonly logA: Float64Array;
}

export function firstIteration(
  { kernel, rhoBarycenter: rho }: DictionaryProblem,
  logAtoms: Float64Array,
  atoms: number,
): FirstIteration {
  const lambda = new Float64Array(atoms).fill(1 / atoms); // has no part in u and a
  return entropicStep({ kernel, logAtoms, lambda, rho }, new Float64Array(logAtoms.length));
}

/** Room for one block of barycentres in the memory of the kernels: panels hold band j of row b at 8 j + b. */
export interface LayerSpace {
  readonly functions: DictionaryKernels["functions"];
  readonly kernel: Symmetric;
  readonly layer: Layer;
  /** k x 8. */
  readonly weights: Float64Array;
  readonly byWeights: Float64Array;
  /** d x 8. */
  readonly logQ: Float64Array;
  readonly byLogQ: Float64Array;
  /** k x d. */
  readonly byLogAtoms: Float64Array;
  readonly byFirstLogs: Float64Array;
}

export function layerSpace(
  { functions, doubles }: DictionaryKernels,
  problem: DictionaryProblem,
  logAtoms: Float64Array,
  first: FirstIteration,
  atoms: number,
): () => LayerSpace {
  const { epsilon, rhoBarycenter: rho, iterations } = problem;
  const d = problem.positions.length;
  const kernel = symmetric({ functions, doubles }, problem);
  const t = rho === Infinity ? 0 : epsilon / (rho + epsilon);
  const layer = functions.newLayer(kernel, atoms, iterations, dampingOf(rho, epsilon), t);
  doubles(functions.layerLogAtoms(layer), atoms * d).set(logAtoms);
  doubles(functions.layerFirstLogs(layer), atoms * d).set(first.logA);
  // views hold until more memory is taken
  return () => ({
    functions,
    kernel,
    layer,
    weights: doubles(functions.layerWeights(layer), atoms * BLOCK),
    byWeights: doubles(functions.layerByWeights(layer), atoms * BLOCK),
    logQ: doubles(functions.layerLogQ(layer), d * BLOCK),
    byLogQ: doubles(functions.layerByLogQ(layer), d * BLOCK),
    byLogAtoms: doubles(functions.layerByLogAtoms(layer), atoms * d),
    byFirstLogs: doubles(functions.layerByFirstLogs(layer), atoms * d),
  });
}

function symmetric(
  { functions, doubles }: Pick<DictionaryKernels, "functions" | "doubles">,
  { kernel, short, positions }: DictionaryProblem,
): Symmetric {
  const { parts, even, odd } = short;
  const made = functions.newSymmetric(positions.length, parts, even.rank, odd.rank);
  const { entries } = kernel.forward;
  doubles(functions.symmetricEntries(made), entries.length).set(entries);
  const fill = (part: Part, own: Float64Array, transposed: Float64Array): void => {
    own.set(part.entries);
    transposed.set(part.transposed);
  };
  const view = (array: Parameters<DictionaryKernels["doubles"]>[0], of: Float64Array) =>
    doubles(array, of.length);
  fill(
    even,
    view(functions.evenPart(made), even.entries),
    view(functions.evenTransposed(made), even.transposed),
  );
  fill(odd, view(functions.oddPart(made), odd.entries), view(functions.oddTransposed(made), odd.transposed));
  return made;
}

/** Room for the losses of one block. */
export interface LossSpace {
  readonly run: () => boolean;
  readonly rounds: () => number;
  /** d x 8. */
  readonly data: Float64Array;
  readonly logQ: Float64Array;
  readonly byLogQ: Float64Array;
  /** 8. */
  readonly losses: Float64Array;
}

export function lossSpace(
  { functions, doubles }: DictionaryKernels,
  problem: DictionaryProblem,
  kernel: Symmetric,
  loss: PanelLoss,
): () => LossSpace {
  const { epsilon, rhoLoss, lossIterations, lossTolerance, costs } = problem;
  const panel = problem.positions.length * BLOCK;
  const scalings: Scalings = functions.newScalings(
    kernel,
    epsilon,
    rhoLoss,
    lossIterations,
    lossTolerance,
    loss.keepsRounds,
  );
  const { entries } = problem.kernel.forward;
  doubles(functions.scalingCosts(scalings), costs.length).set(costs.map((cost, p) => cost * entries[p]!));
  return () => ({
    run: () => loss.run(functions, scalings),
    rounds: () => functions.scalingRounds(scalings),
    data: doubles(functions.scalingData(scalings), panel),
    logQ: doubles(functions.scalingLogQ(scalings), panel),
    byLogQ: doubles(functions.scalingByLogQ(scalings), panel),
    losses: doubles(functions.scalingLosses(scalings), BLOCK),
  });
}
