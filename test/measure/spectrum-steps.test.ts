import { describe, expect, it } from "vitest";
import { isOtError, ShapeError } from "../../src/errors.js";
import { totalMass } from "../../src/measure/measure.js";
import { type Spectra, spectra } from "../../src/measure/spectra.js";
import { bandAxis } from "../../src/measure/spectral-axis.js";
import { type SpectrumSteps, spectrumMeasures } from "../../src/measure/spectrum-steps.js";
import { matrixFromRows } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

function rows(
  values: readonly (readonly number[])[],
  positions = values[0]!.map((_, b) => 400 + b),
): Spectra {
  return spectra({
    names: values.map((_, s) => `s${s}`),
    axis: { values: Float64Array.from(positions), quantity: "wavelength", unit: "nm" },
    values: matrixFromRows(values),
    attributes: [{ name: "class", values: values.map((_, s) => String(s % 2)) }],
  });
}

const weightsOf = (given: Spectra, steps: SpectrumSteps) =>
  spectrumMeasures(given, steps).collection.measures.map((mu) => Array.from(mu.weights));

describe("spectrumMeasures", () => {
  it("has the bands as points and the values as masses, bands of value 0 included", () => {
    const given = rows([
      [1, 0, 3],
      [2, 2, 2],
    ]);
    const { collection, steps } = spectrumMeasures(given);
    expect(collection).toMatchObject({ names: ["s0", "s1"], attributes: given.attributes, warnings: [] });
    expect(collection.item).toEqual({ kind: "spectrum", quantity: "wavelength", unit: "nm" });
    expect(collection.measures.map((mu) => [...mu.points, ...mu.weights])).toEqual([
      [400, 401, 402, 1, 0, 3],
      [400, 401, 402, 2, 2, 2],
    ]);
    expect(steps.map(({ step, how }) => `${step} ${how}`)).toEqual([
      "baseline none",
      "negatives refuse",
      "bandMass value",
      "bin 1",
    ]);
    expect(collection.steps).toEqual(steps.map(({ text }) => text));
  });

  it("leaves the spectra as they were, and takes a step that is undefined for one that is not given", () => {
    const given = rows([[-1, 1, 3]]);
    expect(weightsOf(given, { negatives: "clip", baseline: undefined as never })).toEqual([[0, 1, 3]]);
    expect(Array.from(given.values.data)).toEqual([-1, 1, 3]);
  });

  it("takes off the least value, or the line through the ends, which no such line changes", () => {
    expect(weightsOf(rows([[3, 5, 4]]), { baseline: "minimum" })).toEqual([[0, 2, 1]]);
    const bump = [0, 1, 4, 1, 0];
    const positions = [1, 2, 4, 5, 9];
    const tilted = bump.map((y, b) => y + 7 - 0.5 * positions[b]!);
    expectNear(weightsOf(rows([tilted], positions), { baseline: "linear", negatives: "clip" })[0]!, bump, {
      atol: 1e-14,
      why: "rounding of numbers of size 7",
    });
  });

  it("sets negative values to 0 and counts them with their share of the mass", () => {
    const { collection, steps } = spectrumMeasures(rows([[-1, 4, -1, 4]]), { negatives: "clip" });
    expect(Array.from(collection.measures[0]!.weights)).toEqual([0, 4, 0, 4]);
    expect(steps[1]).toMatchObject({ how: "clip", numbers: { values: 2, of: 4, share: 0.25 } });
    expect(collection.warnings).toEqual([
      "2 of 4 values were negative and set to 0, 25% of the mass that is left",
    ]);
  });

  it("gives a band the integral of a density where asked, whatever the spacing", () => {
    const positions = [0, 1, 3, 7, 8];
    const line = positions.map((x) => 2 + 3 * x);
    const [weights] = weightsOf(rows([line], positions), { bandMass: "density" });
    const integral = 2 * 8 + (3 * 64) / 2; // the trapezoidal rule is exact for a line
    expectNear(
      weights!.reduce((sum, w) => sum + w),
      integral,
      { rtol: 1e-15, why: "rounding" },
    );
    expect(weightsOf(rows([line], positions), {})[0]).toEqual(line);
  });

  it("adds up neighbouring bands: mass is kept, and so is its mean within half a bin", () => {
    const random = seededRandom(1);
    const given = rows([Array.from({ length: 23 }, () => random.uniform())]);
    const [whole] = spectrumMeasures(given).collection.measures;
    for (const bin of [1, 2, 5, 23]) {
      const { collection, steps } = spectrumMeasures(given, { bin });
      const [mu] = collection.measures;
      expect(mu!.count).toBe(Math.ceil(23 / bin));
      expect(steps[3]!.numbers.bands).toBe(mu!.count);
      expectNear(totalMass(mu!), totalMass(whole!), { rtol: 1e-15, why: "rounding of sums" });
      expect(Math.abs(mean(mu!) - mean(whole!))).toBeLessThanOrEqual(bin / 2);
    }
    const [last] = spectrumMeasures(given, { bin: 5 }).collection.measures;
    expect(Array.from(last!.points)).toEqual([402, 407, 412, 417, 421]); // 3 bands in the last bin
  });

  it("applies the steps in the order baseline, negatives, mass of a band, bins", () => {
    const given = rows([[5, 4, 9, 6, 5]], [0, 2, 4, 6, 8]);
    // 4 off: 1 0 5 2 1; times 1 2 2 2 1: 1 0 10 4 1; in pairs: 1 14 1
    expect(weightsOf(given, { bin: 2, bandMass: "density", baseline: "minimum" })).toEqual([[1, 14, 1]]);
  });

  it.each<[string, readonly (readonly number[])[], SpectrumSteps, string]>([
    [
      "NaN",
      [
        [1, 1],
        [1, Number.NaN],
      ],
      {},
      'spectrum "s1", band 1 (wavelength 401 nm): the value is NaN',
    ],
    ["NaN among clipped", [[1, Number.NaN]], { negatives: "clip" }, "the value is NaN"],
    ["infinite", [[Infinity, 1]], {}, "the value is Infinity"],
    [
      "negative",
      [
        [1, 2],
        [3, -0.5],
      ],
      {},
      'spectrum "s1", band 1 (wavelength 401 nm): the value -0.5 is negative (1 of 4',
    ],
    ["negative by the baseline", [[1, 0, 1]], { baseline: "linear" }, "after the baseline was taken off"],
    [
      "without mass",
      [
        [1, 1],
        [0, 0],
      ],
      {},
      'spectrum "s1" has no mass: its 2 bands are 0',
    ],
    ["without mass once clipped", [[-1, -2]], { negatives: "clip" }, "has no mass"],
    ["without mass but for its baseline", [[3, 3]], { baseline: "minimum" }, "has no mass"],
    ["beyond doubles", [[1e308, -1e308]], { baseline: "minimum" }, "the baseline"],
  ])("refuses a spectrum that is %s", (_, values, steps, words) => {
    const run = () => spectrumMeasures(rows(values), steps);
    expect(run).toThrow(words);
    expect(run).toThrow(expect.toSatisfy((error: unknown) => isOtError(error, "MeasureError")));
  });

  it("names a band by its number in the file, whichever were selected and whichever way they ran", () => {
    const parts = {
      names: ["a"],
      axis: { values: Float64Array.of(430, 420, 410, 400), quantity: "wavelength", unit: "nm" },
      values: matrixFromRows([[1, 2, -3, 4]]),
    };
    for (const bands of [
      [0, 1, 2, 3],
      [2, 3],
      [0, 2],
    ]) {
      expect(() => spectrumMeasures(spectra(parts, { bands }))).toThrow(
        'spectrum "a", band 2 (wavelength 410 nm): the value -3 is negative',
      );
    }
    const numbered = { ...parts, axis: bandAxis(4) };
    expect(() => spectrumMeasures(spectra(numbered, { bands: [2, 3] }))).toThrow('"a", band 2: the value -3');
  });

  it("has one array of positions for all, and masses of their own", () => {
    const [a, b] = spectrumMeasures(
      rows([
        [1, 2],
        [3, 4],
      ]),
    ).collection.measures;
    expect(a!.points).toBe(b!.points);
    expect(a!.weights.buffer.byteLength).toBe(16);
  });

  it("tells a spectrum that a baseline emptied to take another one", () => {
    expect(() => spectrumMeasures(rows([[3, 3]]), { baseline: "minimum" })).toThrow(
      'leave it out, or take another baseline than "minimum"',
    );
  });

  it.each([0, 2.5, 4, -1])("refuses bins of %s among 3 bands", (bin) => {
    expect(() => spectrumMeasures(rows([[1, 2, 3]]), { bin })).toThrow(ShapeError);
    expect(() => spectrumMeasures(rows([[1, 2, 3]]), { bin })).toThrow("from 1 to the number of bands, 3");
  });
});

function mean({ points, weights }: { points: Float64Array; weights: Float64Array }): number {
  const mass = weights.reduce((sum, w) => sum + w);
  return points.reduce((sum, x, i) => sum + (x * weights[i]!) / mass, 0);
}
