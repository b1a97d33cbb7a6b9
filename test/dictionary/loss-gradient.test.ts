import { describe, expect, it } from "vitest";
import type { LossKind } from "../../src/dictionary/loss.js";
import { barycenterRows, lossGradient } from "../../src/dictionary/loss-gradient.js";
import { divergenceLoss, squaredLoss } from "../../src/dictionary/pointwise-losses.js";
import { type DictionaryProblem, dictionaryProblem } from "../../src/dictionary/problem.js";
import { normalisedWeights, rowGradient } from "../../src/dictionary/rows.js";
import { transportLoss } from "../../src/dictionary/transport-loss.js";
import { valueLoss } from "../../src/dictionary/value-loss.js";
import { matrix, rowView } from "../../src/numeric/matrix.js";
import { compensatedSum } from "../../src/numeric/sum.js";
import { expectNear } from "../support/expect-near.js";
import { difference, indices, type Sample, sample } from "./samples.js";

const LOSSES = [transportLoss, valueLoss, squaredLoss, divergenceLoss];
const RHOS = [0.1, 1, 1000, 1e5, Infinity];
const CASES: [string, number, LossKind][] = LOSSES.flatMap((loss) =>
  RHOS.map((rho): [string, number, LossKind] => [loss.name, rho, loss]),
);

function expectDifferences(problem: DictionaryProblem, one: Sample, places: number): void {
  const found = lossGradient(problem, one.atoms, one.weights, one.data);
  for (const which of ["atoms", "weights"] as const) {
    const { data } = found[which];
    const size = Math.max(...data.map(Math.abs));
    expect(size).toBeGreaterThan(1e-6);
    for (let n = 0; n < places; n++) {
      const p = Math.floor(((n + 0.5) * data.length) / places);
      expectNear(data[p]!, difference(problem, one, which, p), {
        rtol: 1e-6,
        atol: 1e-8 * size,
        why: "rounding of the losses over steps of 1e-3 of an entry; the fourth order term is smaller",
      });
    }
  }
}

describe("the gradient of the losses", () => {
  it.each(CASES)("of kind %s with rho %d is that of central differences", (_, rho, loss) => {
    const problem = dictionaryProblem(indices(24), {
      rhoBarycenter: rho,
      rhoLoss: rho,
      loss,
      lossTolerance: 0,
      epsilon: 0.5,
    });
    expectDifferences(problem, sample(7, 3, 3, 24), 5);
  });

  it.each(LOSSES)("of kind $name is that of central differences by factors of the kernel", (loss) => {
    const problem = dictionaryProblem(indices(61), { rhoBarycenter: 1000, rhoLoss: 0.1, loss, epsilon: 0.5 });
    expect(problem.short.parts).toBe(2);
    expect(problem.short.even.rank).toBeGreaterThan(5);
    expect(problem.short.even.rank).toBeLessThan(16);
    expectDifferences({ ...problem, lossTolerance: 1e-13 }, sample(8, 2, 3, 61), 4);
  });

  it.each(LOSSES)("of kind $name is that of central differences where bands are anywhere", (loss) => {
    const positions = indices(20).map((j) => 400 + 10 * j + j * j);
    const options = { rhoBarycenter: 2, rhoLoss: 3, lossTolerance: 1e-13, lossIterations: 1000 };
    const problem = dictionaryProblem(positions, { ...options, loss });
    expect(problem.short.parts).toBe(1);
    expectDifferences(problem, sample(9, 2, 2, 20), 4);
  });

  it.each(LOSSES)("of kind $name is that by logarithms, in panels of every form", (loss) => {
    const one = sample(11, 2, 3, 61);
    const nearlyVanishing = one.atoms.data.map((value, p) => (p % 61 < 25 ? 1e-12 : value));
    const problem = dictionaryProblem(indices(61), {
      rhoBarycenter: 20,
      rhoLoss: 0.5,
      loss,
      lossTolerance: 0,
    });
    for (const atoms of [one.atoms.data, nearlyVanishing]) {
      const found = lossGradient(problem, matrix(3, 61, atoms), one.weights, one.data);
      const sum = new Float64Array(atoms.length);
      for (let n = 0; n < 2; n++) {
        const lambda = normalisedWeights(one.weights, n);
        const row = rowGradient(problem, atoms.map(Math.log), lambda, rowView(one.data, n));
        const why = "factors of the kernel are right to 1e-14 of sums that are at most 1e5 times a product";
        expectNear(found.losses[n]!, row.loss, { rtol: 1e-9, why });
        row.logAtoms.forEach((value, p) => {
          sum[p]! += value;
        });
      }
      const size = Math.max(...sum.map(Math.abs));
      const byLogAtoms = found.atoms.data.map((value, p) => value * atoms[p]!);
      expectNear(byLogAtoms, sum, { rtol: 1e-8, atol: 1e-9 * size, why: "as above" });
    }
  });

  it("stops the transport loss where it no longer changes, and its gradient with it", () => {
    const one = sample(3, 5, 4, 40);
    const options = { rhoBarycenter: 1000, rhoLoss: 0.1 };
    const soon = lossGradient(dictionaryProblem(indices(40), options), one.atoms, one.weights, one.data);
    const late = lossGradient(
      dictionaryProblem(indices(40), { ...options, lossTolerance: 0 }),
      one.atoms,
      one.weights,
      one.data,
    );
    expect(Math.max(...soon.iterations)).toBeLessThan(20);
    expect(Array.from(late.iterations)).toEqual([100, 100, 100, 100, 100]);
    const why = "log v changed by less than 1e-8 and changes shrink by 4 an iteration";
    expectNear(soon.losses, late.losses, { rtol: 1e-7, why });
    const size = Math.max(...late.atoms.data.map(Math.abs));
    expectNear(soon.atoms.data, late.atoms.data, { atol: 1e-7 * size, why });
    expectNear(soon.weights.data, late.weights.data, { atol: 1e-7, why });
  });

  it("by weights lies along the simplex, and does not see the sum of a row", () => {
    const one = sample(4, 3, 4, 30);
    const problem = dictionaryProblem(indices(30), { rhoBarycenter: 10, rhoLoss: 1 });
    const found = lossGradient(problem, one.atoms, one.weights, one.data);
    const double = { ...one.weights, data: one.weights.data.map((value) => 2 * value) };
    const again = lossGradient(problem, one.atoms, double, one.data);
    for (let n = 0; n < 3; n++) {
      const terms = rowView(found.weights, n).map((value, s) => value * rowView(one.weights, n)[s]!);
      expectNear(compensatedSum(terms), 0, { atol: 1e-13, why: "rounding of four terms below 1" });
    }
    expect(again.losses).toEqual(found.losses);
    expect(again.weights.data.map((value) => 2 * value)).toEqual(found.weights.data);
  });
});

