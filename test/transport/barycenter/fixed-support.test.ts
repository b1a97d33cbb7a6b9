import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Measure, measure, totalMass } from "../../../src/measure/measure.js";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { entropicStep } from "../../../src/transport/barycenter/entropic-step.js";
import {
  type FixedSupportBarycenter,
  type FixedSupportOptions,
  fixedSupportBarycenter,
} from "../../../src/transport/barycenter/fixed-support.js";
import { gibbsKernel } from "../../../src/transport/barycenter/gibbs-kernel.js";
import { conjugate, divergenceAt } from "../../../src/transport/barycenter/marginal-penalty.js";
import { exact } from "../../../src/transport/exact.js";
import { expectNear } from "../../support/expect-near.js";
import { ORACLE } from "./oracle.js";

const TIGHT = { tolerance: 1e-13, maxIterations: 20_000 };

/** Places 0, step, 2 step, ... */
function line(count: number, step: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => i * step);
}

function onLine(masses: ArrayLike<number>, step = 1 / (masses.length - 1)): Measure {
  return measure(line(masses.length, step), { dim: 1, weights: masses });
}

/** A normal law on 201 places from -10 to 10, of mass 1. */
function normal(mean: number, deviation: number): Measure {
  const points = Float64Array.from({ length: 201 }, (_, i) => -10 + i / 10);
  const raw = points.map((x) => Math.exp(-0.5 * ((x - mean) / deviation) ** 2));
  const sum = raw.reduce((total, w) => total + w, 0);
  return measure(points, { dim: 1, weights: raw.map((w) => w / sum) });
}

/** Six places of the plane, and weights for them of very different sizes. */
const SIX = Float64Array.of(0.3, -0.5, 1.2, 0.1, -1.7, 0.4, 0.8, 1.9, -0.2, -1.1, 2.1, 0.6);
const cloudOfTwo = fc
  .array(fc.constantFrom(0, 1e-9, 0.2, 1, 1e3), { minLength: 6, maxLength: 6 })
  .filter((weights) => weights.some((weight) => weight > 0));

function momentsOf({ points, weights }: Measure): { mean: number; variance: number } {
  const mean = points.reduce((sum, x, i) => sum + weights[i]! * x, 0);
  return { mean, variance: points.reduce((sum, x, i) => sum + weights[i]! * (x - mean) ** 2, 0) };
}

/** Random masses with zeros, of the given sum. */
function rough(seed: number, count: number, mass = 1): Measure {
  const random = seededRandom(seed);
  const raw = Float64Array.from({ length: count }, (_, i) => (i % 7 === seed % 7 ? 0 : random.uniform()));
  const sum = raw.reduce((total, w) => total + w, 0);
  return onLine(raw.map((w) => (w / sum) * mass));
}

function expectBracket({ certificate, cost }: FixedSupportBarycenter): void {
  const { lower, upper } = certificate;
  expect(lower).toBeGreaterThanOrEqual(0);
  expect(lower).toBeLessThanOrEqual(upper);
  expect(upper).toBeLessThan(Infinity);
  expectNear(cost, upper, { rtol: 1e-9, atol: 1e-12, why: "exact plans, and the rounding of sums" });
}

