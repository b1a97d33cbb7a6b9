import { describe, expect, it } from "vitest";
import { embed } from "../../src/lot/embedding.js";
import { expMap } from "../../src/lot/exp-map.js";
import { hkMetric, optMetric } from "../../src/lot/metric.js";
import { reference } from "../../src/lot/reference.js";
import { type Measure, measure } from "../../src/measure/measure.js";
import { deviationsOf, fitModes, reconstructionErrors, tangentAt } from "../../src/modes/tangent-modes.js";
import { rowView } from "../../src/numeric/matrix.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { oracle, rows } from "./oracle.js";

const ROUNDING = { rtol: 1e-9, atol: 1e-9, why: "rounding, coordinates up to 10" };

/** Three corners, masses 1, 2, 3 over 6. */
const CORNERS = measure(
  [
    [0, 0],
    [4, 0],
    [0, 3],
  ],
  { weights: [1 / 6, 2 / 6, 3 / 6] },
);

function shifted(mu: Measure, by: readonly number[], factor = 1): Measure {
  return measure(
    mu.points.map((x, p) => x + by[p % mu.dim]!),
    { dim: mu.dim, weights: mu.weights.map((w) => factor * w) },
  );
}

function cloud(random: Random, count: number): Measure {
  return measure(
    Float64Array.from({ length: 2 * count }, () => random.normal()),
    { dim: 2, weights: Float64Array.from({ length: count }, () => random.uniform() + 0.1) },
  );
}

