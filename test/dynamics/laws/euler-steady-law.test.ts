import { describe, expect, it } from "vitest";
import {
  doubleWellPotential,
  eulerSteadyLaw,
  halfMoonPotential,
  type Measure,
  planarSteadyLaw,
  quadraticPotential,
  steadyLaw,
} from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";

function momentsOf(
  { points, weights, count, dim }: Measure,
  axis: number,
): { mean: number; variance: number } {
  let [mass, first, second] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = points[i * dim + axis]!;
    mass += weights[i]!;
    first += weights[i]! * x;
    second += weights[i]! * x * x;
  }
  return { mean: first / mass, variance: second / mass - (first / mass) ** 2 };
}

const LINE = { low: [-9], high: [9] };

describe("the steady law of Euler's steps", () => {
  it("is N(0, 1 / (1 - h / 2)) for a spring", () => {
    for (const step of [0.4, 0.1, 0.01]) {
      const { law, status } = eulerSteadyLaw({
        potential: quadraticPotential(),
        step,
        box: LINE,
        tolerance: 1e-11,
      });
      expect(status).toBe("converged");
      const { mean, variance } = momentsOf(law, 0);
      expectNear(mean, 0, { atol: 1e-12, why: "symmetry, to rounding" });
      expectNear(variance, 1 / (1 - step / 2), { rtol: 1e-10, why: "tolerance of the solver" });
    }
  });

  it("is off the law of the process by a multiple of h", () => {
    const potential = doubleWellPotential();
    const exact = steadyLaw({ potential, low: -4, high: 4 }).variance;
    const bias = (step: number): number =>
      momentsOf(eulerSteadyLaw({ potential, step, box: { low: [-4], high: [4] } }).law, 0).variance - exact;
    expectNear(bias(0.002) / bias(0.001), 2, { rtol: 0.01, why: "the next term is of the order of h" });
    expectNear(bias(0.001), -3.94e-4, { rtol: 0.01, why: "the value that docs/particle-systems.md gives" });
  });

  it("of two springs is the product of two", () => {
    const step = 0.3;
    const { law } = eulerSteadyLaw({
      potential: quadraticPotential({ dim: 2 }),
      step,
      box: { low: [-7, -7], high: [7, 7] },
      tolerance: 1e-10,
    });
    for (const axis of [0, 1]) {
      expectNear(momentsOf(law, axis).variance, 1 / (1 - step / 2), {
        rtol: 1e-8,
        why: "the box cuts 1e-10 off",
      });
    }
  });

  it("of the half-moon is near the law of the process", () => {
    const box = { low: [-4, -4], high: [4, 4] };
    const exact = planarSteadyLaw({ potential: halfMoonPotential(), box });
    const { law } = eulerSteadyLaw({ potential: halfMoonPotential(), step: 0.02, box });
    // a fifth of a percent: 20 times the bias of the published step of 0.001
    expectNear(momentsOf(law, 1).mean - exact.mean[1], 20 * 9.5e-5, { rtol: 0.1, why: "next order in h" });
    expectNear(momentsOf(law, 1).variance - exact.variance[1], 20 * 2e-4, {
      rtol: 0.1,
      why: "next order in h",
    });
  });

  it("is uniform in a box without potential, mirrored exactly", () => {
    const flat = quadraticPotential({ stiffness: 0 });
    const { law } = eulerSteadyLaw({ potential: flat, step: 0.05, box: { low: [0], high: [1] } });
    expectNear(law.weights, new Array(law.count).fill(1 / law.count), { rtol: 1e-12, why: "rounding" });
  });

  it("refuses more dimensions than 2 and micro-steps that ask for too many cells", () => {
    const three = { low: [0, 0, 0], high: [1, 1, 1] };
    expect(() =>
      eulerSteadyLaw({ potential: quadraticPotential({ dim: 3 }), step: 0.1, box: three }),
    ).toThrow(/dimension 3/);
    expect(() => eulerSteadyLaw({ potential: quadraticPotential(), step: 1e-12, box: LINE })).toThrow(
      /cells/,
    );
  });
});
