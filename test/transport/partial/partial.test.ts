import { describe, expect, it } from "vitest";
import { isOtError } from "../../../src/errors.js";
import { type Measure, measure, totalMass } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { type PartialOptions, partial } from "../../../src/transport/partial/partial.js";
import { marginals } from "../../../src/transport/plan.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, uniformCloud } from "../../support/random-measures.js";
import { cloud, unequal } from "../clouds.js";
import { expectPartial, expectPartialFeasible } from "./expect-partial.js";

const scaled = (mu: Measure, factor: number): Measure => ({
  ...mu,
  weights: mu.weights.map((w) => w * factor),
});

describe("partial: closed forms", () => {
  const x = measure([[0], [10], [20]], { weights: [1, 1, 1] });
  const y = measure([[1], [13], [100]], { weights: [1, 1, 1] });

  it("moves the nearest pairs first", () => {
    for (const [mass, cost, price] of [
      [0.25, 0.25, 0.5],
      [1.5, 1 + 0.5 * 9, 4.5],
      [2.5, 1 + 9 + 0.5 * 6400, 3200],
    ] as const) {
      const result = partial(x, y, { mass });
      expectPartial(x, y, result);
      expectNear(result.cost, cost, { rtol: 1e-14, why: "few roundings" });
      expectNear(result.price, price, { rtol: 1e-13, why: "half the cost of the pair that moves in part" });
      expectNear(result.moved, mass, { rtol: 1e-15, why: "two entries" });
    }
  });

  it("pays for the pairs that cost more than twice the price", () => {
    const result = partial(x, y, { price: 4 });
    expectPartial(x, y, result);
    expect(result).toMatchObject({ moved: 1, price: 4 });
    expectNear(result.cost, 1 + 4 * 4, { rtol: 1e-14, why: "few roundings" });
  });

  it("reroutes to make room: the second unit takes the place of the first", () => {
    const one = measure([[0], [3]], { weights: [1, 1] });
    const two = measure([[2], [-2.5]], { weights: [1, 1] });
    expectNear(partial(one, two, { mass: 1 }).cost, 1, { rtol: 1e-14, why: "3 to 2" });
    expectNear(partial(one, two, { mass: 2 }).cost, 7.25, { rtol: 1e-14, why: "3 to 2, 0 to -2.5" });
  });

  it("leaves an outlier where it is", () => {
    const mu = measure([[0, 0], [1, 0], [1e3, 1e3]]); // biome-ignore format: one point each
    const nu = measure([[0, 1], [1, 1], [-1e3, 1e3]]); // biome-ignore format: one point each
    const result = partial(mu, nu, { mass: 2 / 3 });
    expectPartial(mu, nu, result);
    expectNear(result.cost, 2 / 3, { rtol: 1e-14, why: "two units of height 1" });
  });

  it("of one point to one point moves what it may", () => {
    const mu = measure([[1, 2]], { weights: [3] });
    const nu = measure([[4, 6]], { weights: [2] });
    expectNear(partial(mu, nu, { mass: 1.5 }).cost, 37.5, { rtol: 1e-14, why: "1.5 times 25" });
    expectNear(partial(mu, nu, { price: 12 }).cost, 60, { rtol: 1e-14, why: "5 times 12: 25 is too much" });
    expectNear(partial(mu, nu, { price: 13 }).cost, 63, { rtol: 1e-14, why: "2 times 25, and 13" });
  });
});

