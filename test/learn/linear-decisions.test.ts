import { describe, expect, it } from "vitest";
import type { FittedClassifier } from "../../src/learn/classifier.js";
import { fitForest } from "../../src/learn/forest.js";
import { fitLda, predictLda } from "../../src/learn/lda.js";
import {
  decide,
  isLinear,
  ldaDecisions,
  linearDecisions,
  svmDecisions,
} from "../../src/learn/linear-decisions.js";
import { fitLinearSvm, type LinearSvmModel, predictLinearSvm } from "../../src/learn/svm.js";
import { trainSvmMachines, voteOfPairs } from "../../src/learn/svm-machine.js";
import { selectTraining, training } from "../../src/learn/training.js";
import { gram, multiplyTransposed } from "../../src/numeric/gram.js";
import {
  matrix,
  matrixFromRows,
  rowView,
  selectRows,
  subtractRow,
  transpose,
} from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { labels, oracle, rows } from "../modes/oracle.js";
import { expectNear } from "../support/expect-near.js";
import { range } from "./oracle.js";

const data = training(rows, labels, 3);
const ROUNDING = { rtol: 1e-9, atol: 1e-9, why: "rounding of sums of twelve products up to 10" };

describe("the decisions of a linear support vector machine", () => {
  const settings = {
    global: { cost: 1, scaling: "global" },
    standard: { cost: 10, scaling: "standard" },
  } as const;

  it.each(["global", "standard"] as const)(
    "are scikit-learn's, in terms of the rows as they are (%s)",
    async (name) => {
      const found = svmDecisions(await fitLinearSvm(data, settings[name]));
      const { weights, offsets, decisions } = oracle.svm[name];
      expect([...found.pairs]).toEqual([0, 1, 0, 2, 1, 2]);
      const why = "two runs of libsvm, each stopped at a violation of 1e-3 of a margin";
      expectNear(decide(found, rows).data, decisions.flat(), { atol: 3e-3, why });
      weights.forEach((expected: number[], p: number) => {
        const length = Math.sqrt(expected.reduce((sum, w) => sum + w * w, 0));
        expectNear(rowView(found.weights, p), expected, { atol: 3e-3 * length, why });
      });
      expectNear(found.offsets, offsets, { atol: 3e-3, rtol: 3e-3, why });
    },
  );

  it("point where those of a machine trained by coordinate descent do", async () => {
    const two = selectTraining(data, range(0, 42));
    const { weights } = svmDecisions(await fitLinearSvm({ ...two, classCount: 2 }, settings.global));
    const expected: number[] = oracle.svm.twoClasses;
    const length = Math.sqrt(expected.reduce((sum, w) => sum + w * w, 0));
    expectNear(weights.data, expected, { atol: 3e-3 * length, why: "libsvm stops at 1e-3 of a margin" });
  });

  it.each(["global", "standard"] as const)(
    "are the sums over support vectors that the machine itself has (%s)",
    async (name) => {
      const model = await fitLinearSvm(data, settings[name]);
      const scaled = rowsOf(model);
      const [machine] = await trainSvmMachines(gram(scaled), data.labels, 3, [settings[name].cost]);
      const kernel = multiplyTransposed(scaled, selectRows(scaled, machine!.support));
      const dual = subtractRow(multiplyTransposed(kernel, machine!.coefficients), machine!.rho);
      expectNear(decide(svmDecisions(model), rows).data, dual.data, ROUNDING);
    },
  );

  it("elect the classes that the machine predicts, on rows it has not seen too", async () => {
    const random = seededRandom(3);
    const fresh = matrix(
      500,
      12,
      Float64Array.from({ length: 6000 }, () => 5 + 8 * random.normal()),
    );
    for (const name of ["global", "standard"] as const) {
      const model = await fitLinearSvm(data, settings[name]);
      const votes = voteOfPairs(decide(svmDecisions(model), fresh), model);
      expect(new Set(votes).size).toBe(3);
      expect(votes).toEqual(predictLinearSvm(model, fresh));
    }
  });

  it("lie half-way between two points, as far from each as the margin", async () => {
    const two = training(
      matrixFromRows([
        [1, 7],
        [5, 7],
      ]),
      [0, 1],
      2,
    );
    const found = svmDecisions(await fitLinearSvm(two, { cost: 1e4, scaling: "global" }));
    expectNear(found.weights.data, [-0.5, 0], { atol: 1e-3, why: "libsvm stops at 1e-3 of a margin" });
    expectNear(found.offsets, [-1.5], { atol: 3e-3, why: "the same, three units from 0" });
  });
});

