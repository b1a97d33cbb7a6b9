import { describe, expect, it } from "vitest";
import { testFold } from "../../../pipelines/cross-validation.js";
import type { LotOptions } from "../../../pipelines/lot.js";
import { createPool, majorityRate, seededRandom, stratifiedFolds } from "../../../src/index.js";
import { noise, shapes } from "../small-data.js";
import { loadCollection } from "./loaded.js";

const pool = await createPool({ workers: 0 });

function lot(parts: Partial<LotOptions>): LotOptions & { align: "none"; model: "svm" } {
  return { metric: "w2", reference: "gaussian", referenceSize: 10, align: "none", model: "svm", ...parts };
}

/** The kinds that see labels. */
const SEEING = [
  { reference: "class-barycenter", rounds: 2 },
  { reference: "auto" },
] as const satisfies readonly Partial<LotOptions>[];

describe.each(SEEING)("references of the kind $reference", (kind) => {
  it("do not know the labels of held-out items", async () => {
    const { collection, labels } = await loadCollection(shapes({ perClass: 6, apart: 1 }), "shape");
    const [fold] = stratifiedFolds({ labels: labels.codes, classes: labels.classes }, 3, seededRandom(1));
    const test = (codes: Int32Array) =>
      testFold(
        pool,
        { collection, labels: { ...labels, codes }, groups: undefined, fold: fold!, random: seededRandom(2) },
        lot(kind),
      );
    const turned = labels.codes.slice();
    for (const s of fold!.test) turned[s] = (turned[s]! + 1) % 3;
    const honest = await test(labels.codes);
    expect(honest.reference.fittedOn).toBe(fold!.train.length);
    const other = await test(turned);
    expect(other.reference).toEqual(honest.reference);
    expect(other.predicted).toEqual(honest.predicted);
    // labels of training items do enter
    const trained = labels.codes.slice();
    for (const s of fold!.train) trained[s] = s % 3 === 0 ? 1 : 0;
    expect((await test(trained)).reference).not.toEqual(honest.reference);
  });
});

/** Clouds that have nothing to do with their labels. */
const SEEDS = [1, 2, 3, 4];
const CLOUDS = 40;

/** Over the items of all seeds. */
async function accuracyOnNoise(
  score: (seed: number) => Promise<{ correct: number; majority: number }>,
): Promise<{ accuracy: number; majority: number }> {
  let correct = 0;
  let majority = 0;
  for (const seed of SEEDS) {
    const one = await score(seed);
    correct += one.correct;
    majority += one.majority;
  }
  const items = SEEDS.length * CLOUDS;
  return { accuracy: correct / items, majority: majority / SEEDS.length };
}

/** Three standard errors of a share of 160 items at chance: 3 sqrt(0.25 / 160). */
const THREE_ERRORS = 0.12;

async function noisy(seed: number) {
  const { collection, labels } = await loadCollection(noise({ clouds: CLOUDS, copies: 1, seed }), "class");
  const items = { labels: labels.codes, classes: labels.classes };
  const folds = stratifiedFolds(items, 4, seededRandom(seed));
  return { collection, labels, folds, majority: majorityRate(labels.codes, 2) };
}

describe("labels drawn by lot", () => {
  it.each(SEEING)(
    "stay at the majority rate with --reference $reference",
    async (kind) => {
      const { accuracy, majority } = await accuracyOnNoise(async (seed) => {
        const data = await noisy(seed);
        let correct = 0;
        for (const [f, fold] of data.folds.entries()) {
          const task = { ...data, groups: undefined, fold, random: seededRandom(seed).fork(f) };
          const { predicted } = await testFold(pool, task, lot(kind));
          fold.test.forEach((s, r) => {
            correct += predicted[r] === data.labels.codes[s] ? 1 : 0;
          });
        }
        return { correct, majority: data.majority };
      });
      expect(accuracy).toBeLessThan(majority + THREE_ERRORS);
    },
    60_000,
  );
});
