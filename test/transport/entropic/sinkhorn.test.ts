import { describe, expect, it } from "vitest";
import { type Measure, measure, totalMass } from "../../../src/measure/measure.js";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { sinkhorn } from "../../../src/transport/entropic/sinkhorn.js";
import { exact } from "../../../src/transport/exact.js";
import { marginals, transposePlan } from "../../../src/transport/plan.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../../support/random-measures.js";
import { planEntries } from "./plan-entries.js";

const TIGHT = { tolerance: 1e-12 };

const scaledBy = (mu: Measure, s: number): Measure =>
  measure(
    mu.points.map((x) => s * x),
    { dim: mu.dim, weights: mu.weights },
  );

describe("sinkhorn: closed forms", () => {
  it("moves all mass from one point to one point", () => {
    const { cost, plan, certificate } = sinkhorn(measure([[1, 2]]), measure([[4, 6]]));
    expect(certificate.status).toBe("converged");
    expectNear([certificate.lower, cost, certificate.upper], [25, 25, 25], { rtol: 1e-14, why: "rounding" });
    expect(planEntries(plan)).toEqual([1]);
  });

  it("gives a point's mass to all targets in proportion", () => {
    const target = measure([[0], [1], [3]], { weights: [0.5, 0.25, 0.25] });
    const { plan, certificate } = sinkhorn(measure([[1]]), target, { epsilon: 0.1 });
    expect(certificate.status).toBe("converged");
    expectNear(planEntries(plan), [0.5, 0.25, 0.25], { rtol: 1e-14, why: "the only plan, to rounding" });
  });

  it.each([10, 1, 0.1, 0.03])("solves two points against two points, epsilon %f", (epsilon) => {
    const [a, b] = [0.3, 0.6];
    const source = measure([[0], [1]], { weights: [a, 1 - a] });
    const target = measure([[0], [1]], { weights: [b, 1 - b] });
    // p11 p22 = k p12 p21 with k = exp((c12 + c21 - c11 - c22) / epsilon), a quadratic equation for p11
    const k = Math.exp(2 / epsilon);
    const linear = 1 - a - b + k * (a + b);
    const p = (linear - Math.sqrt(linear * linear - 4 * (k - 1) * k * a * b)) / (2 * (k - 1));
    const { plan, certificate } = sinkhorn(source, target, { epsilon, stop: TIGHT });
    expect(certificate.status).toBe("converged");
    expectNear(planEntries(plan), [p, a - p, b - p, 1 - a - b + p], {
      atol: 1e-11,
      why: "the marginal error is at most 1e-12, and the root of the quadratic equation loses some digits",
    });
  });

  it.each([2, 0.5, 0.1])("couples Gaussians on a fine grid, epsilon %f", (epsilon) => {
    const [s, t] = [1, 0.6];
    const grid = Array.from({ length: 241 }, (_, i) => (i - 120) / 15);
    const gaussian = (sd: number): Measure => {
      const density = grid.map((x) => Math.exp((-x * x) / (2 * sd * sd)));
      const sum = density.reduce((total, value) => total + value, 0);
      return measure(grid, { dim: 1, weights: density.map((value) => value / sum) });
    };
    // the best Gaussian coupling: its correlation solves 2 s t = epsilon rho / (1 - rho^2)
    const rho = (Math.sqrt(epsilon * epsilon + 16 * s * s * t * t) - epsilon) / (4 * s * t);
    const { cost, certificate } = sinkhorn(gaussian(s), gaussian(t), { epsilon, stop: TIGHT });
    expect(certificate.status).toBe("converged");
    expectNear(cost, s * s + t * t - 2 * rho * s * t, {
      rtol: 1e-9,
      why: "sums over a grid of step 1/15 are integrals of Gaussians to 1e-10; Janati et al. 2020, theorem 1",
    });
  });

  it("is the product of the masses for a large epsilon", () => {
    const random = seededRandom(1);
    const [source, target] = [randomCloud(random, 7, 2), randomCloud(random, 5, 2)];
    const { plan } = sinkhorn(source, target, { epsilon: 1e12 });
    const product = Array.from(source.weights).flatMap((a) => Array.from(target.weights, (b) => a * b));
    expectNear(planEntries(plan), product, { atol: 1e-11, why: "costs of order 10 over epsilon" });
  });
});

