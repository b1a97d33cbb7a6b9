import { describe, expect, it } from "vitest";
import { embed } from "../../src/lot/embedding.js";
import { hkMetric, optMetric } from "../../src/lot/metric.js";
import { metricCost } from "../../src/lot/metric-cost.js";
import { reference } from "../../src/lot/reference.js";
import { type Measure, measure, totalMass } from "../../src/measure/measure.js";
import { detour, squaredLength } from "../../src/modes/detour.js";
import { massOutside } from "../../src/modes/tangent-limits.js";
import { fitModes } from "../../src/modes/tangent-modes.js";
import { modeRange, placesOf, walkMode } from "../../src/modes/walk.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const ROUNDING = { rtol: 1e-9, atol: 1e-9, why: "rounding" };
const PAIR = measure([[0], [10]], { weights: [1, 1] });

/** The first point with this mass, the second with mass 1. */
function weighted(mass: number): Measure {
  return measure([[0], [10]], { weights: [mass, 1] });
}

describe("a walk along a mode", () => {
  it("has steps equally far apart, both ends and, of an odd number, the mean", () => {
    expect([...placesOf(2, 5)]).toEqual([-2, -1, 0, 1, 2]);
    expect([...placesOf(0.7, 2)]).toEqual([-0.7, 0.7]);
    expect(placesOf(3, 101)[50]).toBe(0);
    expect(() => placesOf(3, 1)).toThrow("steps is 1; it must be a whole number of at least 2");
  });

  it("tells where no item lies as far out, on either side", () => {
    const shifts = [0, 0, 0, 1, 6];
    const sigma = reference(measure([[0], [1]]));
    const items = shifts.map((t) => measure([[t], [1 + t]]));
    const modes = fitModes(embed(sigma, items), { components: 1 });
    const [least, most] = modeRange(modes, 0);
    const deviation = Math.sqrt(6.8); // of the shifts about 1.4
    const [low, high] = modes.coordinates.data[4]! > 0 ? [least, most] : [-most, -least];
    expectNear([low, high], [-1.4 / deviation, 4.6 / deviation], ROUNDING);
    const places = [least - 0.01, least, 0, most, most + 0.01];
    expect(walkMode(modes, 0, places).map(({ withinData }) => withinData)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(walkMode(modes, 0, places).map(({ massOutside: out }) => out)).toEqual([0, 0, 0, 0, 0]);
  });

  it("says where mass would fall below 0 (HK): at the point whose root of mass has passed it, and there it is 0", () => {
    const sigma = reference(PAIR, { metric: hkMetric(1) });
    const roots = [0.2, 1, 1.8];
    const modes = fitModes(
      embed(
        sigma,
        roots.map((q) => weighted(q * q)),
      ),
      { components: 1 },
    );
    const sign = Math.sign(modes.coordinates.data[2]!); // the root of the first mass is 1 + 0.8 t along the walk
    const [gone, end, left] = walkMode(modes, 0, [-2 * sign, -1.25 * sign, -1.2 * sign]);
    expect(gone!.massOutside).toBe(0.5);
    expect(end!.massOutside).toBe(0); // just all of it: a logarithm has that
    expect(left!.massOutside).toBe(0);
    expectNear(gone!.measure!.weights, [0, 1], ROUNDING);
    expectNear(left!.measure!.weights, [0.04 ** 2, 1], ROUNDING);
  });

  it("has no measure where no mass is left", () => {
    const one = measure([[3]], { weights: [1] });
    const sigma = reference(one, { metric: hkMetric(1) });
    const items = [0.6, 1, 1.4].map((q) => measure([[3]], { weights: [q * q] }));
    const modes = fitModes(embed(sigma, items), { components: 1 });
    const ends = walkMode(modes, 0, [-3, 3]);
    expect(ends.map((step) => step.measure === undefined).sort()).toEqual([false, true]);
    expect(ends.map((step) => step.massOutside).sort()).toEqual([0, 1]);
  });

  it("refuses modes that there are not, and places that are not finite", () => {
    const sigma = reference(measure([[0], [1]]));
    const modes = fitModes(embed(sigma, [measure([[0], [1]]), measure([[1], [3]])]), { components: 5 });
    expect(() => walkMode(modes, 1, [0])).toThrow(/no mode 1; there are 1/);
    expect(() => walkMode(modes, 0, [Number.NaN])).toThrow(/NaN.*finite/);
  });
});

describe("the limits of logarithms", () => {
  const tangent = (referenceId: string, velocity: number[], growth: number[]) => ({
    referenceId,
    velocity: Float64Array.from(velocity),
    growth: Float64Array.from(growth),
  });

  it("of HK are growths below -2, by mass of the reference", () => {
    const sigma = reference(measure([[0], [1]], { weights: [1, 3] }), { metric: hkMetric(1) });
    expect(massOutside(sigma, tangent(sigma.id, [9, 9], [-2, 40]))).toBe(0);
    expect(massOutside(sigma, tangent(sigma.id, [9, 9], [-2.001, 40]))).toBe(0.25);
  });

  it("of OPT are growths above 0 and lengths that no price allows", () => {
    const sigma = reference(measure([[0], [1]], { weights: [1, 3] }), { metric: optMetric(2) }); // moves by at most 2
    expect(massOutside(sigma, tangent(sigma.id, [2, 0], [0, -1]))).toBe(0);
    expect(massOutside(sigma, tangent(sigma.id, [2.01, 0], [0, -1]))).toBe(0.25);
    expect(massOutside(sigma, tangent(sigma.id, [0, 0.1], [0, -1]))).toBe(0.75);
    expect(massOutside(sigma, tangent(sigma.id, [0, 0], [0.1, 0]))).toBe(0.25);
  });

  it.each([
    ["HK", hkMetric(1)],
    ["OPT", optMetric(0.4)],
  ] as const)("hold for logarithms and their means (%s)", (_, metric) => {
    const random = seededRandom(8);
    const cloud = (count: number): Measure =>
      measure(
        Float64Array.from({ length: 2 * count }, () => 1.5 * random.normal()),
        {
          dim: 2,
          weights: Float64Array.from({ length: count }, () => random.uniform() + 0.05),
        },
      );
    const sigma = reference(cloud(12), { metric });
    const items = Array.from({ length: 8 }, () => cloud(10));
    const modes = fitModes(embed(sigma, items), { components: 3 });
    expect(walkMode(modes, 0, [0])[0]!.massOutside).toBe(0);
    expect(items.map((mu) => massOutside(sigma, fitModesOf(mu)))).toEqual(items.map(() => 0));
    function fitModesOf(mu: Measure) {
      const { matrix } = embed(sigma, [mu, mu]);
      const root = sigma.measure.weights.map(Math.sqrt);
      const unit = metric.name === "hk" ? metric.kappa / 2 : Math.sqrt(metric.price);
      const at = (i: number, k: number): number => matrix.data[3 * i + k]! / root[i]!;
      return tangent(
        sigma.id,
        Array.from(root.keys()).flatMap((i) => [at(i, 0), at(i, 1)]),
        Array.from(root.keys(), (i) => at(i, 2) / unit),
      );
    }
  });
});

describe("a detour", () => {
  it("is none where paths do not cross, and the share saved where they do", () => {
    const sigma = reference(measure([[0], [1]]));
    const step = (a: number, b: number) => ({ referenceId: sigma.id, velocity: Float64Array.of(a, b) });
    const cost = (a: number, b: number) =>
      metricCost(sigma.metric, sigma.measure, measure([[a], [1 + b]])).cost;
    expect(detour(sigma, step(0.4, -0.4), cost(0.4, -0.4))).toBe(0);
    expect(squaredLength(sigma, step(3, -1))).toBe(5);
    expectNear(detour(sigma, step(3, -1), cost(3, -1)), 1 - 2 / 5, ROUNDING); // 0 -> 0 and 1 -> 3 instead
  });

  it("counts the singular mass at its price (HK)", () => {
    const kappa = 2;
    const sigma = reference(PAIR, { metric: hkMetric(kappa) });
    const mu = measure([[0], [10], [50]], { weights: [1, 1, 0.7] });
    const { matrix, singular } = embed(sigma, [mu]);
    expectNear(matrix.data, new Float64Array(4), ROUNDING);
    const tangent = {
      referenceId: sigma.id,
      velocity: Float64Array.of(0, 0),
      growth: Float64Array.of(0, 0),
      singular: singular![0]!,
    };
    expectNear(squaredLength(sigma, tangent), kappa * kappa * 0.7, ROUNDING);
    expect(detour(sigma, tangent, metricCost(sigma.metric, PAIR, mu).cost)).toBe(0);
    expect(totalMass(mu)).toBeCloseTo(2.7);
  });

  it("of rounding is none, next to a length of which it is rounding", () => {
    const sigma = reference(measure([[0], [1]]));
    const still = { referenceId: sigma.id, velocity: Float64Array.of(1e-9, -1e-9) };
    expect(detour(sigma, still, 0)).toBe(1);
    expect(detour(sigma, still, 0, 1)).toBe(0);
  });
});
