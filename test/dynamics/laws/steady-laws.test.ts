import { describe, expect, it } from "vitest";
import { ShapeError } from "../../../src/errors.js";
import {
  chemotacticPotential,
  doubleWellPotential,
  halfMoonPotential,
  planarSteadyLaw,
  quadraticPotential,
  steadyLaw,
} from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";

const printed = "the digits that are printed";

describe("the steady law on an interval", () => {
  const doubleWell = steadyLaw({ potential: doubleWellPotential(), low: -4, high: 4 });

  it("of the double well has the published density and variance", () => {
    expectNear(doubleWell.density(0), 0.240053, { atol: 5e-7, why: printed });
    expectNear(doubleWell.density(1), 0.39578, { atol: 5e-7, why: printed });
    expectNear(doubleWell.density(0) ** -1 * Math.exp(-1 / 2), 2.526654, { atol: 5e-7, why: printed });
    expectNear(doubleWell.variance, 0.893465, { atol: 5e-7, why: printed });
    expectNear(doubleWell.mean, 0, { atol: 1e-14, why: "symmetry, to rounding" });
  });

  it("of drift and diffusion has the published moments", () => {
    const law = steadyLaw({ potential: chemotacticPotential, diffusivity: 0.1, low: -10, high: 10 });
    expectNear(law.mean, 5.9524, { atol: 6e-5, why: printed });
    expectNear(law.variance, 5.5954, { atol: 5e-5, why: printed });
    expectNear(law.density(10), 0.12437, { atol: 5e-6, why: printed });
    expectNear(law.distribution(0), 1e-7, { atol: 1e-8, why: "1 less the printed 0.9999999, rounded" });
  });

  it("of a spring is the normal law, and so are its quantiles", () => {
    const law = steadyLaw({
      potential: quadraticPotential({ stiffness: 4, centre: 1 }),
      diffusivity: 2,
      low: -8,
      high: 10,
    });
    expectNear([law.mean, law.variance], [1, 1 / 2], { atol: 1e-13, why: "rounding of 5000 terms" });
    const deviation = Math.sqrt(1 / 2);
    expectNear(law.distribution(1 + deviation), 0.8413447460685429, { atol: 1e-13, why: "rounding" });
    expectNear(law.quantile(0.975), 1 + 1.959963984540054 * deviation, { atol: 1e-12, why: "rounding" });
  });

  it("has quantiles that undo the distribution, and ends", () => {
    for (const p of [1e-9, 0.01, 0.25, 0.5, 0.9]) {
      expectNear(doubleWell.distribution(doubleWell.quantile(p)), p, {
        rtol: 1e-12,
        why: "bisection ends at neighbours",
      });
    }
    expect([doubleWell.quantile(0), doubleWell.quantile(1)]).toEqual([-4, 4]);
    expect([doubleWell.distribution(-5), doubleWell.distribution(5)]).toEqual([0, 1]);
    expect([doubleWell.density(-5), doubleWell.density(5)]).toEqual([0, 0]);
  });

  it("does not overflow where the potential is far below 0", () => {
    const deep = { ...quadraticPotential(), value: ({ 0: x }: ArrayLike<number>) => x! ** 2 / 2 - 1e6 };
    expectNear(steadyLaw({ potential: deep, low: -9, high: 9 }).variance, 1, {
      atol: 1e-9,
      why: "heights near a million are rounded to 1e-10",
    });
  });

  it("refuses potentials of the plane, no interval and no diffusion", () => {
    expect(() => steadyLaw({ potential: halfMoonPotential(), low: 0, high: 1 })).toThrow(/planarSteadyLaw/);
    expect(() => steadyLaw({ potential: quadraticPotential(), low: 1, high: 1 })).toThrow(ShapeError);
    expect(() => steadyLaw({ potential: quadraticPotential(), diffusivity: 0, low: 0, high: 1 })).toThrow(
      /diffusivity is 0/,
    );
  });
});

describe("the steady law on a rectangle", () => {
  const law = planarSteadyLaw({ potential: halfMoonPotential(), box: { low: [-4, -4], high: [4, 4] } });

  it("of the half-moon has the published moments", () => {
    expectNear(law.mean, [0, 0.9571], { atol: 5e-6, why: printed });
    expectNear(law.variance, [2.58053, 1.15085], { atol: 6e-6, why: printed });
    expectNear(law.covariance, 0, { atol: 1e-13, why: "symmetry, to rounding" });
    const radius = law.expectation((x, y) => Math.hypot(x, y));
    expectNear(radius, 2.0995539, { atol: 1e-7, why: "quadrature in polar coordinates, to its digits" });
    const spread = Math.sqrt(law.expectation((x, y) => x * x + y * y) - radius ** 2);
    expectNear(spread, 0.48917, { atol: 6e-6, why: printed });
  });

  it("has marginals with its moments", () => {
    const heights = law.marginal(1);
    expectNear([heights.mean, heights.variance], [law.mean[1], law.variance[1]], {
      rtol: 1e-8,
      why: "the kink of r at the centre, where the density is exp(-8) of the highest",
    });
  });

  it("is the product of two laws where the potential is a sum", () => {
    const spring = quadraticPotential({ dim: 2, stiffness: 3 });
    const box = { low: [-1, -2], high: [1, 0.5] };
    const product = planarSteadyLaw({ potential: spring, box });
    const [across, up] = [0, 1].map((k) =>
      steadyLaw({ potential: quadraticPotential({ stiffness: 3 }), low: box.low[k]!, high: box.high[k]! }),
    );
    expectNear(product.density([0.3, -1]), across!.density(0.3) * up!.density(-1), {
      rtol: 1e-12,
      why: "rounding",
    });
    expectNear(product.marginal(1).distribution(-0.2), up!.distribution(-0.2), {
      rtol: 1e-12,
      why: "rounding",
    });
    expect(product.density([1.5, 0])).toBe(0);
  });
});