describe("blocks of rows", () => {
  const one = sample(5, 21, 3, 33);
  const problem = dictionaryProblem(indices(33), { rhoBarycenter: 1000, rhoLoss: 0.1, lossTolerance: 1e-9 });
  const part = (from: number, to: number) =>
    lossGradient(
      problem,
      one.atoms,
      matrix(to - from, 3, one.weights.data.slice(3 * from, 3 * to)),
      matrix(to - from, 33, one.data.data.slice(33 * from, 33 * to)),
    );

  it("give the same bits for parts that begin at multiples of 8", () => {
    const whole = lossGradient(problem, one.atoms, one.weights, one.data);
    const [first, second] = [part(0, 16), part(16, 21)];
    expect([...first.losses, ...second.losses]).toEqual([...whole.losses]);
    expect([...first.weights.data, ...second.weights.data]).toEqual([...whole.weights.data]);
    const sum = first.atoms.data.map((value, p) => value + second.atoms.data[p]!);
    expectNear(sum, whole.atoms.data, { rtol: 1e-12, atol: 1e-13, why: "sums over rows in another order" });
  });

  it("do not let the rows that fill up the last one count", () => {
    const alone = part(0, 1);
    const { atoms } = part(0, 8);
    const rest = part(1, 8);
    const sum = alone.atoms.data.map((value, p) => value + rest.atoms.data[p]!);
    expectNear(sum, atoms.data, {
      atol: 1e-8,
      why: "the tolerance of the loss, whose rounds a block shares",
    });
  });
});