describe("modes of variation", () => {
  it("of shifts of one measure along a line: one, with the variance of the shifts, and it shifts", () => {
    const shifts = [-3, -1, 0, 1.5, 5];
    const embedded = embed(
      reference(CORNERS),
      shifts.map((t) => shifted(CORNERS, [0.6 * t, 0.8 * t])),
    );
    const modes = fitModes(embedded, { components: 3 });
    expect(modes.pca.components.rows).toBe(1);
    const mean = shifts.reduce((a, b) => a + b) / 5;
    expectNear(
      deviationsOf(modes)[0]!,
      Math.sqrt(shifts.reduce((sum, t) => sum + (t - mean) ** 2 / 4, 0)),
      ROUNDING,
    );
    expectNear(modes.pca.explained[0]!, 1, ROUNDING);
    for (const z of [-2, 0, 7]) {
      const sign = Math.sign(modes.coordinates.data[4]!);
      const walked = expMap(embedded.reference, tangentAt(modes, [sign * z]));
      expectNear(walked.points, shifted(CORNERS, [0.6 * (mean + z), 0.8 * (mean + z)]).points, ROUNDING);
    }
  });

  it("of one measure with more and less of it (HK): the roots of the masses vary, and come back", () => {
    const roots = [0.5, 0.9, 1, 1.3, 1.8];
    const kappa = 2;
    const sigma = reference(CORNERS, { metric: hkMetric(kappa) });
    const embedded = embed(
      sigma,
      roots.map((q) => shifted(CORNERS, [0, 0], q * q)),
    );
    const modes = fitModes(embedded, { components: 2 });
    expect(modes.pca.components.rows).toBe(1);
    const mean = roots.reduce((a, b) => a + b) / 5;
    const variance = roots.reduce((sum, q) => sum + (q - mean) ** 2 / 4, 0);
    expectNear(modes.pca.variances[0]!, kappa * kappa * variance, ROUNDING); // HK^2 = kappa^2 (q - q')^2 for mass 1
    const sign = Math.sign(modes.coordinates.data[4]!);
    const walked = expMap(sigma, tangentAt(modes, [sign * kappa * 0.4]));
    expectNear(
      walked.weights,
      CORNERS.weights.map((w) => w * (mean + 0.4) ** 2),
      ROUNDING,
    );
    expectNear(walked.points, CORNERS.points, ROUNDING);
  });

  it.each([
    ["W2", undefined],
    ["HK", hkMetric(1)],
    ["OPT", optMetric(0.3)],
  ] as const)(
    "give items back where all are kept, with what the reference does not reach (%s)",
    (_, metric) => {
      const random = seededRandom(2);
      const items = Array.from({ length: 6 }, () => cloud(random, 9));
      const mass = (mu: Measure): number => mu.weights.reduce((a, b) => a + b);
      const usable = metric
        ? items.map((mu, s) =>
            s % 2 ? measure([...mu.points, 30, 30 + s], { dim: 2, weights: [...mu.weights, s] }) : mu,
          )
        : items.map((mu) => measure(mu.points, { dim: 2, weights: mu.weights.map((w) => w / mass(mu)) }));
      const sigma = reference(
        metric ? cloud(random, 8) : measure(cloud(random, 8).points, { dim: 2 }),
        metric && { metric },
      );
      const embedded = embed(sigma, usable);
      const modes = fitModes(embedded, { components: 20 });
      expect(modes.pca.components.rows).toBe(5);
      usable.forEach((___, s) => {
        const tangent = tangentAt(modes, rowView(modes.coordinates, s));
        const row = rowView(embedded.matrix, s);
        let off = 0;
        const { velocity, growth, singular } = tangent;
        const width = row.length / sigma.measure.count;
        for (let i = 0; i < sigma.measure.count; i++) {
          const root = Math.sqrt(sigma.measure.weights[i]!);
          for (let k = 0; k < 2; k++)
            off = Math.max(off, Math.abs(row[i * width + k]! - root * velocity[2 * i + k]!));
        }
        expect(growth?.length ?? 0).toBe(metric ? 8 : 0);
        expectNear(off, 0, ROUNDING);
        const left = embedded.singular?.[s]?.weights.reduce((a, b) => a + b, 0) ?? 0;
        const back = singular?.weights.reduce((a, b) => a + b, 0) ?? 0;
        expectNear(back, left, { rtol: 1e-7, atol: 1e-7, why: "roots of masses that cancel to 0, squared" });
      });
      expectNear(reconstructionErrors(modes), new Float64Array(6), ROUNDING);
    },
  );

  it("are the principal components of scikit-learn, with its coordinates and its way back", () => {
    const sigma = reference(measure(new Float64Array(12), { dim: 2, weights: new Float64Array(6).fill(1) }));
    const modes = fitModes({ reference: sigma, matrix: rows }, { components: 4 });
    const { variances, explained, components, scores, back } = oracle.pca;
    expectNear(modes.pca.variances, variances, ROUNDING);
    expectNear(modes.pca.explained, explained, ROUNDING);
    expectNear(modes.pca.components.data, components.flat(), ROUNDING);
    expectNear(modes.coordinates.data, scores.flat(), ROUNDING);
    const errors = reconstructionErrors(modes);
    for (const s of [0, 17, 59]) {
      const { velocity } = tangentAt(modes, scores[s]); // six points of weight 1: velocity and row are the same
      expectNear(velocity, back[s], ROUNDING);
      const squares = (back[s] as number[]).reduce((sum, x, k) => sum + (x - rowView(rows, s)[k]!) ** 2, 0);
      expectNear(errors[s]!, Math.sqrt(squares), ROUNDING);
    }
  });

  it("do not feel the unit of length, however large, to the last bit where it is a power of two", () => {
    const sigma = reference(measure(new Float64Array(12), { dim: 2 }));
    const small = fitModes({ reference: sigma, matrix: rows }, { components: 3 });
    const unit = 2 ** 500; // the fourth power of entries would overflow
    const scaled = { ...rows, data: rows.data.map((x) => unit * x) };
    const large = fitModes({ reference: sigma, matrix: scaled }, { components: 3 });
    expect(large.pca.components).toEqual(small.pca.components);
    expect(large.pca.explained).toEqual(small.pca.explained);
    expect(large.coordinates.data).toEqual(small.coordinates.data.map((x) => unit * x));
    expect(large.pca.variances.every((variance) => variance < Infinity)).toBe(true);
  });

  it("are none where all items are equal, which is refused", () => {
    const embedded = embed(reference(CORNERS), [CORNERS, CORNERS, CORNERS]);
    expect(() => fitModes(embedded, { components: 2 })).toThrow(/all 3 items are equal.*no modes/);
    expect(() => fitModes(embed(reference(CORNERS), [CORNERS]), { components: 2 })).toThrow(
      /at least 2 rows/,
    );
    const two = fitModes(embed(reference(CORNERS), [CORNERS, shifted(CORNERS, [1, 0])]), { components: 2 });
    expect(() => tangentAt(two, [1, 2])).toThrow(/1 columns.* 2/);
  });
});
