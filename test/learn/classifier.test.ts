import { describe, expect, it } from "vitest";
import {
  CLASSIFIERS,
  type Classifier,
  type ClassifierName,
  type ClassifierTypes,
  type FittedClassifier,
  predictClasses,
} from "../../src/learn/classifier.js";
import { fitForest, predictForest } from "../../src/learn/forest.js";
import { fitKnn, predictKnn } from "../../src/learn/knn.js";
import { fitLda, predictLda, transformLda } from "../../src/learn/lda.js";
import { loadLibsvm } from "../../src/learn/load-libsvm.js";
import { accuracy } from "../../src/learn/score.js";
import {
  fitLinearSvm,
  fitRbfSvm,
  predictLinearSvm,
  predictRbfSvm,
  trialLinearSvm,
  trialRbfSvm,
} from "../../src/learn/svm.js";
import { selectTraining, type Training, training } from "../../src/learn/training.js";
import { tuneClassifier } from "../../src/learn/tune.js";
import { matrix, matrixFromRows, rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { oracle, range, testLabels, testRows, trainLabels, trainRows } from "./oracle.js";

const digits = training(trainRows, trainLabels, 10);

describe("training data", () => {
  it("has a class number for every row, and finite entries", () => {
    expect(() => training(trainRows, [1], 10)).toThrow(/1 labels for 200 rows/);
    expect(() => training(matrix(1, 1), [3], 3)).toThrow(/label 0 is 3/);
    expect(() => training(matrix(0, 1), [], 3)).toThrow(/0 rows/);
    expect(() => training(matrixFromRows([[Number.NaN]]), [0], 1)).toThrow(/NaN/);
  });
});

describe("support vector machines", () => {
  it.each([
    ["linearGlobal1", { cost: 1, scaling: "global" }],
    ["linearGlobal100", { cost: 100, scaling: "global" }],
    ["linearStandard10", { cost: 10, scaling: "standard" }],
  ] as const)("predict as scikit-learn's (%s)", async (name, settings) => {
    const model = await fitLinearSvm(digits, settings);
    expect([...predictLinearSvm(model, testRows)]).toEqual(oracle.svm[name]);
  });

  it("with a Gaussian kernel predict as scikit-learn's", async () => {
    const model = await fitRbfSvm(digits, { cost: 10, gamma: 1, scaling: "global" });
    expect([...predictRbfSvm(model, testRows)]).toEqual(oracle.svm.rbf10);
  });

  it("find the widest margin between two points", async () => {
    const data = training(matrixFromRows([[0], [4]]), [0, 1], 2);
    const model = await fitLinearSvm(data, { cost: 1e4, scaling: "global" });
    expect([...predictLinearSvm(model, matrixFromRows([[1.9], [2.1]]))]).toEqual([0, 1]);
  });

  it("keep their answers when the kernels are shared between settings", async () => {
    const linear = [
      { cost: 100, scaling: "standard" },
      { cost: 1, scaling: "global" },
    ] as const;
    const shared = await trialLinearSvm(digits, testRows, linear);
    for (const [q, settings] of linear.entries()) {
      expect(shared[q]).toEqual(predictLinearSvm(await fitLinearSvm(digits, settings), testRows));
    }
    const rbf = { cost: 10, gamma: 0.3, scaling: "global" } as const;
    const [trial] = await trialRbfSvm(digits, testRows, [rbf]);
    expect(trial).toEqual(predictRbfSvm(await fitRbfSvm(digits, rbf), testRows));
  });

  it("always answer the only class there is, and never a class without rows", async () => {
    const one = selectTraining(
      digits,
      range(0, 200).filter((s) => trainLabels[s] === 7),
    );
    const model = await fitLinearSvm(one, { cost: 1, scaling: "global" });
    expect(new Set(predictLinearSvm(model, testRows))).toEqual(new Set([7]));
    const two = selectTraining(
      digits,
      range(0, 200).filter((s) => trainLabels[s] === 7 || trainLabels[s] === 3),
    );
    const rbf = await fitRbfSvm(two, { cost: 1, gamma: 1, scaling: "global" });
    expect(new Set(predictRbfSvm(rbf, testRows))).toEqual(new Set([3, 7]));
  });

  it("leave no listener behind that would end the process", async () => {
    await loadLibsvm();
    const left = process.listeners("unhandledRejection").map(String);
    expect(left.filter((code) => code.includes('process["exit"](1)'))).toEqual([]);
  });

  it("refuse more than they can hold before they try", async () => {
    const many = { rows: matrix(8001, 1), labels: new Int32Array(8001), classCount: 2 };
    await expect(fitLinearSvm(many, { cost: 1, scaling: "global" })).rejects.toThrow(
      /8001 rows are too many/,
    );
    const split = { rows: matrix(6000, 1), labels: Int32Array.from(range(0, 6000)), classCount: 6000 };
    await expect(fitLinearSvm(split, { cost: 1, scaling: "global" })).rejects.toThrow(
      /6000 classes are too many/,
    );
  });

  it("refuse a cost that is not positive", async () => {
    await expect(fitLinearSvm(digits, { cost: 0, scaling: "global" })).rejects.toThrow(/cost is 0/);
  });
});

describe("nearest neighbours", () => {
  it("predict as scikit-learn's", () => {
    expect([...predictKnn(fitKnn(digits, { neighbours: 1 }), testRows)]).toEqual(oracle.knn);
  });

  it("break a tie of votes by distance, then by class", () => {
    const data = training(matrixFromRows([[0], [3], [1], [9]]), [1, 1, 0, 0], 2);
    const model = fitKnn(data, { neighbours: 2 });
    expect([...predictKnn(model, matrixFromRows([[0.2], [0.5], [0.8]]))]).toEqual([1, 0, 0]);
  });

  it("never see more neighbours than rows", () => {
    const data = training(matrixFromRows([[0], [1], [2]]), [0, 1, 1], 2);
    expect([...predictKnn(fitKnn(data, { neighbours: 99 }), matrixFromRows([[0]]))]).toEqual([1]);
  });
});

describe("linear discriminant analysis", () => {
  const even = range(0, 75).map((s) => 2 * s);
  const odd = even.map((s) => s + 1);
  const all = training(matrixFromRows(oracle.lda.rows), oracle.lda.labels, 3);
  const test = selectTraining(all, odd).rows;

  it.each([
    ["s0", 0],
    ["s3", 0.3],
  ] as const)("predicts as scikit-learn's (shrinkage %s)", (name, shrinkage) => {
    const model = fitLda(selectTraining(all, even), { shrinkage });
    expect([...predictLda(model, test)]).toEqual(oracle.lda[name]);
  });

  it("has classes - 1 axes, along which the classes have covariance 1 on average", () => {
    const model = fitLda(all, { shrinkage: 0 });
    const z = transformLda(model, all.rows);
    expect(z.cols).toBe(2);
    const sums = [0, 0, 0];
    for (let s = 0; s < z.rows; s++) {
      const mean = rowView(model.classMeans, all.labels[s]!);
      const [u, v] = [z.data[2 * s]! - mean[0]!, z.data[2 * s + 1]! - mean[1]!];
      [u * u, u * v, v * v].forEach((square, q) => {
        sums[q]! += square / z.rows;
      });
    }
    expectNear(sums, [1, 0, 1], { atol: 1e-9, why: "rounding through a whitening" });
  });

  it("says what to do when the covariance within classes is singular", () => {
    expect(() => fitLda(digits, { shrinkage: 0, components: 300 })).not.toThrow();
    const flat = training(
      matrixFromRows([
        [0, 1],
        [0, 2],
        [1, 1],
        [1, 2],
      ]),
      [0, 0, 1, 1],
      2,
    );
    expect(() => fitLda(flat, { shrinkage: 0 })).toThrow(/add a ridge/);
    expect([...predictLda(fitLda(flat, { shrinkage: 0.1 }), flat.rows)]).toEqual([0, 0, 1, 1]);
  });

  it("answers the larger class when the means coincide, and takes classes of equal rows", () => {
    const same = training(matrixFromRows([[-1], [1], [0], [-2], [2]]), [0, 0, 1, 1, 1], 2);
    expect([...predictLda(fitLda(same, { shrinkage: 0.1 }), matrixFromRows([[0]]))]).toEqual([1]);
    const points = training(matrixFromRows([[0], [0], [1], [1]]), [0, 0, 1, 1], 2);
    expect([...predictLda(fitLda(points, { shrinkage: 0.1 }), matrixFromRows([[0.4], [0.6]]))]).toEqual([
      0, 1,
    ]);
  });

  it("refuses rows that are all equal", () => {
    expect(() => fitLda(training(matrix(2, 2), [0, 1], 2), { shrinkage: 0.1 })).toThrow(/all rows are equal/);
  });
});

describe("random forests", () => {
  const options = { trees: 100, random: seededRandom(0) };

  it("learn digits about as well as published ones", () => {
    const predicted = predictForest(fitForest(digits, options), testRows);
    // scikit-learn's, with 100 trees, get 0.90 to 0.93 on these rows over ten seeds
    expect(accuracy(testLabels, predicted)).toBeGreaterThan(0.87);
  });

  it("are the same for the same seed", () => {
    expect(fitForest(digits, { ...options, trees: 3 })).toEqual(fitForest(digits, { ...options, trees: 3 }));
  });

  it("learn a rule of one column exactly, and cannot divide equal rows", () => {
    const rows = matrixFromRows(range(0, 40).map((s) => [s, 5]));
    const data = training(
      rows,
      range(0, 40).map((s) => (s < 13 ? 1 : 0)),
      2,
    );
    expect(
      accuracy(data.labels, predictForest(fitForest(data, { trees: 51, random: seededRandom(1) }), rows)),
    ).toBe(1);
    const equal = training(matrix(4, 2), [0, 1, 1, 1], 2);
    const predicted = predictForest(fitForest(equal, { trees: 25, random: seededRandom(2) }), matrix(1, 2));
    expect([...predicted]).toEqual([1]);
  });
});

const NAMES = ["svm", "rbf", "knn", "lda", "forest"] as const satisfies readonly ClassifierName[];

describe("every classifier", () => {
  it("has a name", () => {
    expect(Object.keys(CLASSIFIERS)).toEqual(NAMES);
  });

  it.each(NAMES)("(%s) survives JSON and predicts the same after it", async (kind) => {
    const random = seededRandom(0);
    const { fitted } = await tuneClassifier(kind, digits, { random });
    const predicted = predictClasses(fitted, testRows);
    expect(accuracy(testLabels, predicted)).toBeGreaterThan(0.8); // chance is 0.1
    const text = JSON.stringify(fitted, (_, value) =>
      ArrayBuffer.isView(value) ? { array: [...asNumbers(value)] } : value,
    );
    const stored: FittedClassifier = JSON.parse(text, (_, value) =>
      value?.array ? Float64Array.from(value.array) : value,
    );
    expect([...predictClasses(stored, testRows)]).toEqual([...predicted]);
  });

  it.each(NAMES)("(%s) tries settings with the answers of separate fits", async (kind) => {
    const few = selectTraining(digits, range(0, 60));
    await expectTrialsMatchFits(kind, few);
  });

  async function expectTrialsMatchFits<K extends ClassifierName>(kind: K, few: Training): Promise<void> {
    const classifier: Classifier<ClassifierTypes[K]["settings"], ClassifierTypes[K]["model"]> =
      CLASSIFIERS[kind];
    const trials = await classifier.trial(few, testRows, classifier.grid, seededRandom(4));
    for (const [q, settings] of classifier.grid.entries()) {
      const model = await classifier.fit(few, settings, seededRandom(4));
      expect([...trials[q]!]).toEqual([...classifier.predict(model, testRows)]);
    }
  }
});

describe("the size of the training data", () => {
  it.each(["svm", "rbf"] as const)("is bounded for %s, which says so before there are rows", (kind) => {
    const size = { rows: 8000, cols: 128, classCount: 2 };
    expect(() => CLASSIFIERS[kind].require(size)).not.toThrow();
    expect(() => CLASSIFIERS[kind].require({ ...size, rows: 8001 })).toThrow(/8001 rows .* up to 8000/);
    expect(() => CLASSIFIERS[kind].require({ ...size, classCount: 300 })).toThrow(/300 classes .* use knn/);
  });

  it.each(["knn", "forest"] as const)("is not bounded for %s", (kind) => {
    expect(() => CLASSIFIERS[kind].require({ rows: 1e6, cols: 1000, classCount: 1000 })).not.toThrow();
  });

  it("never makes kNN keep more than a block of distances, in trials either", async () => {
    // 300 000 x 200 000 distances would be 480 GB, which no array can hold; here the first block only is reached.
    const data = training(matrix(200_000, 1), new Int32Array(200_000), 1);
    const reads: number[] = [];
    const test = matrix(300_000, 1);
    const watched = new Proxy(test.data, {
      get(target, key) {
        if (key !== "subarray") return Reflect.get(target, key, target);
        return (start: number, end: number) => {
          reads.push(end - start);
          throw new Error("enough");
        };
      },
    });
    const trial = CLASSIFIERS.knn.trial(
      data,
      { ...test, data: watched },
      [{ neighbours: 1 }],
      seededRandom(0),
    );
    await expect(trial).rejects.toThrow("enough");
    expect(reads).toEqual([256]);
  });
});

describe("tuning", () => {
  it("scores the whole grid, and takes the best and of equals the first", async () => {
    const { fitted, scores } = await tuneClassifier("knn", digits, { random: seededRandom(0) });
    expect(scores.map((score) => score.settings)).toEqual(CLASSIFIERS.knn.grid);
    const best = Math.max(...scores.map((score) => score.accuracy));
    expect(fitted.settings).toEqual(scores.find((score) => score.accuracy === best)!.settings);
  });

  it("falls back to standard settings where a class cannot be divided", async () => {
    const data = training(matrixFromRows([[0], [1], [5]]), [0, 0, 1], 2);
    const { fitted, scores } = await tuneClassifier("svm", data, { random: seededRandom(0) });
    expect(scores).toEqual([]);
    expect(fitted.settings).toEqual(CLASSIFIERS.svm.standard);
  });

  it("keeps groups together, and says when they do not fit", async () => {
    // copies of a row in both parts would make one neighbour look perfect on random labels
    const random = seededRandom(5);
    const twins = range(0, 60).flatMap(() => {
      const row = [random.normal(), random.normal()];
      return [row, row];
    });
    const labels = range(0, 60).flatMap(() => {
      const label = random.integer(2);
      return [label, label];
    });
    const groups = labels.map((_, s) => `twins ${s >> 1}`);
    const data = training(matrixFromRows(twins), labels, 2);
    const single = (tuned: Awaited<ReturnType<typeof tuneClassifier<"knn">>>) =>
      tuned.scores.find((score) => score.settings.neighbours === 1)!.accuracy;
    const options = { random: seededRandom(0) };
    expect(single(await tuneClassifier("knn", data, options))).toBeGreaterThan(0.75);
    expect(single(await tuneClassifier("knn", data, { ...options, groups }))).toBeLessThan(0.7);
    await expect(tuneClassifier("knn", data, { ...options, groups: ["a"] })).rejects.toThrow(
      /1 groups for 120/,
    );
  });
});

function asNumbers(view: ArrayBufferView): ArrayLike<number> & Iterable<number> {
  if (view instanceof Float64Array || view instanceof Int32Array) return view;
  throw new Error("models hold Float64Array and Int32Array only");
}