describe("a fixed-support barycentre", () => {
  it.each(ORACLE.fixed.filter(({ debiased }) => !debiased))("is POT's: $name", (problem) => {
    const { dim, points, atoms, weights, epsilon, rho, histogram, leastCost } = problem;
    const measures = atoms.map((masses) => measure(points, { dim, weights: masses }));
    const bar = fixedSupportBarycenter(measures, {
      weights,
      epsilon,
      ...(rho === null ? {} : { rho }),
      stop: TIGHT,
    });
    expect(bar.certificate.status).toBe("converged");
    expectNear(bar.measure.weights, histogram, { atol: 1e-10, why: "both stop at changes of 1e-13 or so" });
    expectBracket(bar);
    if (leastCost === null) return;
    expect(bar.certificate.lower).toBeLessThanOrEqual(leastCost * (1 + 1e-9));
    expect(bar.certificate.upper).toBeGreaterThanOrEqual(leastCost * (1 - 1e-9));
  });

  it("of normal laws of one variance is normal, at the mean, with the blur added", () => {
    const epsilon = 0.5;
    const bar = fixedSupportBarycenter([normal(-2, 0.8), normal(3, 0.8)], {
      weights: [3, 1],
      epsilon,
      stop: TIGHT,
    });
    const { mean, variance } = momentsOf(bar.measure);
    expectNear(mean, -0.75, { atol: 1e-9, why: "tails that the interval cuts off" });
    expectNear(variance, 0.64 + epsilon / 2, {
      atol: 1e-9,
      why: "tails, and sums for integrals of smooth functions",
    });
  });

  it("takes a length for the smoothing and one for the relaxation", () => {
    const measures = [rough(1, 20, 1), rough(2, 20, 3)];
    const lengths = fixedSupportBarycenter(measures, { blur: 0.1, reach: 0.5 });
    expect(fixedSupportBarycenter(measures, { epsilon: 2 * 0.1 ** 2, rho: 0.5 })).toEqual(lengths);
  });

  it("of one measure is that measure, blurred once", () => {
    const mu = rough(3, 30);
    const { measure: bar } = fixedSupportBarycenter([mu, rough(4, 30)], {
      weights: [1, 0],
      epsilon: 0.01,
      stop: TIGHT,
    });
    const { entries } = gibbsKernel(costsOf(30), 30, 30, 0.01).forward;
    const sums = Array.from({ length: 30 }, (_, i) =>
      entries.subarray(30 * i, 30 * i + 30).reduce((x, y) => x + y, 0),
    );
    const blurred = Array.from({ length: 30 }, (_, j) =>
      mu.weights.reduce((sum, w, i) => sum + (w * entries[30 * i + j]!) / sums[i]!, 0),
    );
    expectNear(bar.weights, blurred, { atol: 1e-15, why: "K (D / K 1)" });
  });

  it("with little smoothing is near to the barycentre by quantiles", () => {
    const bar = fixedSupportBarycenter([normal(-2, 0.6), normal(2, 1.2)], { epsilon: 0.1 });
    const { mean, variance } = momentsOf(bar.measure);
    expectNear(mean, 0, { atol: 1e-5, why: "stopped at changes of 1e-7, some hundred of which are to come" });
    expectNear(variance, 0.9 ** 2 + 0.05, { atol: 0.001, why: "the blur adds epsilon / 2 to first order" });
    expect(relativeGap(bar.certificate)).toBeLessThan(0.001);
    // by quantiles: half of half of 4^2 + 0.6^2, less on the lattice by no more than its rounding of places
    expectNear(bar.certificate.lower, 4.09, {
      atol: 0.005,
      why: "steps of 0.1: rounding of places costs up to 0.05^2",
    });
  });

  it("keeps the mass of balanced measures, and scales with it", () => {
    const bar = fixedSupportBarycenter([rough(1, 25), rough(2, 25)], { epsilon: 0.02 });
    const heavy = fixedSupportBarycenter([rough(1, 25, 1000), rough(2, 25, 1000)], { epsilon: 0.02 });
    expectNear(totalMass(heavy.measure), 1000, { rtol: 1e-14, why: "rounding" });
    expectNear(
      heavy.measure.weights,
      bar.measure.weights.map((w) => 1000 * w),
      { rtol: 1e-10, why: "rounding" },
    );
    expectNear(heavy.certificate.lower, 1000 * bar.certificate.lower, { rtol: 1e-9, why: "rounding" });
  });

  it("does not depend on how the costs are given", () => {
    const measures = [rough(1, 25), rough(2, 25)];
    const own = fixedSupportBarycenter(measures, { epsilon: 0.02 });
    const given = fixedSupportBarycenter(measures, { epsilon: 0.02, costs: costsOf(25) });
    expect(given.measure).toEqual(own.measure);
    expectNear(given.certificate.lower, own.certificate.lower, {
      rtol: 1e-14,
      why: "own costs are rounded, these are not",
    });
  });

  it("may go by costs that depend on the direction", () => {
    const costs = costsOf(20).map((cost, p) => (p % 20 > Math.floor(p / 20) ? cost : 3 * cost)); // up is cheap
    const turned = costs.map((_, p) => costs[(p % 20) * 20 + Math.floor(p / 20)]!);
    const measures = [rough(1, 20), rough(2, 20)];
    const mirrored = measures.map((mu) => onLine(mu.weights.slice().reverse()));
    const up = fixedSupportBarycenter(measures, { costs, epsilon: 0.02 });
    const down = fixedSupportBarycenter(mirrored, { costs: turned, epsilon: 0.02 });
    expectNear(down.measure.weights.slice().reverse(), up.measure.weights, {
      atol: 1e-13,
      why: "sums in another order",
    });
    expect(momentsOf(up.measure).mean).toBeGreaterThan(
      momentsOf(fixedSupportBarycenter(measures, { epsilon: 0.02 }).measure).mean,
    );
    expectBracket(up);
  });

  it("is found in logarithms for any smoothing that leaves digits", () => {
    const measures = [rough(1, 20), rough(2, 20)];
    for (const epsilon of [1e4, 1, 1e-3, 1e-6]) {
      const bar = fixedSupportBarycenter(measures, { epsilon, stop: { maxIterations: 50 } });
      expect(bar.measure.weights.every((w) => w >= 0 && w < 1)).toBe(true);
      expectBracket(bar);
    }
    expect(() => fixedSupportBarycenter(measures, { epsilon: 1e-11 })).toThrow(
      /epsilon must be at least 1e-10/,
    );
  });

  it("is bracketed at every iteration, from the mixture on", () => {
    for (const rho of [Infinity, 0.5]) {
      for (const maxIterations of [0, 1, 5]) {
        const measures = [rough(1, 20), rough(2, 20)];
        const bar = fixedSupportBarycenter(measures, { epsilon: 0.02, rho, stop: { maxIterations } });
        expect(bar.certificate).toMatchObject({ status: "iteration-limit", iterations: maxIterations });
        expectBracket(bar);
      }
    }
  });

  it("is found between points so far apart that its first iterates are too small for doubles", () => {
    const [left, right] = [0, 40].map((at) =>
      onLine(Float64Array.from({ length: 41 }, (_, i) => (i === at ? 1 : 0))),
    );
    for (const rho of [Infinity, 1e4]) {
      const bar = fixedSupportBarycenter([left!, right!], { epsilon: 1e-4, rho, stop: { tolerance: 1e-10 } });
      expect(bar.certificate.status).toBe("converged");
      // the neighbours of the middle cost 1/40^2 more, which is 6.25 epsilon
      expectNear(bar.measure.weights[20]!, 1 / (1 + 2 * Math.exp(-6.25)), {
        rtol: 2e-4,
        why: "first order in 1 / rho",
      });
      expectNear(bar.certificate.lower, 0.25, {
        rtol: 1e-3,
        why: "a quarter for the middle; second order in 1 / rho",
      });
      expectBracket(bar);
    }
  });

  it("stops when it is told to, with a bracket", () => {
    const measures = [rough(1, 20), rough(2, 20)];
    const bar = fixedSupportBarycenter(measures, { epsilon: 0.002, onProgress: ({ done }) => done < 3 });
    expect(bar.certificate).toMatchObject({ status: "aborted", iterations: 3 });
    expectBracket(bar);
  });

  it("does not stop because mass is lost", () => {
    // From a mixture of mass 1 the first iterations of spread-out measures only take mass away.
    const errors: number[] = [];
    const bar = fixedSupportBarycenter([rough(1, 20), rough(2, 20)], {
      epsilon: 0.002,
      rho: 0.05,
      stop: { tolerance: 1e-4 },
      onProgress: ({ error }) => errors.push(error!),
    });
    expect(errors.every((error) => error > 1e-4)).toBe(true);
    expect(bar.certificate.iterations).toBe(errors.length + 1);
    expect(bar.certificate.iterations).toBeGreaterThan(5);
  });

  it("on one place is bracketed by its formula", () => {
    const masses = [1, 4, 2];
    const lambda = [0.5, 0.25, 0.25];
    const root = masses.reduce((sum, mass, s) => sum + lambda[s]! * Math.sqrt(mass), 0);
    const mean = masses.reduce((sum, mass, s) => sum + lambda[s]! * mass, 0);
    const least = 2 * (mean - root ** 2); // sum lambda_s rho (sqrt mass_s - sqrt q)^2 at its least, rho = 2
    const bar = fixedSupportBarycenter(
      masses.map((mass) => measure([[0.3]], { weights: [mass] })),
      { weights: lambda, rho: 2, epsilon: 1e-9, stop: TIGHT },
    );
    expectNear(totalMass(bar.measure), root ** 2, { rtol: 1e-7, why: "epsilon / rho times logarithms" });
    expectNear([bar.certificate.lower, bar.certificate.upper], [least, least], {
      rtol: 1e-9,
      why: "epsilon to second order",
    });
    expectBracket(bar);
  });
});

