import { describe, expect, it } from "vitest";
import { gradientStep } from "../../../src/dynamics/steady/descent-step.js";
import { fallingRate, particleDescent } from "../../../src/dynamics/steady/particle-descent.js";
import { particleDescription } from "../../../src/dynamics/steady/particle-description.js";
import { steadyState } from "../../../src/dynamics/steady/steady-state.js";
import { angularDescription, jointDescription } from "../../../src/dynamics/steady/table-description.js";
import { doubleWell } from "../../../src/dynamics/systems/double-well.js";
import { halfMoon } from "../../../src/dynamics/systems/half-moon.js";
import { type Measure, moments } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const system = halfMoon({ step: 0.02 });
const box = system.box!;
const start = system.start(4900, seededRandom(1));

/** Exact by quadrature; Euler steps of 0.02 add about 0.01 to the variances. */
function expectCrescent(particles: Measure): void {
  const { mean, covariance } = moments(particles);
  const why = "3 deviations of 4900 particles, half as much again for the noise that a fixed point repeats";
  expectNear(mean, [0, 0.9571], { atol: 0.1, why });
  expectNear([covariance.data[0]!, covariance.data[3]!], [2.5805, 1.1509], { rtol: 0.1, why });
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
    expect(values).toHaveLength(count);
  });
});
