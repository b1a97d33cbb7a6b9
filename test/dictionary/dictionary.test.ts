import { describe, expect, it } from "vitest";
import type { Dictionary } from "../../src/dictionary/dictionary.js";
import { synthesise } from "../../src/dictionary/dictionary.js";
import { dictionaryWeights } from "../../src/dictionary/dictionary-weights.js";
import { type DictionaryFitOptions, fitDictionary } from "../../src/dictionary/fit-dictionary.js";
import { lineCost } from "../../src/dictionary/line-cost.js";
import { barycenterRows } from "../../src/dictionary/loss-gradient.js";
import { DICTIONARY_PRESETS } from "../../src/dictionary/presets.js";
import { type DictionarySettings, problemFrom } from "../../src/dictionary/settings.js";
import { type Matrix, rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { atomsOf, gaussian, laplace, normalised, positions, segment, uniform } from "./toys.js";

/** The published toys, on fewer bins: 200 bins there are 40 here, and lengths a fifth. */
const BINS = 40;
const axis = { values: positions(BINS), quantity: "band" };
/** 1e-3 of the largest cost, which is 10. The kernel is exp(-1000 (x - y)^2 / 39^2): it blurs by 0.9 bins an iteration. */
const sharp: DictionarySettings = { ...DICTIONARY_PRESETS.balanced(0), epsilon: 0.01 };

function between(settings: DictionarySettings, atoms: Matrix, count: number): Matrix {
  const positive = { ...atoms, data: atoms.data.map((mass) => mass + 1e-15) };
  return barycenterRows(problemFrom(axis.values, settings), positive, segment(count));
}

/** Learned atoms and weights in the order of the true ones: the first is the one nearer to the first. */
function inOrderOf(truth: Matrix, { atoms, weights }: Dictionary) {
  const cost = (s: number, r: number) => lineCost(axis.values, rowView(atoms, s), rowView(truth, r));
  const first = cost(0, 0) + cost(1, 1) <= cost(0, 1) + cost(1, 0) ? 0 : 1;
  return {
    distances: [Math.sqrt(cost(first, 0)), Math.sqrt(cost(1 - first, 1))],
    shares: Array.from({ length: weights!.rows }, (_, n) => weights!.data[2 * n + 1 - first]!),
  };
}

const LEARN = { axis, size: 2, start: "k-means++", weightStart: "even", weightRate: 0.05 } as const;

describe("a dictionary of barycentres of two atoms", () => {
  it.each([
    ["N(50, 5^2) and N(130, 10^2)", gaussian(BINS, 10, 1), gaussian(BINS, 26, 2), 11],
    ["uniform with background and Laplace", uniform(BINS, 4, 16, 0.002), laplace(BINS, 28, 0.8), 11],
  ] as const)("finds them: %s", (_, a, b, count) => {
    const truth = atomsOf(a, b);
    const data = normalised(between(sharp, truth, count));
    const learned = fitDictionary(data, { ...LEARN, settings: sharp, random: seededRandom(0), steps: 250 });
    const { distances, shares } = inOrderOf(truth, learned);
    // of 16 and more between the atoms; the kernel blurs both by 0.9, and five iterations do not undo all of that
    for (const distance of distances) expect(distance).toBeLessThan(1.5);
    expectNear(
      shares,
      Float64Array.from({ length: count }, (_, n) => n / (count - 1)),
      {
        atol: 0.1,
        why: "the ends of the segment are not sharp: blurred data are as near to atoms further out",
      },
    );
  });

  it("finds atoms of different masses where these may differ", () => {
    const settings: DictionarySettings = {
      ...DICTIONARY_PRESETS.principled(1),
      epsilon: 0.02,
      loss: "value",
    };
    const truth = atomsOf(gaussian(BINS, 10, 2, 1), gaussian(BINS, 28, 2, 3));
    const data = between(settings, truth, 9);
    const learned = fitDictionary(data, {
      ...LEARN,
      settings,
      atomForm: "logarithm",
      learningRate: 0.05,
      random: seededRandom(0),
      steps: 250,
    });
    const { distances, shares } = inOrderOf(truth, learned);
    const masses = [0, 1].map((s) => rowView(learned.atoms, s).reduce((sum, mass) => sum + mass, 0));
    for (const distance of distances) expect(distance).toBeLessThan(1.5);
    expectNear(
      masses.sort((a, b) => a - b),
      [1, 3],
      { rtol: 0.25, why: "at rho = 1 mass costs about as much as moving it by a third of the axis" },
    );
    expectNear(
      shares,
      Float64Array.from({ length: 9 }, (_, n) => n / 8),
      { atol: 0.15, why: "as above" },
    );
  });
});

describe("several starts", () => {
  const data = normalised(between(sharp, atomsOf(gaussian(BINS, 10, 1), gaussian(BINS, 26, 2)), 7));
  const options: DictionaryFitOptions = {
    ...LEARN,
    settings: sharp,
    start: "data",
    learningRate: 0.05,
    random: seededRandom(3),
    steps: 20,
    restarts: 3,
  };
  const learned = fitDictionary(data, options);

  it("are all reported, and the one with the least loss is kept", () => {
    const losses = learned.restarts.map(({ loss }) => loss);
    expect(new Set(losses).size).toBe(3);
    expect(losses[learned.kept]).toBe(Math.min(...losses));
    expectNear(learned.losses!.reduce((sum, loss) => sum + loss, 0) / 7, losses[learned.kept]!, {
      rtol: 1e-14,
      why: "the same sum",
    });
    expect(learned.restarts.map(({ steps, status }) => [steps, status])).toEqual(
      [20, 20, 20].map((steps) => [steps, "iteration-limit"]),
    );
  });

  it("do not depend on how many there are", () => {
    const first = fitDictionary(data, { ...options, restarts: 1 });
    expect(first.restarts[0]).toEqual(learned.restarts[0]);
  });

  it("are counted in one progress, and end with what there is", () => {
    const seen: number[] = [];
    const ended = fitDictionary(data, options, {
      onProgress: ({ unit, done, total }) => {
        expect([unit, total]).toEqual(["steps", 60]);
        seen.push(done);
        return done < 23;
      },
    });
    expect(seen).toEqual(Array.from({ length: 23 }, (_, step) => step + 1));
    expect(ended.restarts.map(({ steps, status }) => [steps, status])).toEqual([
      [20, "iteration-limit"],
      [3, "aborted"],
    ]);
  });
});

describe("weights of new rows", () => {
  const truth = atomsOf(gaussian(BINS, 8, 2), gaussian(BINS, 20, 3), gaussian(BINS, 32, 2));
  const settings: DictionarySettings = { ...DICTIONARY_PRESETS.balanced(0), epsilon: 0.05, loss: "squared" };
  const positive = { ...truth, data: truth.data.map((mass) => mass + 1e-15) };
  const weights: Matrix = {
    rows: 3,
    cols: 3,
    data: Float64Array.of(0.6, 0.3, 0.1, 0.2, 0.5, 0.3, 0.05, 0.15, 0.8),
  };
  const fitted: Dictionary = {
    axis,
    settings,
    training: {
      size: 3,
      atoms: "learned",
      atomForm: "simplex",
      start: "data",
      weightStart: "even",
      batch: 3,
      learningRate: 0.01,
      weightRate: 0.01,
      locality: 0,
      tolerance: 0,
      seed: 0,
    },
    atoms: positive,
    epochLosses: [],
    restarts: [{ loss: 0, atomGradient: 0, weightGradient: 0, steps: 0, status: "iteration-limit" }],
    kept: 0,
  };
  /** A squared loss sees masses, and those of balanced barycentres are a little off 1 after five iterations. */
  const free: Dictionary = { ...fitted, settings: { ...settings, rhoBarycenter: 1e6 } };
  const rows = synthesise(free, weights);

  it("are those that the rows were made of", () => {
    const found = dictionaryWeights(free, rows, { stop: { tolerance: 1e-8, maxIterations: 200 } });
    expect(found.status).toBe("converged");
    expectNear(found.weights.data, weights.data, {
      atol: 1e-5,
      why: "squared losses are flat: a gradient of 1e-8 leaves about the root of that in the loss",
    });
    expect(Math.max(...found.gradients)).toBeLessThan(1e-8);
  });

  it("begin at the training row with the nearest barycentre", () => {
    const known: Dictionary = { ...free, weights, losses: new Float64Array(3) };
    const found = dictionaryWeights(known, rows, { stop: { maxIterations: 1 } });
    expect(found.status).toBe("iteration-limit");
    expectNear(
      found.weights.data,
      weights.data.map((w) => 0.95 * w + 0.05 / 3),
      { rtol: 1e-12, why: "softmax of logarithms" },
    );
  });

  it("never end higher than they began", () => {
    const steps = [1, 3, 10, 30].map((maxIterations) =>
      dictionaryWeights(free, rows, { stop: { tolerance: 0, maxIterations } }),
    );
    for (const n of [0, 1, 2]) {
      const losses = steps.map((found) => found.losses[n]!);
      expect(losses).toEqual([...losses].sort((a, b) => b - a));
    }
  });

  it("of many rows are those of each block of 64 alone, and progress ends the work between blocks", () => {
    const many = {
      rows: 150,
      cols: BINS,
      data: Float64Array.from({ length: 150 * BINS }, (_, p) => rows.data[p % rows.data.length]!),
    };
    const stop = { tolerance: 1e-4, maxIterations: 5 };
    const all = dictionaryWeights(free, many, { stop });
    const part = dictionaryWeights(free, many, { stop, onProgress: ({ done }) => done < 128 });
    expect(part.status).toBe("aborted");
    expect(part.losses.filter(Number.isNaN).length).toBe(150 - 128);
    expect(part.weights.data.subarray(0, 3 * 128)).toEqual(all.weights.data.subarray(0, 3 * 128));
  });

  it("are refused for rows that cannot be", () => {
    expect(() => dictionaryWeights(fitted, { rows: 1, cols: 2, data: Float64Array.of(1, 1) })).toThrow(
      /rows have 2 bands, the dictionary 40/,
    );
    const negative = { rows: 1, cols: BINS, data: new Float64Array(BINS).fill(-1) };
    expect(() => dictionaryWeights(free, negative)).toThrow(/row 0, band 0 is -1/);
  });
});
