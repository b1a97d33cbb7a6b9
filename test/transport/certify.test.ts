import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOtError } from "../../src/errors.js";
import { type Measure, measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { squaredDistance } from "../../src/numeric/squared-distance.js";
import { costRounding, cTransform } from "../../src/transport/c-transform.js";
import { certify } from "../../src/transport/certify.js";
import { exact } from "../../src/transport/exact.js";
import { type SparsePlan, sparsePlan } from "../../src/transport/plan.js";
import { requireConverged } from "../../src/transport/transport.js";
import { expectNear } from "../support/expect-near.js";
import { cloud, unequal } from "./clouds.js";
import { expectDualFeasible, expectFeasible } from "./expect-optimal.js";

const DONE = { status: "converged", iterations: 3 } as const;

/** The plan a b^T. */
function productPlan(mu: Measure, nu: Measure): SparsePlan {
  const pairs = Array.from({ length: mu.count * nu.count }, (_, e) => e);
  return sparsePlan(
    {
      rows: Int32Array.from(pairs, (e) => Math.floor(e / nu.count)),
      cols: Int32Array.from(pairs, (e) => e % nu.count),
      mass: Float64Array.from(
        pairs,
        (e) => mu.weights[Math.floor(e / nu.count)]! * nu.weights[e % nu.count]!,
      ),
    },
    [mu.count, nu.count],
  );
}

/** Every source point to its nearest target (`byTarget`: every target from its nearest source). */
function nearestPlan(mu: Measure, nu: Measure, byTarget: boolean): SparsePlan {
  const [from, to] = byTarget ? [nu, mu] : [mu, nu];
  const own = Int32Array.from(from.weights.keys());
  const nearest = own.map((p) => {
    const distances = Array.from(to.weights, (_, q) => squaredDistance(from.points, p, to.points, q, 2));
    return distances.indexOf(Math.min(...distances));
  });
  const [rows, cols] = byTarget ? [nearest, own] : [own, nearest];
  return sparsePlan({ rows, cols, mass: from.weights }, [mu.count, nu.count]);
}

/** 2^200: every double used below is a whole multiple of its inverse. */
const UNIT = 2n ** 200n;

/** value * 2^200, exactly: a double of modulus below 1 has its last bit well above 2^-200. */
function exactly(value: number): bigint {
  return BigInt(value * 2 ** 200);
}

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("certify", () => {
  const source = cloud(1, 25, { weight: (random, i) => (i % 5 === 0 ? 0 : unequal(random)) });
  const target = cloud(2, 30, { shift: 3, weight: (random, j) => (j % 7 === 0 ? 0 : unequal(random)) });
  const truth = exact(source, target);

  it("brackets the optimum from any feasible plan and any potential", () => {
    const potential = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
      minLength: 25,
      maxLength: 25,
    });
    fc.assert(
      fc.property(potential, (f) => {
        const result = certify(
          source,
          target,
          productPlan(source, target),
          { f: Float64Array.from(f) },
          DONE,
        );
        expectFeasible(source, target, result);
        expect(result.certificate.lower).toBeLessThanOrEqual(truth.cost * (1 + 1e-12));
        expect(result.certificate.upper).toBeGreaterThanOrEqual(truth.cost * (1 - 1e-12));
        expect(result.certificate.iterations).toBe(3);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it("has a lower bound no worse than the squared distance of the means, however bad the potential", () => {
    const f = Float64Array.from({ length: 25 }, (_, i) => 1e6 * (i % 3));
    const { certificate } = certify(source, target, truth.plan, { f }, DONE);
    const gap = meanOf(source).map((x, k) => x - meanOf(target)[k]!);
    const rounding = 1 - 1e-13; // of the means here, of the bound there
    expect(certificate.lower).toBeGreaterThanOrEqual((gap[0]! ** 2 + gap[1]! ** 2) * rounding);
    expect(certificate.lower).toBeLessThan(truth.cost);
  });

  it("takes its lower bound from the potentials that it returns", () => {
    const f = Float64Array.from({ length: 25 }, (_, i) => Math.sin(i));
    const { potentials, certificate } = certify(source, target, truth.plan, { f }, DONE);
    const fa = potentials.f.reduce((sum, value, i) => sum + value * source.weights[i]!, 0);
    const gb = potentials.g.reduce((sum, value, j) => sum + value * target.weights[j]!, 0);
    expectNear(certificate.lower, fa + gb, { rtol: 1e-12, why: "rounding of two sums" });
  });

  it("does not widen the bracket by a free constant, however large", () => {
    const f = truth.potentials.f.map((value) => value + 2 ** 20);
    const { certificate } = certify(source, target, truth.plan, { f }, DONE);
    const why = "adding the constant rounds f in units of 2^-33, which is what it has lost";
    expectNear(certificate.lower, truth.cost, { atol: 2 ** -32, why });
  });

  it("leaves out potentials that are not finite and completes them", () => {
    const f = truth.potentials.f.slice();
    f[0] = Number.NaN; // massless: has no say anyway
    f[1] = Infinity; // has mass: its constraint is rebuilt
    const { potentials, certificate } = certify(source, target, truth.plan, { f }, DONE);
    expectDualFeasible(source, target, potentials.f, potentials.g);
    expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
    const none = certify(source, target, truth.plan, { f: f.fill(Number.NaN) }, DONE);
    expectDualFeasible(source, target, none.potentials.f, none.potentials.g);
  });

  it("rounds a plan with wrong marginals before it bounds from above", () => {
    const half = { ...truth.plan, mass: truth.plan.mass.map((p, e) => (e % 2 === 0 ? p : 0.25 * p)) };
    const { certificate, cost } = certify(source, target, half, truth.potentials, DONE);
    expect(cost).toBeLessThan(truth.cost);
    expect(certificate.upper).toBeGreaterThan(truth.cost * (1 + 1e-6));
    expect(certificate.sourceError).toBeGreaterThan(0.1);
    expectNear(certificate.sourceError, certificate.targetError, {
      rtol: 1e-12,
      why: "the same mass is missing",
    });
    expectNear(certificate.lower, truth.cost, { rtol: 1e-12, why: "the potentials are optimal" });
  });

  it.each([
    ["rows", true],
    ["columns", false],
  ])("does not let wrong %s make a plan look cheap", (_, byTarget) => {
    // All mass goes to or from the nearest point, so the other side is filled too much here, too little there.
    const mu = cloud(8, 20, { weight: unequal });
    const nu = cloud(9, 20, { weight: unequal });
    const cheap = nearestPlan(mu, nu, byTarget);
    const best = exact(mu, nu);
    const { certificate, cost } = certify(mu, nu, cheap, best.potentials, DONE);
    expect(cost).toBeLessThan(best.cost * 0.9);
    expect(certificate.upper).toBeGreaterThan(best.cost);
  });

  it("knows that a cost is 0 where all points coincide, however the marginals are rounded", () => {
    const mu = measure(Array(3).fill([1, 2]), { weights: [0.1, 0.2, 0.7] });
    const nu = measure(Array(2).fill([1, 2]), { weights: [0.3, 0.7] });
    const plan = productPlan(mu, nu);
    plan.mass[0]! *= 1 - 1e-15;
    const { certificate } = certify(mu, nu, plan, { f: new Float64Array(3) }, DONE);
    expect(certificate.lower).toBe(0);
    expect(certificate.upper).toBe(0);
    const apart = measure([[1, 2], [1, 2.5]], { weights: [0.3, 0.7] }); // biome-ignore format: one line
    expect(certify(mu, apart, plan, { f: new Float64Array(3) }, DONE).certificate.upper).toBeGreaterThan(
      0.17,
    );
  });

  it("bounds an empty plan by the cost of the product measure", () => {
    const empty = sparsePlan(
      { rows: new Int32Array(), cols: new Int32Array(), mass: new Float64Array() },
      [25, 30],
    );
    const { certificate } = certify(source, target, empty, truth.potentials, DONE);
    const product = certify(source, target, productPlan(source, target), truth.potentials, DONE);
    expectNear(certificate.upper, product.cost, {
      rtol: 1e-12,
      why: "moments against a sum of 750 products",
    });
    expectNear(certificate.sourceError, 1, { rtol: 1e-14, why: "all mass is missing" });
  });

  it.each([
    ["a plan of another shape", { ...truth.plan, shape: [30, 25] as const }, "ShapeError", "fit"],
    [
      "an entry outside the shape",
      { ...truth.plan, cols: truth.plan.cols.map(() => 30) },
      "ShapeError",
      "outside",
    ],
    [
      "a negative entry",
      { ...truth.plan, mass: truth.plan.mass.map((p) => -p) },
      "MeasureError",
      "at least 0",
    ],
  ] as const)("refuses %s", (_, plan, tag, word) => {
    const error = caught(() => certify(source, target, plan, truth.potentials, DONE));
    expect(isOtError(error, tag)).toBe(true);
    expect(String(error)).toContain(word);
  });
});

function meanOf(mu: Measure): number[] {
  return [0, 1].map((k) => mu.weights.reduce((sum, w, i) => sum + w * mu.points[i * mu.dim + k]!, 0));
}

describe("cTransform", () => {
  it.each([1, 2, 3])("is feasible beyond rounding in dimension %i", (dim) => {
    // Clusters of 1e-8 with many equal points: nearly every c - f is a tie of rounded numbers.
    const sites = (seed: number, n: number) => {
      const random = seededRandom(seed);
      return Float64Array.from(
        { length: n * dim },
        () => random.integer(3) / 3 + 1e-8 * Math.round(4 * random.normal()),
      );
    };
    const x = sites(1, 60);
    const y = sites(2, 50);
    const f = Float64Array.from(
      { length: 60 },
      (_, i) => squaredDistance(x, i, y, i % 50, dim) - 1 / (i + 3),
    );
    const g = cTransform(x, f, y, dim);
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j < 50; j++) {
        let cost = 0n; // in units of UNIT^2
        for (let k = 0; k < dim; k++) cost += (exactly(x[i * dim + k]!) - exactly(y[j * dim + k]!)) ** 2n;
        const bound = cost * (UNIT + exactly(costRounding(dim))); // in units of UNIT^3
        expect((exactly(f[i]!) + exactly(g[j]!)) * UNIT * UNIT <= bound).toBe(true);
      }
    }
  });

  it("is the least of c - f, on the line as in space", () => {
    for (const dim of [1, 2, 3, 5]) {
      const x = cloud(3, 40, { dim }).points;
      const y = cloud(4, 50, { dim }).points;
      const f = cloud(5, 40, { dim: 1 }).points;
      const g = cTransform(x, f, y, dim);
      const expected = Array.from({ length: 50 }, (_, j) =>
        Math.min(...Array.from(f, (fi, i) => squaredDistance(x, i, y, j, dim) - fi)),
      );
      expectNear(g, expected, { atol: 1e-14, why: "one rounding of numbers below 50" });
    }
  });
});

describe("requireConverged", () => {
  it("passes what converged and throws the certificate of the rest", () => {
    const mu = measure([[0, 0]]);
    const good = exact(mu, mu);
    expect(requireConverged(good)).toBe(good);
    const bad = exact(cloud(6, 50), cloud(7, 50), { maxPivots: 1 });
    const error = caught(() => requireConverged(bad));
    if (!isOtError(error, "ConvergenceError")) throw new Error("expected a ConvergenceError");
    expect(error.certificate).toBe(bad.certificate);
    expect(error.message).toContain("iteration-limit");
  });
});