describe("partial: laws", () => {
  const source = randomCloud(seededRandom(1), 60, 2);
  const target = scaled(randomCloud(seededRandom(2), 45, 2), 1.5);

  it("is what exact gives where all of both measures moves", () => {
    for (const dim of [1, 2, 3, 7]) {
      const mu = randomCloud(seededRandom(3), 50, dim);
      const nu = randomCloud(seededRandom(4), 70, dim);
      const { cost } = exact(mu, nu);
      const why = "both are optimal to rounding";
      expectNear(partial(mu, nu, { mass: 1 }).cost, cost, { rtol: 1e-12, why });
      expectNear(partial(mu, nu, { price: 1e3 }).cost, cost, {
        rtol: 1e-9,
        why: "1e-15 of mass may be left",
      });
      expect(partial(mu, nu, { price: Number.POSITIVE_INFINITY }).cost).toBe(cost);
    }
  });

  it("costs more for more mass, at a rate of twice its price, which never falls", () => {
    const steps = [0.05, 0.2, 0.21, 0.4, 0.6, 0.8, 0.95, 1].map((mass) => partial(source, target, { mass }));
    for (let k = 1; k < steps.length; k++) {
      const [less, more] = [steps[k - 1]!, steps[k]!];
      const slope = (more.cost - less.cost) / (more.moved - less.moved);
      expect(slope).toBeGreaterThanOrEqual(2 * less.price * (1 - 1e-10)); // a difference of costs is divided
      expect(slope).toBeLessThanOrEqual(2 * more.price * (1 + 1e-10));
    }
  });

  it("for a price is what it is for the mass that then moves", () => {
    for (const price of [0.003, 0.02, 0.1, 0.7]) {
      const owing = partial(source, target, { price });
      const given = partial(source, target, { mass: owing.moved });
      const left = totalMass(source) + totalMass(target) - 2 * owing.moved;
      expectNear(owing.cost, given.cost + price * left, { rtol: 1e-12, why: "the same optimum" });
    }
  });

  it("moves more for a higher price, and the cost is concave in the price", () => {
    const steps = [0.001, 0.01, 0.05, 0.2, 1, 5].map((price) => partial(source, target, { price }));
    for (let k = 1; k < steps.length; k++) {
      const [low, high] = [steps[k - 1]!, steps[k]!];
      expect(high.moved).toBeGreaterThanOrEqual(low.moved - 1e-14); // rounding of the sum
      const left = totalMass(source) + totalMass(target) - 2 * low.moved;
      const line = low.cost + (high.price - low.price) * left;
      expect(high.cost).toBeLessThanOrEqual(line * (1 + 1e-12)); // both optimal to rounding
    }
  });

  it("does not know source from target", () => {
    for (const options of [{ mass: 0.4 }, { price: 0.1 }] as const) {
      const there = partial(source, target, options).cost;
      expectNear(partial(target, source, options).cost, there, {
        rtol: 1e-12,
        why: "both optimal to rounding",
      });
    }
  });

  it("scales with lengths and masses", () => {
    const wide = (mu: Measure): Measure => ({ ...mu, points: mu.points.map((p) => 1000 * p) });
    const { cost } = partial(source, target, { mass: 0.4 });
    const why = "both optimal to rounding";
    expectNear(partial(wide(source), wide(target), { mass: 0.4 }).cost, 1e6 * cost, { rtol: 1e-12, why });
    const heavy = partial(scaled(source, 1e-7), scaled(target, 1e-7), { mass: 0.4e-7 });
    expectNear(heavy.cost, 1e-7 * cost, { rtol: 1e-12, why });
  });

  it("does not know where the origin is", () => {
    const moved = (mu: Measure): Measure => ({ ...mu, points: mu.points.map((p) => p + 2 ** 20) });
    const [mu, nu] = [moved(source), moved(target)];
    const { certificate, cost } = partial(mu, nu, { mass: 0.5 });
    expect(certificate.status).toBe("converged");
    const why = "coordinates are rounded to 1e-10 there";
    expectNear(cost, partial(source, target, { mass: 0.5 }).cost, { rtol: 1e-7, why });
  });

  it("has potentials whose value is the cost", () => {
    for (const options of [{ mass: 0.3 }, { mass: 1 }, { price: 0.1 }, { price: 50 }] as const) {
      const { cost, price, potentials } = partial(source, target, options);
      const sum = (values: Float64Array, { weights }: Measure): number =>
        values.reduce((total, value, i) => total + value * weights[i]!, 0);
      const value = sum(potentials.f, source) + sum(potentials.g, target);
      const owed =
        price * (totalMass(source) + totalMass(target) - 2 * ("mass" in options ? options.mass : 0));
      const expected = "mass" in options ? cost + owed : cost;
      expectNear(value, expected, { rtol: 1e-12, why: "sums of 105 products" });
    }
  });
});