/** The rows as the model scales them. */
function rowsOf({ scaling }: LinearSvmModel) {
  const off = subtractRow(rows, scaling.mean);
  return { ...off, data: off.data.map((x, p) => x / scaling.scale[p % off.cols]!) };
}

describe("the decisions of linear discriminants", () => {
  it("are differences of scikit-learn's", () => {
    const found = ldaDecisions(fitLda(data, { shrinkage: 0.3 }));
    const { coef, intercept } = oracle.lda;
    for (let p = 0; p < 3; p++) {
      const [a, b] = [found.pairs[2 * p]!, found.pairs[2 * p + 1]!];
      const expected = coef[a].map((w: number, k: number) => w - coef[b][k]);
      expectNear(rowView(found.weights, p), expected, ROUNDING);
      expectNear(found.offsets[p]!, intercept[b] - intercept[a], ROUNDING);
    }
  });

  it("have axes that are scikit-learn's, up to sign", () => {
    const { axes } = fitLda(data, { shrinkage: 0 });
    oracle.lda.axes.forEach((expected: number[], r: number) => {
      const sign = Math.sign(axes.data[r * 12]! * expected[0]!);
      expectNear(
        rowView(axes, r).map((x) => sign * x),
        expected,
        ROUNDING,
      );
    });
  });

  it("say which of two classes the analysis prefers, and so the class itself", () => {
    const model = fitLda(data, { shrinkage: 0.1 });
    const found = ldaDecisions(model);
    const decisions = decide(found, rows);
    const wins = Array.from({ length: rows.rows }, (_, s) => {
      const won = [0, 0, 0];
      for (let p = 0; p < 3; p++) won[found.pairs[2 * p + (decisions.data[3 * s + p]! > 0 ? 0 : 1)]!]!++;
      return won.indexOf(2);
    });
    expect(wins).toEqual(Array.from(predictLda(model, rows)));
  });

  it("leave out classes without rows", () => {
    const sparse = training(
      rows,
      labels.map((c) => 2 * c),
      6,
    );
    const found = ldaDecisions(fitLda(sparse, { shrinkage: 0.3 }));
    expect([...found.pairs]).toEqual([0, 2, 0, 4, 2, 4]);
    expectNear(found.weights.data, ldaDecisions(fitLda(data, { shrinkage: 0.3 })).weights.data, ROUNDING);
  });
});

describe("a classifier", () => {
  it("that is not linear has no such decisions", () => {
    const forest = fitForest(data, { trees: 3, random: seededRandom(0) });
    const fitted: FittedClassifier = { kind: "forest", settings: { trees: 3 }, model: forest };
    expect(linearDecisions(fitted)).toBeUndefined();
    expect((["svm", "rbf", "knn", "lda", "forest"] as const).filter(isLinear)).toEqual(["svm", "lda"]);
  });

  it("with one class only has none either", async () => {
    const one = training(selectRows(rows, range(0, 20)), new Array<number>(20).fill(0), 1);
    const found = svmDecisions(await fitLinearSvm(one, { cost: 1, scaling: "global" }));
    expect(found.offsets.length).toBe(0);
    expect(transpose(decide(found, rows)).rows).toBe(0);
  });
});