function costsOf(count: number): Float64Array {
  const x = line(count, 1 / (count - 1));
  return Float64Array.from(
    { length: count * count },
    (_, p) => (x[Math.floor(p / count)]! - x[p % count]!) ** 2,
  );
}

describe("an unbalanced barycentre", () => {
  const atoms = [rough(1, 30), rough(2, 30), rough(3, 30)];
  const weights = [0.2, 0.3, 0.5];
  const solve = (measures: readonly Measure[], options: Partial<FixedSupportOptions>) =>
    fixedSupportBarycenter(measures, { weights, epsilon: 0.1, stop: TIGHT, ...options });

  it("tends to the balanced one as rho grows, with an error of order epsilon / rho", () => {
    const balanced = solve(atoms, {}).measure.weights;
    const off = (rho: number) =>
      Math.max(...solve(atoms, { rho }).measure.weights.map((w, j) => Math.abs(w - balanced[j]!)));
    // about 0.2 epsilon / rho on such an example
    for (const rho of [1, 10, 100, 1e4, 1e8]) {
      expect(off(rho)).toBeLessThan((0.5 * 0.1) / rho + 1e-14);
      expect(off(rho)).toBeGreaterThan((0.02 * 0.1) / rho - 1e-14);
    }
    expectNear(off(1e4) * 100, off(100), { rtol: 0.02, why: "first order" });
  });

  it("scales as s^phi with its atoms", () => {
    const one = solve(atoms, { rho: 10 }).measure.weights;
    const three = solve(
      atoms.map((mu) => onLine(mu.weights.map((w) => 3 * w))),
      { rho: 10 },
    ).measure.weights;
    const factor = 3 ** (10 / 10.1); // 2.9675
    expectNear(
      three,
      one.map((w) => factor * w),
      { rtol: 1e-11, why: "both have converged to 1e-13" },
    );
  });

  it("for small rho forgets the masses", () => {
    // u = v = 1: the plans are K where the atoms have mass
    const { entries } = gibbsKernel(costsOf(30), 30, 30, 0.1).forward;
    const limit = Array.from({ length: 30 }, (_, j) =>
      atoms.reduce(
        (sum, mu, s) =>
          sum + weights[s]! * mu.weights.reduce((own, w, i) => own + (w > 0 ? entries[30 * i + j]! : 0), 0),
        0,
      ),
    );
    for (const rho of [1e-6, 1e-9]) {
      expectNear(solve(atoms, { rho }).measure.weights, limit, {
        rtol: 100 * (rho / 0.1),
        why: "first order in rho / epsilon, with logarithms of masses up to 10",
      });
    }
  });

  it("has the mass (sum lambda sqrt mass)^2 where mass is dearer than distance, in few iterations", () => {
    const heavy = [rough(1, 30, 1), rough(2, 30, 9), rough(3, 30, 0.25)];
    for (const rho of [1e3, 1e6, 1e9]) {
      const bar = solve(heavy, { rho, stop: { tolerance: 1e-10 } });
      expect(bar.certificate.status).toBe("converged");
      expect(bar.certificate.iterations).toBeLessThan(100);
      const root = 0.2 * 1 + 0.3 * 3 + 0.5 * 0.5;
      expectNear(totalMass(bar.measure), root ** 2, { rtol: 2 / rho + 1e-9, why: "first order in 1 / rho" });
      expect(relativeGap(bar.certificate)).toBeLessThan(0.1 / rho + 1e-9);
    }
  });

  it("comes to rest for masses of many sizes, however hard marginals are held to", () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = seededRandom(seed);
      const epsilon = [0.05, 0.01][seed % 2]!;
      const rho = [0.01, 0.1, 1, 30, 1e5][seed % 5]!;
      const bumps = Array.from({ length: 2 + (seed % 7) }, () => {
        const [centre, width, mass] = [
          random.uniform(),
          0.02 + 0.1 * random.uniform(),
          Math.exp(2 * random.normal()),
        ];
        return onLine(line(40, 1 / 39).map((x) => mass * Math.exp(-(((x - centre) / width) ** 2))));
      });
      const bar = fixedSupportBarycenter(bumps, { epsilon, rho });
      expect(bar.certificate.status).toBe("converged");
      expect(bar.certificate.iterations).toBeLessThan(300);
      expectBracket(bar);
    }
  });

  it("is where the plain iteration rests", () => {
    const heavy = [rough(1, 30, 1), rough(2, 30, 2), rough(3, 30, 3)];
    for (const [rho, epsilon] of [
      [0.01, 0.1],
      [0.1, 0.01],
      [1, 0.05],
    ] as const) {
      // biome-ignore format: pairs
      const logAtoms = Float64Array.from(heavy.flatMap((mu) => Array.from(mu.weights, Math.log)));
      const kernel = gibbsKernel(costsOf(30), 30, 30, epsilon);
      let logV = new Float64Array(90);
      let logQ = new Float64Array(30);
      for (let step = 0; step < 3000; step++) {
        const state = entropicStep({ kernel, logAtoms, lambda: Float64Array.from(weights), rho }, logV);
        logV = Float64Array.from(state.logV);
        logQ = Float64Array.from(state.logQ);
      }
      const bar = solve(heavy, { rho, epsilon });
      expect(bar.certificate.status).toBe("converged");
      expectNear(bar.measure.weights, logQ.map(Math.exp), { rtol: 1e-9, why: "both have converged" });
    }
  });

  it("is proved within a few percent where epsilon is small beside rho and the costs", () => {
    const bar = solve([rough(1, 40, 1), rough(2, 40, 2)], { weights: [1, 1], epsilon: 1e-4, rho: 0.1 });
    expect(relativeGap(bar.certificate)).toBeLessThan(0.03);
  });
});