describe("sinkhorn: laws", () => {
  const random = seededRandom(2);
  const source = randomCloud(random, 40, 3);
  const target = shifted(uniformCloud(random, 30, 3), [1, 0, -2]);
  const epsilon = 0.5;
  const base = sinkhorn(source, target, { epsilon, stop: TIGHT });
  const near = { rtol: 1e-10, why: "two solves to a marginal error of 1e-12, times costs of order 10" };

  it("has the marginals of the measures", () => {
    expect(base.certificate.status).toBe("converged");
    const sent = marginals(base.plan);
    expectNear(sent.source, source.weights, { atol: 1e-14, why: "rows are normalised last" });
    expectNear(sent.target, target.weights, { atol: 1e-12, why: "the tolerance" });
    expect(base.certificate.targetError).toBeLessThanOrEqual(1e-12);
  });

  it("is symmetric", () => {
    const back = sinkhorn(target, source, { epsilon, stop: TIGHT });
    expectNear(back.cost, base.cost, near);
    expectNear(planEntries(transposePlan(back.plan)), planEntries(base.plan), {
      atol: 1e-12,
      why: "the same plan to the tolerance",
    });
  });

  it("scales with the square of lengths", () => {
    for (const s of [1e-12, 0.01, 3, 1e12]) {
      const scaled = sinkhorn(scaledBy(source, s), scaledBy(target, s), {
        epsilon: epsilon * s * s,
        stop: TIGHT,
      });
      expect(scaled.certificate.status).toBe("converged");
      expectNear(scaled.cost / (s * s), base.cost, near);
      expectNear(scaled.certificate.upper / (s * s), base.certificate.upper, near);
    }
  });

  it("does not see a common translation, however large", () => {
    const t = [1e6, -2e6, 3e6];
    const far = sinkhorn(shifted(source, t), shifted(target, t), { epsilon, stop: TIGHT });
    expectNear(far.cost, base.cost, { rtol: 1e-8, why: "coordinates of 3e6 are stored to 5e-10" });
  });

  it("gains the squared length of a translation of one measure and twice the product with the means", () => {
    const t = [1, 2, 3];
    const moved = sinkhorn(source, shifted(target, t), { epsilon, stop: TIGHT });
    const mean = (mu: Measure, k: number): number =>
      mu.weights.reduce((sum, w, i) => sum + w * mu.points[i * 3 + k]!, 0) / totalMass(mu);
    const gain = t.reduce((sum, d, k) => sum + d * d + 2 * d * (mean(target, k) - mean(source, k)), 0);
    expectNear(moved.cost, base.cost + gain, near);
    expectNear(planEntries(moved.plan), planEntries(base.plan), {
      atol: 1e-12,
      why: "the same plan to the tolerance",
    });
  });

  it("is proportional to the mass", () => {
    for (const mass of [1e-9, 7, 1e9]) {
      const heavy = (mu: Measure): Measure =>
        measure(mu.points, { dim: mu.dim, weights: mu.weights.map((w) => w * mass) });
      const scaled = sinkhorn(heavy(source), heavy(target), { epsilon, stop: TIGHT });
      expect(scaled.certificate.status).toBe("converged");
      expectNear(scaled.cost / mass, base.cost, near);
    }
  });

  it("gives no mass to points without weight, and does not see them", () => {
    const keep = Array.from(source.weights.keys()).filter((i) => source.weights[i]! > 0);
    expect(keep.length).toBeLessThan(source.count);
    const positive = measure(
      keep.map((i) => source.points.subarray(3 * i, 3 * i + 3)),
      { weights: keep.map((i) => source.weights[i]!) },
    );
    expectNear(sinkhorn(positive, target, { epsilon, stop: TIGHT }).cost, base.cost, near);
    for (let i = 4; i < source.count; i += 5) expect(marginals(base.plan).source[i]).toBe(0);
    expect(base.plan.potentials.f[4]).toBe(-Infinity);
    expect(base.potentials.f.every(Number.isFinite)).toBe(true);
  });

  it("gives the same bytes each time", () => {
    const again = sinkhorn(source, target, { epsilon, stop: TIGHT });
    expect(again.plan.potentials).toEqual(base.plan.potentials);
    expect(again.certificate).toEqual(base.certificate);
  });

  it("comes closer to the exact cost as epsilon falls, with a smaller gap", () => {
    const best = exact(source, target);
    const gaps = [3, 1, 0.3, 0.1, 0.03].map((eps) => {
      const { cost, certificate } = sinkhorn(source, target, { epsilon: eps });
      expect(certificate.status).toBe("converged");
      expect(certificate.lower).toBeLessThanOrEqual(best.certificate.upper);
      expect(certificate.upper).toBeGreaterThanOrEqual(best.certificate.lower);
      expect(cost).toBeGreaterThan(best.cost * (1 - 1e-5)); // 1e-6 of the mass may be missing
      return relativeGap(certificate);
    });
    for (let k = 1; k < gaps.length; k++) expect(gaps[k]!).toBeLessThan(gaps[k - 1]!);
    expect(gaps.at(-1)!).toBeLessThan(0.01);
  });
});