describe("numbers out of the range of doubles", () => {
  const d = 60;
  const bump = (centre: number, width: number): number[] =>
    Array.from({ length: d }, (_, j) => 1e-15 + Math.exp(-(((j - centre) / width) ** 2) / 2));
  const normal = (values: number[]): number[] => {
    const sum = compensatedSum(values);
    return values.map((value) => value / sum);
  };
  const atoms = matrix(2, d, Float64Array.from([...normal(bump(12, 1.5)), ...normal(bump(45, 3))]));
  const weights = matrix(2, 2, Float64Array.of(0.3, 0.7, 0.8, 0.2));
  const data = matrix(2, d, Float64Array.from([...normal(bump(30, 2)), ...normal(bump(20, 2))]));

  it.each([1, Infinity])("are handled by logarithms (rho %d), for sharp kernels and steep atoms", (rho) => {
    const problem = dictionaryProblem(indices(d), {
      epsilon: 0.01,
      rhoBarycenter: rho,
      rhoLoss: rho,
      loss: valueLoss,
      lossIterations: 2000,
      lossTolerance: 1e-12,
    });
    expect(Math.min(...problem.kernel.forward.entries)).toBe(0);
    const found = lossGradient(problem, atoms, weights, data);
    expect(Math.max(...found.iterations)).toBeLessThan(2000);
    for (const p of [10, 15, 60 + 40, 60 + 50]) {
      expectNear(found.atoms.data[p]!, difference(problem, { atoms, weights, data }, "atoms", p), {
        rtol: 1e-6,
        why: "central differences of fourth order",
      });
    }
  });

  // entries of the kernel vanish from 0.013 on; at 0.012 they were the largest terms of products that looked sound
  describe.each([0.02, 0.0128, 0.012, 0.01])("at epsilon %d", (epsilon) => {
    const bumpAt = (centre: number, floor: number): number[] => {
      const values = Array.from({ length: d }, (_, j) => floor + Math.exp(-((j - centre) ** 2) / 2));
      return normal(values);
    };
    const floors = [1e-15, 1e-200, 0];
    const losses = [transportLoss, valueLoss];
    const rhos = [1, 1000, Infinity];
    const table = losses.flatMap((loss) =>
      rhos.map((rho): [string, number, LossKind] => [loss.name, rho, loss]),
    );
    it.each(table)("a loss across the whole axis is that by logarithms: %s, rho = %d", (_, rho, loss) => {
      const problem = dictionaryProblem(indices(d), {
        epsilon,
        rhoBarycenter: Infinity,
        rhoLoss: rho,
        loss,
        lossIterations: 300,
        lossTolerance: 1e-12,
      });
      for (const floor of floors) {
        const far = matrix(
          2,
          d,
          Float64Array.from([...bumpAt(55, floor || 1e-300), ...bumpAt(57, floor || 1e-300)]),
        );
        const even = matrix(1, 2, Float64Array.of(0.5, 0.5));
        const near = matrix(1, d, Float64Array.from(bumpAt(2, floor)));
        const found = lossGradient(problem, far, even, near);
        const row = rowGradient(problem, far.data.map(Math.log), normalisedWeights(even, 0), near.data);
        expectNear(found.losses[0]!, row.loss, {
          rtol: 1e-8,
          why: "products of the short form, 1e-13 of sums that are at most 1e5 times a product",
        });
        const byLogs = found.atoms.data.map((slope, p) => slope * far.data[p]!);
        const size = row.logAtoms.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
        expectNear(byLogs, row.logAtoms, {
          atol: 1e-6 * size,
          why: "as the losses, and where 300 iterations end",
        });
      }
    });
  });

  it("give barycentres between the atoms", () => {
    const problem = dictionaryProblem(indices(d), { epsilon: 0.01, iterations: 50 });
    const rows = barycenterRows(problem, atoms, weights);
    for (const [n, expected] of [
      [0, 0.3 * 12 + 0.7 * 45],
      [1, 0.8 * 12 + 0.2 * 45],
    ] as const) {
      const row = rowView(rows, n);
      const mean = compensatedSum(row.map((value, j) => value * j)) / compensatedSum(row);
      expectNear(mean, expected, {
        atol: 0.05,
        why: "means of entropic barycentres mix as those of measures do",
      });
    }
  });
});

describe("a dictionary problem", () => {
  const problem = dictionaryProblem(indices(6));
  const { atoms, weights, data } = sample(1, 2, 2, 6);
  const replaced = (of: typeof atoms, p: number, value: number) => ({
    ...of,
    data: of.data.with(p, value),
  });

  it("scales its costs to a largest of 10", () => {
    for (const power of [0.5, 1, 2, 3]) {
      const { costs } = dictionaryProblem([3, 5, 11], { power });
      expect(Math.max(...costs)).toBe(10);
      expectNear(costs[1]!, 10 * 0.25 ** power, { rtol: 1e-14, why: "a power by exp and log" });
    }
  });

  it("says which number is wrong", () => {
    expect(() => dictionaryProblem([1, 1])).toThrow(/not all equal/);
    expect(() => dictionaryProblem([1, Number.NaN])).toThrow(/finite/);
    expect(() => dictionaryProblem([1, 2], { epsilon: 0 })).toThrow(/epsilon is 0/);
    expect(() => dictionaryProblem([1, 2], { rhoLoss: -1 })).toThrow(/rhoLoss is -1/);
    expect(() => dictionaryProblem([1, 2], { iterations: 0.5 })).toThrow(/iterations is 0.5/);
    expect(() => dictionaryProblem([1, 2], { lossTolerance: Number.NaN })).toThrow(/lossTolerance is NaN/);
    expect(() => lossGradient(problem, replaced(atoms, 7, 0), weights, data)).toThrow(
      /band 1 of atom 1 is 0/,
    );
    expect(() => lossGradient(problem, atoms, replaced(weights, 2, -1), data)).toThrow(
      /weight 0 of row 1 is -1/,
    );
    expect(() => lossGradient(problem, atoms, weights, replaced(data, 3, Number.NaN))).toThrow(
      /row 0 is NaN/,
    );
    expect(() => lossGradient(problem, atoms, matrix(2, 2), data)).toThrow(/all weights of row 0/);
    expect(() => lossGradient(problem, atoms, weights, matrix(2, 6))).toThrow(
      /row 0 of the data has no mass/,
    );
    const divergence = dictionaryProblem(indices(6), { loss: divergenceLoss });
    expect(() => lossGradient(divergence, atoms, weights, replaced(data, 8, 0))).toThrow(
      /value 2 of row 1 is 0/,
    );
    expect(() => barycenterRows(problem, atoms, matrix(2, 3))).toThrow(/rows of weights have 3/);
    expect(() => lossGradient(problem, atoms, weights, matrix(3, 6))).toThrow(/data have 3 rows/);
  });
});