describe("partial: at the ends of its range", () => {
  const mu = cloud(1, 40, { weight: unequal });
  const nu = cloud(2, 50, { weight: unequal });

  it.each([{ mass: 0 }, { price: 0 }])("moves nothing for %o", (options) => {
    const result = partial(mu, nu, options as PartialOptions);
    expect(result).toMatchObject({ cost: 0, moved: 0, price: 0 });
    expect(result.certificate).toMatchObject({ status: "converged", lower: 0, upper: 0 });
    expect(result.plan.mass.length).toBe(0);
  });

  it("moves all of the lighter measure for its mass, and for a price that nothing reaches", () => {
    const heavy = scaled(nu, 3);
    const all = partial(mu, heavy, { mass: totalMass(mu) });
    expectPartial(mu, heavy, all);
    expectNear(marginals(all.plan).source, mu.weights, { atol: 1e-15, why: "rounding of row sums" });
    for (const price of [1e3, 1e9]) {
      const { cost, moved, certificate } = partial(mu, heavy, { price });
      const left = totalMass(heavy) - totalMass(mu);
      expect(certificate.status).toBe("converged");
      expectNear(moved, totalMass(mu), { rtol: 1e-14, why: "a sum of its entries" });
      expectNear(cost, all.cost + price * left, { rtol: 1e-13, why: "a few roundings of the sum" });
      expect(certificate.lower).toBeLessThanOrEqual(cost * (1 + 1e-15));
      expect(certificate.upper).toBeGreaterThanOrEqual(cost * (1 - 1e-15));
    }
  });

  it("takes a mass that is above the lighter measure's by rounding", () => {
    const result = partial(mu, nu, { mass: totalMass(mu) * (1 + 1e-12) });
    expect(result.certificate.status).toBe("converged");
  });

  it.each([
    ["a mass above the lighter measure's", { mass: 1.5 }, "MeasureError", /mass is 1.5.*between 0 and/],
    ["a negative mass", { mass: -0.1 }, "MeasureError", /mass is -0.1/],
    ["a mass that is no number", { mass: Number.NaN }, "MeasureError", /mass is NaN/],
    ["a negative price", { price: -1 }, "ShapeError", /price is -1/],
    ["a price that is no number", { price: Number.NaN }, "ShapeError", /price is NaN/],
    ["neither", {}, "ShapeError", /either `mass`/],
    ["both", { mass: 0.5, price: 1 }, "ShapeError", /either `mass`/],
    ["steps that are no number", { mass: 0.5, maxPivots: -2 }, "ShapeError", /maxPivots/],
    ["a price that overflows", { price: 1e308 }, "MeasureError", /overflows.*mass:/],
  ] as const)("refuses %s", (_, options, tag, words) => {
    const attempt = () => partial(mu, nu, options as unknown as PartialOptions);
    expect(attempt).toThrow(words);
    expect(attempt).toThrow(expect.objectContaining({ tag }));
  });

  it("refuses an infinite price between unequal masses, and other dimensions", () => {
    const infinite = () => partial(mu, scaled(nu, 2), { price: Number.POSITIVE_INFINITY });
    expect(infinite).toThrow(/use mass: /);
    expect(() => partial(mu, cloud(3, 5, { dim: 3 }), { mass: 0.5 })).toThrow(/dimension 3/);
  });

  it("is [0, 0] for measures that coincide, and moves their mass", () => {
    const all = partial(mu, mu, { mass: 0.7 * totalMass(mu) });
    expect(all).toMatchObject({ cost: 0, price: 0 });
    expect(all.certificate).toMatchObject({ status: "converged", lower: 0 });
    const same = measure(new Float64Array(20), { dim: 2 });
    expect(partial(same, same, { price: 2 })).toMatchObject({ moved: 1 });
    expect(partial(same, scaled(same, 2), { price: 2 }).cost).toBe(2);
  });

  it("tells how far it came when the steps run out or it is told to stop", () => {
    const [left, right] = [uniformCloud(seededRandom(1), 700, 2), uniformCloud(seededRandom(2), 700, 2)];
    const best = partial(left, right, { mass: 0.9 }).cost;
    const short = partial(left, right, { mass: 0.9, maxPivots: 40 });
    const told = partial(left, right, { mass: 0.9, onProgress: () => false });
    expect(short.certificate).toMatchObject({ status: "iteration-limit", iterations: 40 });
    expect(told.certificate.status).toBe("aborted");
    for (const result of [short, told]) {
      expectPartialFeasible(left, right, result);
      expect(result.certificate.lower).toBeLessThanOrEqual(best);
      expect(result.certificate.upper).toBeGreaterThanOrEqual(best);
    }
  });

  it("refuses nothing that isOtError does not know", () => {
    try {
      partial(mu, nu, { mass: 9 });
      expect.fail("it should have been refused");
    } catch (error) {
      expect(isOtError(error, "MeasureError")).toBe(true);
    }
  });
});