describe("sinkhorn: the default epsilon", () => {
  it.each([
    ["in one dimension", 50, 70, 1],
    ["in two", 60, 40, 2],
    ["in ten", 80, 80, 10],
    ["with n very different from m", 3, 200, 2],
  ])("certifies a gap of 5 %% %s", (_, n, m, dim) => {
    const random = seededRandom(n * m);
    const target = shifted(uniformCloud(random, m, dim), [0.5, ...new Array<number>(dim - 1).fill(0)]);
    const { certificate } = sinkhorn(randomCloud(random, n, dim), target);
    expect(certificate.status).toBe("converged");
    expect(relativeGap(certificate)).toBeLessThanOrEqual(0.05);
  });

  it("has a floor where the measures are equal and no gap is small", () => {
    const mu = uniformCloud(seededRandom(3), 50, 2);
    const { cost, certificate, plan } = sinkhorn(mu, mu);
    expect(certificate.status).toBe("converged");
    expect(certificate.lower).toBe(0);
    expect(cost).toBeLessThan(1e-4);
    expect(plan.epsilon).toBeGreaterThan(0);
  });

  it("is 1 where all points coincide", () => {
    const { plan, certificate } = sinkhorn(measure([[2, 2], [2, 2]]), measure([[2, 2], [2, 2]])); // biome-ignore format: points
    expect(plan.epsilon).toBe(1);
    expect(certificate).toMatchObject({ status: "converged", lower: 0, upper: 0 });
  });
});