describe("the bracket of a fixed-support barycentre", () => {
  const masses = fc
    .array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 })
    .filter((values) => values.some((value) => value > 0));
  const settings = fc.record({
    atoms: fc.array(masses, { minLength: 1, maxLength: 4 }),
    other: masses,
    epsilon: fc.constantFrom(10, 1, 0.1, 0.01),
    rho: fc.constantFrom(100, 1, 0.1, 0.001),
    maxIterations: fc.constantFrom(1, 5, 300),
  });
  const points = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
    [3, 0],
    [1, 0],
  ]; // one place twice; biome-ignore format: pairs

  const unit = (values: readonly number[]) => {
    const sum = values.reduce((total, value) => total + value, 0);
    return measure(points, { weights: values.map((value) => value / sum) });
  };

  it("holds the balanced cost of every other histogram from below", () => {
    fc.assert(
      fc.property(settings, ({ atoms, other, epsilon, maxIterations }) => {
        const measures = atoms.map(unit);
        const bar = fixedSupportBarycenter(measures, { epsilon, stop: { maxIterations } });
        expectBracket(bar);
        const cost = measures.reduce((sum, mu) => sum + exact(mu, unit(other)).cost / measures.length, 0);
        expect(bar.certificate.lower).toBeLessThanOrEqual(cost + 1e-12);
        const own = measures.reduce((sum, mu) => sum + exact(mu, bar.measure).cost / measures.length, 0);
        expectNear(bar.cost, own, { rtol: 1e-9, atol: 1e-12, why: "the same problem" });
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("holds the unbalanced cost of every other histogram and plan from below", () => {
    fc.assert(
      fc.property(settings, fc.integer(), ({ atoms, other, epsilon, rho, maxIterations }, seed) => {
        const random = seededRandom(Math.abs(seed));
        const measures = atoms.map((values) => measure(points, { weights: values }));
        const bar = fixedSupportBarycenter(measures, { epsilon, rho, stop: { maxIterations } });
        expectBracket(bar);
        expect(bar.certificate.status).not.toBe("non-finite");
        const cost = measures.reduce(
          (sum, mu) => sum + randomPlanCost(mu, other, rho, () => random.uniform()) / measures.length,
          0,
        );
        expect(bar.certificate.lower).toBeLessThanOrEqual(cost * (1 + 1e-12) + 1e-12);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it.each([1e-6, 1e-4])("brackets where entropy makes all the mass: rho %s beside epsilon 1", (rho) => {
    const measures = [
      [1, 0, 0.5, 0],
      [0, 1, 0.3, 1e-9],
    ].map((weights) => measure([0, 0, 1, 0, 0, 1, 3, 1], { dim: 2, weights }));
    const { certificate, cost } = fixedSupportBarycenter(measures, { epsilon: 1, rho });
    expect(certificate.status).toBe("converged");
    expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
    expectNear(certificate.upper, cost, { rtol: 1e-12, why: "nothing but rounding is between them" });
  });

  it("leaves masses too large for doubles behind, where marginals are held hard", () => {
    fc.assert(
      fc.property(fc.array(cloudOfTwo, { minLength: 2, maxLength: 4 }), (clouds) => {
        const measures = clouds.map((weights) => measure(SIX, { dim: 2, weights }));
        for (const maxIterations of [3, 40]) {
          const { certificate, cost, potentials } = fixedSupportBarycenter(measures, {
            epsilon: 1e-4,
            rho: 1,
            stop: { maxIterations },
          });
          expect(certificate.status).not.toBe("non-finite");
          expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
          expect([certificate.upper, cost, certificate.sourceError, certificate.targetError]).toSatisfy(
            (values: number[]) => values.every(Number.isFinite),
          );
          expect(potentials.data.every(Number.isFinite)).toBe(true);
        }
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it("is proved by the potentials that are returned", () => {
    const atoms = [rough(1, 12, 1), rough(2, 12, 2)];
    const costs = costsOf(12);
    for (const rho of [Infinity, 0.2]) {
      const measures =
        rho === Infinity ? atoms.map((mu) => onLine(mu.weights.map((w) => w / totalMass(mu)))) : atoms;
      const { potentials, certificate } = fixedSupportBarycenter(measures, { epsilon: 0.01, rho });
      let value = 0;
      measures.forEach((mu, s) => {
        for (let i = 0; i < 12; i++) {
          const f = Math.min(
            ...Array.from({ length: 12 }, (_, j) => costs[12 * i + j]! - potentials.data[12 * s + j]!),
          );
          value += 0.5 * mu.weights[i]! * conjugate(f, rho);
        }
      });
      for (let j = 0; j < 12; j++) {
        // sum lambda (1 - exp(-g / rho)) rho >= 0
        const price = [0, 1].reduce((sum, s) => sum + 0.5 * conjugate(potentials.data[12 * s + j]!, rho), 0);
        expect(price).toBeGreaterThanOrEqual(0);
      }
      expectNear(certificate.lower, value, { rtol: 1e-11, why: "rounding is taken off" });
    }
  });
});

/** <c, p> + rho KL(p 1 | D) + rho KL(p^T 1 | q) for a plan between places with mass. */
function randomPlanCost(mu: Measure, histogram: readonly number[], rho: number, draw: () => number): number {
  const n = mu.count;
  const source = new Float64Array(n);
  const target = new Float64Array(n);
  let cost = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (mu.weights[i] === 0 || histogram[j] === 0) continue;
      const [dx, dy] = [0, 1].map((k) => mu.points[2 * i + k]! - mu.points[2 * j + k]!) as [number, number];
      const mass = draw() ** 4 * Math.exp(-(dx * dx + dy * dy) / rho);
      cost += mass * (dx * dx + dy * dy);
      source[i]! += mass;
      target[j]! += mass;
    }
  }
  for (let i = 0; i < n; i++) {
    cost += rho * (divergenceAt(source[i]!, mu.weights[i]!) + divergenceAt(target[i]!, histogram[i]!));
  }
  return cost;
}

describe("a fixed-support barycentre refuses", () => {
  const [a, b] = [rough(1, 10), rough(2, 10)];

  it("supports that differ, saying where", () => {
    expect(() => fixedSupportBarycenter([a, rough(1, 11)], { epsilon: 1 })).toThrow(
      /measure 1 has 11 points, not 10/,
    );
    const moved = { ...b, points: b.points.with(4, 0.5001) };
    expect(() => fixedSupportBarycenter([a, moved], { epsilon: 1 })).toThrow(/measure 1 differs at point 4/);
  });

  it("masses that differ, unless they may", () => {
    const heavy = rough(2, 10, 1.001);
    expect(() => fixedSupportBarycenter([a, heavy], { epsilon: 1 })).toThrow(/needs equal masses/);
    expect(fixedSupportBarycenter([a, heavy], { epsilon: 1, rho: 1 }).certificate.status).toBe("converged");
  });

  it("options that are no numbers that they can be", () => {
    const refused: readonly (readonly [object, RegExp])[] = [
      [{}, /give epsilon/],
      [{ epsilon: 1, blur: 1 }, /give one of them, since epsilon = 2 blur\^2/],
      [{ epsilon: 0 }, /epsilon is 0/],
      [{ epsilon: Number.NaN }, /epsilon is NaN/],
      [{ blur: -1 }, /blur is -1/],
      [{ blur: 1e-200 }, /epsilon = 2 blur\^2 is 0/],
      [{ epsilon: Infinity }, /epsilon is Infinity/],
      [{ epsilon: 1, rho: 0 }, /rho is 0/],
      [{ epsilon: 1, rho: 1, reach: 1 }, /both rho and reach/],
      [{ epsilon: 1, weights: [1, 2, 3] }, /3 barycentre weights for 2 measures/],
      [{ epsilon: 1, costs: new Float64Array(99) }, /99 costs for 10 points/],
      [{ epsilon: 1, costs: new Float64Array(100).fill(-1) }, /cost at \(0, 0\) is -1/],
      [{ epsilon: 1, stop: { maxIterations: 0.5 } }, /maxIterations is 0.5/],
    ];
    for (const [options, message] of refused) {
      expect(() => fixedSupportBarycenter([a, b], options as FixedSupportOptions)).toThrow(message);
    }
  });
});
