import { describe, expect, it } from "vitest";
import { evaluateTraining } from "../../src/dictionary/evaluate.js";
import { barycenterRows } from "../../src/dictionary/loss-gradient.js";
import { objective } from "../../src/dictionary/objective.js";
import { DICTIONARY_PRESETS } from "../../src/dictionary/presets.js";
import { type DictionarySettings, problemFrom } from "../../src/dictionary/settings.js";
import {
  startTraining,
  type TrainingOptions,
  type TrainingState,
  trainSteps,
} from "../../src/dictionary/training.js";
import { type Matrix, rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { atomsOf, gaussian, normalised, positions, segment } from "./toys.js";

const BINS = 24;
const truth = atomsOf(gaussian(BINS, 6, 2), gaussian(BINS, 17, 2.5));
const balanced = DICTIONARY_PRESETS.balanced(1);
const unbalanced: DictionarySettings = { ...DICTIONARY_PRESETS.principled(1), loss: "value" };
const data = normalised(barycenterRows(problemFrom(positions(BINS), balanced), truth, segment(9)));

function begin(settings: DictionarySettings, options: Partial<TrainingOptions> = {}): TrainingState {
  return startTraining(positions(BINS), settings, data, { size: 2, random: seededRandom(1), ...options });
}

const numbersOf = ({ parameters, logits, losses, atomMoments, logitMoments }: TrainingState) => [
  parameters.data,
  logits.data,
  losses,
  atomMoments.first,
  atomMoments.second,
  logitMoments.first,
  logitMoments.second,
];

describe.each([
  ["balanced", balanced],
  ["unbalanced", unbalanced],
] as const)("training, %s", (_, settings) => {
  it("lowers the loss and ends near a stationary point", () => {
    const state = begin(settings, { learningRate: settings === balanced ? 0.05 : 0.002, weightRate: 0.05 });
    const first = evaluateTraining(state);
    const last = evaluateTraining(trainSteps(state, 200));
    expect(last.loss).toBeLessThan(first.loss);
    expect(last.weightGradient).toBeLessThan(first.weightGradient / 10);
  });

  it("takes the same steps in one call, in several, and from a copy that was posted", () => {
    const state = begin(settings, { batch: 4 });
    const once = trainSteps(state, 10);
    const parts = trainSteps(structuredClone(trainSteps(trainSteps(state, 3), 1)), 6);
    expect(numbersOf(parts)).toEqual(numbersOf(once));
    expect(parts.epochLosses).toEqual(once.epochLosses);
    expect(parts.steps).toBe(10);
  });

  it("leaves the state it starts from as it is", () => {
    const state = begin(settings);
    const before = structuredClone(state);
    trainSteps(state, 3);
    expect(state).toEqual(before);
  });
});

describe("batches", () => {
  it("go through all rows in an epoch, each once, in an order of its own", () => {
    const state = begin(balanced, { batch: 4 }); // 9 rows: 4, 4, 1
    const seen = [1, 2, 3].map((steps) => trainSteps(state, steps).losses.filter((loss) => loss >= 0).length);
    expect(seen).toEqual([4, 8, 9]);
    const firstOf = (epoch: number): number[] => {
      const before = trainSteps(state, 3 * epoch);
      const after = trainSteps(before, 1);
      return [...after.losses.keys()].filter((n) => after.losses[n] !== before.losses[n]);
    };
    expect(firstOf(1)).not.toEqual(firstOf(2));
  });

  it("move the weights of the rows that are drawn alone", () => {
    const state = begin(balanced, { batch: 4 });
    const after = trainSteps(state, 1);
    const moved = Array.from({ length: 9 }, (_, n) =>
      rowView(after.logits, n).some((b, s) => b !== rowView(state.logits, n)[s]),
    );
    expect(moved).toEqual(Array.from(after.losses, (loss) => loss >= 0));
  });
});

describe("atoms", () => {
  it("that are masses are clamped and learn on after the first step", () => {
    // a detached clamp would leave them one step, 0.01 at most, from their start
    const state = begin(unbalanced, { learningRate: 0.01 });
    const after = trainSteps(state, 10);
    const farthest = after.parameters.data.reduce(
      (most, mass, p) => Math.max(most, Math.abs(mass - state.parameters.data[p]!)),
      0,
    );
    expect(farthest).toBeGreaterThan(0.02);
    expect(after.parameters.data.reduce((least, mass) => Math.min(least, mass), 1)).toBe(1e-15);
  });

  it("held at the data stay, while weights learn", () => {
    const state = begin(unbalanced, { atoms: "data" });
    const after = trainSteps(state, 5);
    expect(after.parameters).toEqual(state.parameters);
    expect(after.logits).not.toEqual(state.logits);
    expect(evaluateTraining(after).atomGradient).toBe(0);
  });

  it("of a balanced dictionary have mass 1 after any step", () => {
    const { atoms } = evaluateTraining(trainSteps(begin(balanced, { learningRate: 0.5 }), 5));
    for (const s of [0, 1]) {
      const mass = rowView(atoms, s).reduce((sum, value) => sum + value, 0);
      expectNear(mass, 1, { atol: 1e-14, why: "rounding of a sum of 24" });
    }
  });
});

describe("the end of a training", () => {
  it("is converged where the loss no longer changes, and stays so", () => {
    const ended = trainSteps(begin(balanced, { tolerance: 0.5 }), 50);
    expect(ended.status).toBe("converged");
    expect(ended.steps).toBeLessThan(50);
    expect(trainSteps(ended, 5)).toBe(ended);
  });

  it("is aborted by onProgress, and may go on", () => {
    const ended = trainSteps(begin(balanced), 50, ({ done }) => done < 3);
    expect(ended).toMatchObject({ status: "aborted", steps: 3 });
    expect(trainSteps(ended, 2)).toMatchObject({ status: "iteration-limit", steps: 5 });
  });

  it("is non-finite where a step is, and keeps the last good one", () => {
    const state = begin({ ...unbalanced, loss: "squared" }, { learningRate: 1e300 });
    const ended = trainSteps(state, 50);
    expect(ended.status).toBe("non-finite");
    expect([...ended.parameters.data].every(Number.isFinite)).toBe(true);
  });
});

describe("a training that runs away", () => {
  const forms = ["simplex", "positive", "logarithm"] as const;
  it.each(forms.flatMap((form) => [1e3, 1e6].map((rate) => [form, rate] as const)))(
    "of the form %s at a rate of %d ends with a status",
    (atomForm, learningRate) => {
      const settings = atomForm === "simplex" ? balanced : unbalanced;
      const ended = trainSteps(begin(settings, { atomForm, learningRate, weightRate: 1e6 }), 12);
      expect(ended.status).not.toBe("converged");
      const { atoms, weights } = evaluateTraining(ended);
      for (const mass of atoms.data) expect(mass > 0 && mass < Infinity).toBe(true);
      for (const weight of weights.data) expect(weight >= 0 && weight <= 1).toBe(true);
    },
  );

  it("is stalled where no mass is left, and stays so", () => {
    const settings: DictionarySettings = { ...unbalanced, loss: "transport" };
    const options = { atomForm: "logarithm", learningRate: 100, tolerance: 0.5 } as const;
    const ended = trainSteps(begin(settings, options), 10);
    expect(ended.status).toBe("stalled");
    expect(ended.steps).toBeLessThan(10);
    expect(evaluateTraining(ended).atomGradient).toBe(0);
    expect(trainSteps(ended, 5)).toBe(ended);
  });

  it("never converges at a tolerance of 0, though no loss changes", () => {
    const held = begin({ ...unbalanced, loss: "squared" }, { atoms: "data", size: 1 }); // nothing to learn
    const ended = trainSteps(held, 4);
    expect(ended).toMatchObject({ status: "iteration-limit", steps: 4 });
    expect(new Set(ended.epochLosses).size).toBe(1);
  });
});

describe("the locality term", () => {
  const weights: Matrix = { rows: 2, cols: 2, data: Float64Array.of(0.3, 0.7, 0.55, 0.45) };
  const rows: Matrix = {
    rows: 2,
    cols: BINS,
    data: data.data.slice(3 * BINS, 5 * BINS).map((x) => x + 1e-15),
  };
  const atoms = { ...truth, data: truth.data.map((mass) => mass + 1e-3) };

  it.each([
    ["balanced value", balanced],
    ["unbalanced value", unbalanced],
    ["unbalanced transport", DICTIONARY_PRESETS["new-code"](10)],
  ] as const)("has the gradient that differences have, %s", (_, given) => {
    const problem = problemFrom(positions(BINS), { ...given, lossIterations: 400, lossTolerance: 1e-14 });
    const total = (d: Matrix, w: Matrix): number =>
      objective(problem, 0.5, d, w, rows).losses.reduce((sum, loss) => sum + loss, 0);
    const found = objective(problem, 0.5, atoms, weights, rows);
    const changed = (a: Matrix, p: number, by: number): Matrix => ({
      ...a,
      data: a.data.map((value, q) => (q === p ? value + by : value)),
    });
    for (const p of [0, 5, 6, 17, BINS + 3, BINS + 16]) {
      const h = 1e-5 * atoms.data[p]!;
      const slope = (total(changed(atoms, p, h), weights) - total(changed(atoms, p, -h), weights)) / (2 * h);
      expectNear(found.atoms.data[p]!, slope, {
        rtol: 1e-4,
        atol: 1e-6,
        why: "differences of step 1e-5 relative",
      });
    }
    // along the simplex: the core gives slopes less their mean
    for (const n of [0, 1]) {
      const h = 1e-6;
      const up = changed(changed(weights, 2 * n, h), 2 * n + 1, -h);
      const down = changed(changed(weights, 2 * n, -h), 2 * n + 1, h);
      const slope = (total(atoms, up) - total(atoms, down)) / (2 * h);
      const [a, b] = rowView(found.weights, n);
      expectNear(a! - b!, slope, { rtol: 1e-5, atol: 1e-7, why: "central differences of step 1e-6" });
    }
  });

  it("draws atoms to the rows", () => {
    const nearest = (locality: number): number => {
      const options = { locality, learningRate: 0.1, weightRate: 0.1 };
      const { atoms: found, weights: used } = evaluateTraining(trainSteps(begin(balanced, options), 25));
      const problem = problemFrom(positions(BINS), balanced);
      const plain = objective(problem, 0, found, used, data).losses;
      const both = objective(problem, 1, found, used, data).losses;
      return both.reduce((sum, loss, n) => sum + loss - plain[n]!, 0); // sum of lambda_s OT(x, D_s)
    };
    expect(nearest(0.1)).toBeLessThan(0.9 * nearest(0));
  });
});

describe("what training refuses", () => {
  const refuse = (change: Partial<TrainingOptions>) => () => begin(balanced, change);

  it("names option, value and remedy", () => {
    expect(refuse({ size: 0 })).toThrow(/size is 0; it must be a whole number of 1 to 9/);
    expect(refuse({ size: 10 })).toThrow(/size is 10/);
    expect(refuse({ batch: 1.5 })).toThrow(/batch is 1.5/);
    expect(refuse({ learningRate: 0 })).toThrow(/learningRate is 0/);
    expect(refuse({ weightRate: NaN })).toThrow(/weightRate is NaN/);
    expect(refuse({ locality: -1 })).toThrow(/locality is -1/);
    expect(refuse({ start: "far" as "data" })).toThrow(
      /start is "far"; it must be one of "data", "k-means\+\+"/,
    );
  });

  const rows = (change: (values: Float64Array) => void): Matrix => {
    const values = data.data.slice();
    change(values);
    return { ...data, data: values };
  };
  const learn = (given: Matrix, settings = balanced) =>
    startTraining(positions(BINS), settings, given, { size: 2, random: seededRandom(0) });

  it("names row and band of masses that cannot be", () => {
    const negative = rows((values) => values.fill(-1, BINS + 3, BINS + 4));
    expect(() => learn(negative)).toThrow(/row 1, band 3 is -1; masses must be finite and at least 0/);
    const missing = rows((values) => values.fill(NaN, 5, 6));
    expect(() => learn(missing)).toThrow(/row 0, band 5 is NaN/);
    expect(() =>
      learn(
        rows((values) => values.fill(0, 0, BINS)),
        unbalanced,
      ),
    ).toThrow(/row 0 has no mass/);
    const heavy = rows((values) =>
      values.subarray(0, BINS).forEach((mass, j) => {
        values[j] = 2 * mass;
      }),
    );
    expect(() => learn(heavy)).toThrow(/row 0 has mass 2.*divide each by its sum/);
    expect(learn(heavy, unbalanced).steps).toBe(0);
  });

  it.each([1e-18, 1e9])(
    "data in a unit of %d, beside which the floor of 1e-15 is too much or too little",
    (unit) => {
      const odd = { ...data, data: data.data.map((mass) => unit * mass) };
      expect(() => learn(odd, unbalanced)).toThrow(
        /the largest mass in a band is .*divide the data by the mean/,
      );
    },
  );

  it("more atoms than there is memory for", () => {
    const iterations = 10_000;
    const many: DictionarySettings = { ...balanced, iterations };
    const bands = 800;
    const wide: Matrix = { rows: 2, cols: bands, data: new Float64Array(2 * bands).fill(1 / bands) };
    const start = () => startTraining(positions(bands), many, wide, { size: 2, random: seededRandom(0) });
    expect(start).toThrow(/2 atoms of 800 bands with 10000 iterations take 4.8 GB/);
  });

  it("rows of another length", () => {
    expect(() =>
      startTraining(positions(BINS + 1), balanced, data, { size: 2, random: seededRandom(0) }),
    ).toThrow(/rows have 24 bands, the dictionary 25/);
  });
});
