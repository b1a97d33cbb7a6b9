import { describe, expect, it } from "vitest";
import { type DictionaryOptions, dictionaryProblem } from "../../src/dictionary/problem.js";
import { transportLoss } from "../../src/dictionary/transport-loss.js";
import { valueLoss } from "../../src/dictionary/value-loss.js";
import { firstIteration, layerSpace, lossSpace } from "../../src/dictionary/workspace.js";
import type { DictionaryKernels } from "../../src/kernels/kernels.js";
import { DICTIONARY_VARIANTS } from "../kernels/variants.js";
import { indices, sample } from "./samples.js";

/** Everything that one block computes. */
function answers(
  kernels: DictionaryKernels,
  options: DictionaryOptions,
  d: number,
  k: number,
): Float64Array[] {
  const problem = dictionaryProblem(indices(d), options);
  const { atoms, weights, data } = sample(d + k, 8, k, d);
  kernels.functions.forgetAll();
  const logAtoms = atoms.data.map(Math.log);
  const first = firstIteration(problem, logAtoms, k);
  const opened = layerSpace(kernels, problem, logAtoms, first, k);
  const openedLoss = lossSpace(kernels, problem, opened().kernel, problem.loss.inPanels!);
  const layer = opened();
  const loss = openedLoss();
  const byLanes = (rows: Float64Array, cols: number) =>
    Float64Array.from({ length: rows.length }, (_, p) => rows[(p % 8) * cols + Math.floor(p / 8)]!);
  const sums = Float64Array.from({ length: 8 }, (_, n) =>
    weights.data.slice(n * k, (n + 1) * k).reduce((sum, value) => sum + value),
  );
  layer.weights.set(byLanes(weights.data, k).map((value, p) => value / sums[p % 8]!));
  expect(Number(kernels.functions.runLayer(layer.layer))).toBe(1); // true in JavaScript, 1 in WebAssembly
  loss.data.set(byLanes(data.data, d));
  loss.logQ.set(layer.logQ);
  expect(Number(loss.run())).toBe(1);
  layer.byLogQ.set(loss.byLogQ);
  kernels.functions.differentiateLayer(layer.layer);
  return [layer.logQ, loss.losses, loss.byLogQ, layer.byWeights, layer.byLogAtoms, layer.byFirstLogs].map(
    (values) => values.slice(),
  );
}

describe("all variants compute blocks of identical bits", () => {
  it.each<[string, DictionaryOptions]>([
    ["published", { rhoBarycenter: 1000, rhoLoss: 0.1, loss: transportLoss }],
    ["little held", { rhoBarycenter: 0.05, rhoLoss: 2, loss: valueLoss, epsilon: 1 }],
    ["balanced", { loss: transportLoss, epsilon: 0.3 }],
    ["distances not squared", { loss: valueLoss, power: 1, iterations: 3 }],
    [
      "one iteration",
      { rhoBarycenter: 1e5, rhoLoss: 1e5, loss: transportLoss, iterations: 1, lossIterations: 7 },
    ],
    ["hard held", { rhoBarycenter: 1e5, rhoLoss: 1e5, loss: valueLoss, iterations: 2 }],
  ])("%s", (_, options) => {
    for (const [d, k] of [
      [5, 1],
      [32, 3],
      [61, 4],
    ] as const) {
      const [plain, compiled] = DICTIONARY_VARIANTS.map(([, kernels]) => answers(kernels, options, d, k));
      expect(compiled).toEqual(plain);
      for (const values of plain!) expect(values.every(Number.isFinite)).toBe(true);
    }
  });
});