describe("sinkhorn: options", () => {
  const random = seededRandom(4);
  const source = uniformCloud(random, 20, 2);
  const target = uniformCloud(random, 25, 2);

  it("takes a blur for an epsilon of 2 blur^2", () => {
    const byBlur = sinkhorn(source, target, { blur: 0.5 });
    expect(byBlur.plan.epsilon).toBe(0.5);
    expect(byBlur.cost).toBe(sinkhorn(source, target, { epsilon: 0.5 }).cost);
  });

  it.each([
    ["both epsilon and blur", { epsilon: 1, blur: 1 }, /give one of them/],
    ["an epsilon of 0", { epsilon: 0 }, /epsilon is 0/],
    ["a negative blur", { blur: -1 }, /blur is -1/],
    ["an epsilon that is no number", { epsilon: Number.NaN }, /epsilon is NaN/],
    ["a blur whose square underflows", { blur: 1e-170 }, /2 blur\^2 is 0/],
    ["an infinite epsilon", { epsilon: Infinity }, /epsilon is Infinity/],
    ["a tolerance below 0", { stop: { tolerance: -1 } }, /tolerance is -1/],
    ["a start of other sizes", { start: { f: new Float64Array(3), g: new Float64Array(25) } }, /3 and 25/],
    [
      "a start that is not finite",
      { start: { f: new Float64Array(20).fill(Number.NaN), g: new Float64Array(25) } },
      /potential 0 of the start is NaN/,
    ],
  ])("refuses %s", (_, options, sentence) => {
    expect(() => sinkhorn(source, target, options)).toThrow(
      expect.objectContaining({ tag: "ShapeError", message: expect.stringMatching(sentence) }),
    );
  });

  it("says which epsilon works where one is too small", () => {
    let works = 0;
    try {
      sinkhorn(source, target, { epsilon: 1e-14 });
    } catch (error) {
      const { message, details } = error as Error & { details: { expected: number } };
      expect(message).toMatch(/doubles do not resolve cost \/ epsilon; an epsilon of .* or more works/);
      works = details.expected;
    }
    expect(works).toBeGreaterThan(1e-14);
    const { certificate } = sinkhorn(source, target, { epsilon: works, stop: { maxIterations: 50 } });
    expect(certificate.lower).toBeGreaterThan(0);
    expect(certificate.upper).toBeLessThan(Infinity);
  });

  it("refuses masses that differ, and dimensions", () => {
    const heavier = measure([[0, 0]], { weights: [1.001] });
    expect(() => sinkhorn(source, heavier)).toThrow(expect.objectContaining({ tag: "MeasureError" }));
    expect(() => sinkhorn(source, measure([[1]]))).toThrow(expect.objectContaining({ tag: "ShapeError" }));
  });

  it("takes weights that sum to 1 in single precision on both sides alike", () => {
    const weights = Float64Array.from(new Float32Array(20).fill(0.05)); // 1.0000000149
    const mu = measure(source.points, { dim: 2, weights });
    const { certificate } = sinkhorn(mu, measure(target.points.slice(0, 40), { dim: 2, weights }), {
      epsilon: 0.1,
    });
    expect(certificate.status).toBe("converged");
    expect(certificate.targetError).toBeLessThanOrEqual(1e-6);
  });

  it("refuses clouds whose squared distances are too small for doubles", () => {
    const tiny = scaledBy(source, 1e-160);
    expect(() => sinkhorn(tiny, tiny)).toThrow(/choose a smaller unit of length/);
  });

  it("ends at the limit with a true bracket and exact rows", () => {
    const best = exact(source, target);
    for (const maxIterations of [0, 1, 5]) {
      const result = sinkhorn(source, target, { epsilon: 1e-4, stop: { maxIterations } });
      const { status, iterations, lower, upper, sourceError } = result.certificate;
      expect({ status, iterations }).toEqual({ status: "iteration-limit", iterations: maxIterations });
      expect(result.plan.epsilon).toBe(1e-4);
      expect(lower).toBeLessThanOrEqual(best.certificate.upper);
      expect(upper).toBeGreaterThanOrEqual(best.certificate.lower);
      expect(sourceError).toBeLessThan(1e-11); // exponents of 1e5 are known to 1e-11
    }
  });

  it("tells of the iterations of all epsilons together and ends when it is told to", () => {
    const seen: number[] = [];
    const { certificate } = sinkhorn(source, target, {
      epsilon: 0.01,
      onProgress: ({ done }) => {
        seen.push(done);
        return done < 7;
      },
    });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen[0]).toBe(1);
    expect(seen.at(-1)).toBe(7);
    expect(certificate).toMatchObject({ status: "aborted", iterations: 7 });
    expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
  });

  it("needs fewer iterations from the potentials of a neighbouring problem", () => {
    const options = { epsilon: 0.02, stop: { tolerance: 1e-9 } };
    const before = sinkhorn(source, target, options);
    expect(sinkhorn(source, target, { ...options, start: before.potentials }).certificate.iterations).toBe(1);
    const next = measure(target.points.map((x, p) => x + 0.01 * ((p % 3) - 1)), { dim: 2 }); // biome-ignore format: one line
    const cold = sinkhorn(source, next, options);
    const warm = sinkhorn(source, next, { ...options, start: before.potentials });
    expect([cold.certificate.status, warm.certificate.status]).toEqual(["converged", "converged"]);
    expect(warm.certificate.iterations).toBeLessThan(cold.certificate.iterations);
    expectNear(warm.cost, cold.cost, { rtol: 1e-7, why: "both to a marginal error of 1e-9" });
  });
});
