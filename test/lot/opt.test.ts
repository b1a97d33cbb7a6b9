import { describe, expect, it } from "vitest";
import { lotDistance } from "../../src/lot/distance.js";
import { embed, toRow, toTangent } from "../../src/lot/embedding.js";
import { expMap } from "../../src/lot/exp-map.js";
import { logMap } from "../../src/lot/log-map.js";
import { optMetric, w2Metric } from "../../src/lot/metric.js";
import { metricCost } from "../../src/lot/metric-cost.js";
import { type Reference, reference } from "../../src/lot/reference.js";
import { type TangentVector, tangentInner } from "../../src/lot/tangent.js";
import { type Measure, massive, measure, normalise, totalMass } from "../../src/measure/measure.js";
import { rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { partial } from "../../src/transport/partial/partial.js";
import { marginals } from "../../src/transport/plan.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud } from "../support/random-measures.js";

const rounding = { rtol: 1e-12, atol: 1e-13, why: "rounding of O(1) sums" };

function weightedReference(seed: number, count: number, price: number): Reference {
  return reference(massive(randomCloud(seededRandom(seed), count, 2)).measure, { metric: optMetric(price) });
}

function sumOfTerms(sigma: Reference, price: number, tangent: TangentVector): number {
  return tangentInner(sigma, tangent, tangent) + price * totalMass(tangent.singular!) + tangent.residual;
}

describe("the partial logarithm", () => {
  it.each([0.01, 0.1, 1, 10, 1e4])(
    "splits the cost into moved, destroyed, created mass and residual (price %f)",
    (price) => {
      for (let seed = 0; seed < 8; seed++) {
        const random = seededRandom(seed);
        const sigma = weightedReference(seed, 9 + seed, price);
        const mu = normalise(randomCloud(random, 25, 2), 0.2 + seed / 3);
        const tangent = logMap(sigma, mu);
        expect(tangent.certificate.status).toBe("converged");
        const { cost } = metricCost(optMetric(price), sigma.measure, mu);
        expectNear(sumOfTerms(sigma, price, tangent), cost, {
          rtol: 1e-12,
          atol: 1e-14 * price,
          why: "rounding, that of masses times the price",
        });
      }
    },
  );

  it("has the velocities, kept shares and created masses of the plan", () => {
    const sigma = reference(measure([[0], [10], [20]], { weights: [1, 2, 4] }), { metric: optMetric(8) });
    const mu = measure([[1], [13], [50]], { weights: [1, 0.5, 3] });
    const { velocity, growth, singular, residual } = logMap(sigma, mu);
    expectNear(velocity, [1, 3 * Math.sqrt(0.25), 0], rounding);
    expectNear(growth!, [0, -Math.sqrt(0.75), -1], rounding);
    expect(singular).toEqual(measure([[50]], { weights: [3] }));
    expect(residual).toBe(0);
  });

  it("leads back where the plan is a map, partly destroyed masses included", () => {
    const sigma = reference(measure([[0], [10], [20]], { weights: [1, 2, 4] }), { metric: optMetric(8) });
    const mu = measure([[1], [13], [50]], { weights: [1, 0.5, 3] });
    const tangent = logMap(sigma, mu);
    const back = massive(expMap(sigma, tangent)).measure;
    expectNear(back.points, mu.points, rounding);
    expectNear(back.weights, mu.weights, rounding);
    const middle = expMap(sigma, tangent, 0.5);
    expectNear(middle.points, [0.5, 11.5, 20, 10, 20, 50], rounding);
    expectNear(middle.weights, [1, 0.5, 0, 0.75, 2, 1.5], rounding);
  });

  it("is that of W2 for equal masses and a price at which all of it moves", () => {
    const random = seededRandom(3);
    const source = massive(randomCloud(random, 20, 2)).measure;
    const mu = randomCloud(random, 30, 2);
    const flat = logMap(reference(source, { metric: w2Metric }), mu);
    const tangent = logMap(reference(source, { metric: optMetric(1000) }), mu);
    const why = "the two solvers may round masses apart by 1e-15 of the total";
    expectNear(tangent.velocity, flat.velocity, { atol: 1e-10, why });
    expect(tangent.growth).toEqual(new Float64Array(source.count));
    expect(tangent.singular!.count).toBe(0);
  });

  it("destroys and creates all where nothing is near", () => {
    const sigma = reference(measure([[0], [1]]), { metric: optMetric(1) });
    const far = measure([[100]], { weights: [3] });
    const tangent = logMap(sigma, far);
    expect(tangent.growth).toEqual(Float64Array.of(-1, -1));
    expect(tangent.singular).toEqual(far);
    expectNear(sumOfTerms(sigma, 1, tangent), 4, rounding);
  });
});

describe("the partial exponential of what no logarithm made", () => {
  const sigma = reference(measure([[0], [10]], { weights: [2, 1] }), { metric: optMetric(8) }); // reach 4
  const tangent = (velocity: readonly number[], growth: readonly number[]) => ({
    referenceId: sigma.id,
    velocity: Float64Array.from(velocity),
    growth: Float64Array.from(growth),
  });

  it("keeps all mass where growth is above 0, and destroys all where it is below -1", () => {
    const end = massive(expMap(sigma, tangent([1, 1], [0.7, -1.5]))).measure;
    expect(end).toEqual(measure([[1]], { weights: [2] }));
    const middle = massive(expMap(sigma, tangent([1, 1], [0.7, -1.5]), 0.25)).measure;
    expect(middle).toEqual(measure([[0.25], [10]], { weights: [2, 0.75] }));
  });

  it("moves nothing farther than sqrt(2 price), however little is kept", () => {
    const { points } = expMap(sigma, tangent([0.5, -9], [-0.9999999, 0]));
    expectNear(points, [4, 6], rounding);
    const least = expMap(sigma, tangent([0.5, -3.9], [-Math.sqrt(0.75), 0])).points;
    expectNear(least.subarray(0, 2), [1, 6.1], rounding);
  });

  it("adds no mass for times below 0 and beyond 1, but the singular one", () => {
    const given = { ...tangent([1, 0], [0, -0.6]), singular: measure([[50]], { weights: [3] }) };
    const before = massive(expMap(sigma, given, -0.5)).measure;
    expectNear(before.points, [-0.5, 10, 10], rounding);
    expectNear(before.weights, [2, 0.64, 0.36], rounding);
    const after = massive(expMap(sigma, given, 2)).measure;
    expectNear(after.points, [2, 10, 50], rounding);
    expectNear(after.weights, [2, 0.64, 6], rounding);
  });
});

describe("partial rows", () => {
  const price = 0.3;
  const sigma = weightedReference(5, 20, price);
  const measures = [25, 15].map((count, s) =>
    normalise(randomCloud(seededRandom(50 + s), count, 2), 0.5 + s),
  );
  const embedding = embed(sigma, measures);

  it("give the tangent vectors back and have their inner product", () => {
    const tangents = measures.map((mu) => logMap(sigma, mu));
    tangents.forEach((tangent, s) => {
      const row = rowView(embedding.matrix, s);
      const back = toTangent(sigma, row);
      expectNear(back.velocity, tangent.velocity, rounding);
      expectNear(back.growth!, tangent.growth!, rounding);
      expectNear(toRow(sigma, back), row, rounding);
    });
    const [x, y] = [rowView(embedding.matrix, 0), rowView(embedding.matrix, 1)];
    const dot = x.reduce((sum, value, p) => sum + value * y[p]!, 0);
    expectNear(dot, tangentInner(sigma, tangents[0]!, tangents[1]!), rounding);
  });
});

describe("the partial distance of tangent vectors", () => {
  const price = 8;
  const sigma = reference(measure([[0], [10], [20], [30]], { weights: [1, 2, 4, 3] }), {
    metric: optMetric(price),
  });

  /** sum min(p, q) min(|u - v|^2, 2 price) + price (sum |p - q| + created): Bai et al. 2023. */
  function lopt(mu: Measure, nu: Measure): number {
    const [a, b] = [mu, nu].map((target) => keptOf(target)) as [Kept, Kept];
    let sum = price * (a.created + b.created);
    for (let i = 0; i < sigma.measure.count; i++) {
      const apart = Math.min((a.velocity[i]! - b.velocity[i]!) ** 2, 2 * price);
      sum += Math.min(a.masses[i]!, b.masses[i]!) * apart + price * Math.abs(a.masses[i]! - b.masses[i]!);
    }
    return sum;
  }

  interface Kept {
    readonly masses: Float64Array;
    readonly velocity: Float64Array;
    readonly created: number;
  }

  /** On the line, from the plan itself. */
  function keptOf(target: Measure): Kept {
    const { plan, moved } = partial(sigma.measure, target, { price });
    const { source: masses } = marginals(plan);
    const velocity = new Float64Array(masses.length);
    plan.rows.forEach((i, e) => {
      const step = target.points[plan.cols[e]!]! - sigma.measure.points[i]!;
      velocity[i]! += (plan.mass[e]! / masses[i]!) * step;
    });
    return { masses, velocity, created: totalMass(target) - moved };
  }

  const distance = (mu: Measure, nu: Measure): number =>
    lotDistance(sigma, logMap(sigma, mu), logMap(sigma, nu));

  it("is the LOPT discrepancy where points are kept whole, and those that only one keeps lie still", () => {
    const mu = measure([[1], [10], [19]], { weights: [1, 2, 4] });
    const nu = measure([[-2], [21], [30]], { weights: [1, 4, 3] });
    expectNear(distance(mu, nu) ** 2, lopt(mu, nu), rounding);
    expectNear(lopt(mu, nu), 9 + 4 * 4 + price * (2 + 3), rounding);
  });

  it("compares created masses at one place, where the discrepancy adds them", () => {
    const mu = measure([[0], [70], [80]], { weights: [1, 5, 1] });
    const nu = measure([[0], [70]], { weights: [1, 3] });
    expectNear(distance(mu, nu) ** 2, price * (2 + 1), rounding);
    expectNear(lopt(mu, nu), price * (6 + 3), rounding);
    expect(distance(mu, mu)).toBe(0);
  });

  it("counts parts of points by the difference of the roots of what is destroyed", () => {
    const mu = measure([[20]], { weights: [3] });
    const nu = measure([[20]], { weights: [0.4] });
    expectNear(distance(mu, nu) ** 2, price * 4 * (Math.sqrt(0.25) - Math.sqrt(0.9)) ** 2, rounding);
    expectNear(lopt(mu, nu), price * 2.6, rounding);
  });
});
