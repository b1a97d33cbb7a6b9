import { describe, expect, it } from "vitest";
import {
  medianSquaredDisplacement,
  sinkhornResidual,
} from "../../../src/dynamics/steady/sinkhorn-residual.js";
import { type ParticleLoss, wassersteinResidual } from "../../../src/dynamics/steady/wasserstein-residual.js";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../../support/random-measures.js";

const moved = (mu: Measure, p: number, change: number): Measure => ({
  ...mu,
  points: mu.points.map((x, q) => (q === p ? x + change : x)),
});

/** Central differences of the value with respect to each coordinate, by the mass of its particle. */
function differences(loss: ParticleLoss, mu: Measure, image: Measure, step: number): Float64Array {
  return mu.points.map((_, p) => {
    const mass = mu.weights[Math.floor(p / mu.dim)]!;
    if (mass === 0) return 0;
    const rise = loss(moved(mu, p, step), image).value - loss(moved(mu, p, -step), image).value;
    return rise / (2 * step * mass);
  });
}

describe("Wasserstein residual", () => {
  it("is half the squared length of a translation, and pulls against it", () => {
    const particles = uniformCloud(seededRandom(1), 40, 2);
    const { value, field, status } = wassersteinResidual(particles, shifted(particles, [0.6, -0.8]));
    expect(status).toBe("converged");
    expectNear(value, 0.5, { atol: 1e-13, why: "rounding" });
    field.forEach((pull, p) => {
      expectNear(pull, p % 2 === 0 ? -0.6 : 0.8, { atol: 1e-13, why: "rounding" });
    });
  });

  it.each([1, 2])(
    "has the differences of its value as gradient, masses of all sizes, dimension %i",
    (dim) => {
      const random = seededRandom(2);
      const particles = randomCloud(random, 15, dim);
      const image = randomCloud(random, 20, dim);
      const { field } = wassersteinResidual(particles, image);
      const why = "quadratic while the plan stays: rounding of a difference over 1e-6, masses of 1e-2";
      expectNear(field, differences(wassersteinResidual, particles, image, 1e-6), { atol: 1e-7, why });
    },
  );

  it("takes particles on a line to equal quantiles", () => {
    const particles = measure([3, 1, 2], { dim: 1 });
    const { field } = wassersteinResidual(particles, measure([10, 30, 20], { dim: 1 }));
    expectNear(field, [-27, -9, -18], { rtol: 1e-14, why: "rounding" });
  });
});

describe("Sinkhorn residual", () => {
  const random = seededRandom(3);
  const particles = randomCloud(random, 15, 2);
  const image = randomCloud(random, 15, 2);
  const stop = { tolerance: 1e-12, maxIterations: 5000 };

  it("has the differences of its value as gradient", () => {
    const loss = sinkhornResidual({ epsilon: 0.5, stop });
    const { field } = loss(particles, image);
    const why = "central differences with a step of 1e-4: third derivatives of about 1 / epsilon";
    expectNear(field, differences(loss, particles, image, 1e-4), { atol: 1e-6, why });
  });

  it("knows a translation exactly, whatever the blur", () => {
    const from = uniformCloud(random, 30, 2);
    const { value, field } = sinkhornResidual({ epsilon: 1, stop })(from, shifted(from, [0.6, -0.8]));
    expectNear(value, 0.5, {
      atol: 1e-9,
      why: "marginal errors of 1e-12 and the stopping of three problems",
    });
    field.forEach((pull, p) => {
      expectNear(pull, p % 2 === 0 ? -0.6 : 0.8, { atol: 1e-9, why: "the same" });
    });
  });

  it("vanishes where particles are their own image", () => {
    const { value, field } = sinkhornResidual()(particles, particles);
    expect(value).toBe(0);
    expectNear(field, new Float64Array(30), { atol: 1e-5, why: "the default tolerance, 1e-6" });
  });

  it("tends to the Wasserstein residual as epsilon falls", () => {
    const exactly = wassersteinResidual(particles, image);
    const { value, field } = sinkhornResidual({ epsilon: 1e-3, stop })(particles, image);
    expectNear(value, exactly.value, {
      atol: 2e-3,
      why: "epsilon times the logarithm of the number of points",
    });
    expectNear(field, exactly.field, { atol: 1e-3, why: "gaps of reduced costs far above epsilon" });
  });

  it("takes its blur from how far particles moved", () => {
    const before = measure([0, 0, 0, 0, 0], { dim: 1 });
    const after = measure([1, -2, 3, -4, 5], { dim: 1 });
    expect(medianSquaredDisplacement(before, after)).toBe(9);
    const byDefault = sinkhornResidual()(particles, image);
    const epsilon = 2 * medianSquaredDisplacement(particles, image);
    expect(byDefault).toEqual(sinkhornResidual({ epsilon })(particles, image));
  });

  it("refuses an epsilon that is not positive, and images that are not those of the particles", () => {
    expect(() => sinkhornResidual({ epsilon: 0 })).toThrow(/epsilon is 0/);
    const fewer = uniformCloud(random, 4, 2);
    expect(() => sinkhornResidual()(particles, fewer)).toThrow(/15 particles .* became 4 .* epsilon/);
  });
});
