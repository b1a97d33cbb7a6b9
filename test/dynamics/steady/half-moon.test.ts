import { describe, expect, it } from "vitest";
import { eulerSteadyLaw } from "../../../src/dynamics/laws/euler-steady-law.js";
import { gradientStep } from "../../../src/dynamics/steady/descent-step.js";
import { fallingRate, particleDescent } from "../../../src/dynamics/steady/particle-descent.js";
import { particleDescription } from "../../../src/dynamics/steady/particle-description.js";
import { steadyState } from "../../../src/dynamics/steady/steady-state.js";
import { angularDescription, jointDescription } from "../../../src/dynamics/steady/table-description.js";
import { doubleWell } from "../../../src/dynamics/systems/double-well.js";
import { halfMoon } from "../../../src/dynamics/systems/half-moon.js";
import { halfMoonPotential } from "../../../src/dynamics/systems/potentials/half-moon.js";
import { type Measure, measure, moments } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const system = halfMoon({ step: 0.02 });
const box = system.box!;
const start = system.start(4900, seededRandom(1));

/** The law that Euler's steps keep, the bias of the micro-step among it: Var x = 2.59, for 2.58 of the process. */
const exact = moments(
  eulerSteadyLaw({ potential: halfMoonPotential(), step: system.step, box: { low: [-4, -4], high: [4, 4] } })
    .law,
);

function expectCrescent(particles: Measure): void {
  const { mean, covariance } = moments(particles);
  const of = (which: string) =>
    `three deviations of ${which} of 4900 particles, the noise that a fixed point repeats`;
  expectNear(mean[0]!, exact.mean[0]!, { atol: 0.07, why: of("a mean, 1.61 / 70 each,") });
  expectNear(mean[1]!, exact.mean[1]!, { atol: 0.046, why: of("a mean, 1.07 / 70 each,") });
  for (const p of [0, 3]) {
    expectNear(covariance.data[p]!, exact.covariance.data[p]!, {
      rtol: 0.05,
      why: of("a variance, 1.7 % each,"),
    });
  }
}

describe("steady states of particles in the half-moon potential", () => {
  it.each([
    ["joint distribution", jointDescription({ box, count: 4900, lines: 41 })],
    ["angular distribution", angularDescription({ box, count: 4900, rays: 51, rings: 33 })],
  ])("are found by Newton's method on a table: %s", (_, description) => {
    const found = steadyState(system.simulate, description, {
      start: description.restrict(start, start),
      duration: 4,
      step: system.step,
      random: seededRandom(2),
      newton: { stop: { tolerance: 0.05, maxIterations: 5 } },
      noiseSamples: 2,
    });
    expect(found.status).toBe("converged");
    expect(found.residual).toBeLessThan(found.residuals[0]! / 50);
    expect(found.residual).toBeLessThan(found.noiseFloor!);
    expect(found.microSteps).toBe(found.evaluations * 4900 * 200);
    expectCrescent(found.particles);
  });

  it("are found by descent of the particles in batches", () => {
    const { particles, state } = particleDescent(start, {
      simulate: system.simulate,
      duration: 1,
      random: seededRandom(3),
      batchSize: 350,
      step: gradientStep,
      rate: fallingRate(1, 8),
      box,
      stop: { maxIterations: 16 },
    });
    expect(state.unsolved).toBe(0);
    expectCrescent(particles);
  });
});

describe("Wasserstein-Newton-Krylov", () => {
  it("brings the particles of a double well to rest under common random numbers", () => {
    const well = doubleWell({ step: 0.01 });
    const count = 500;
    const particles = well.start(count, seededRandom(4));
    const { residuals, values } = steadyState(well.simulate, particleDescription({ count, dim: 1 }), {
      start: particles.points.slice().sort(),
      duration: 1,
      step: well.step,
      random: seededRandom(5),
      newton: { difference: 0.1, stop: { tolerance: 1e-3, maxIterations: 8 } },
      noiseSamples: 0,
    });
    expect(Math.min(...residuals)).toBeLessThan(residuals[0]! / 30);
    expectNear(moments(measure(values, { dim: 1 })).covariance.data[0]!, 0.8935, {
      rtol: 0.1,
      why: "two deviations of the variance of 500 particles under noise that repeats",
    });
  });
});
