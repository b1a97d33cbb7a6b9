import { describe, expect, it } from "vitest";
import { InterruptError } from "../../pipelines/interrupt.js";
import { inSlices, sliceLength } from "../../pipelines/steady-state/slices.js";
import { steadyStateText } from "../../pipelines/steady-state/text.js";
import { findSteadyState } from "../../pipelines/steady-state.js";
import { agents, doubleWell, type Particles, type Simulator, seededRandom } from "../../src/index.js";

/** Particles that need a slice for every micro-step, without being there. */
const MANY: Particles = { points: new Float64Array(1), weights: Float64Array.of(1), count: 2e7, dim: 1 };

describe("a simulation in slices", () => {
  const { start, simulate, step } = doubleWell();

  it("that is one slice is that of the simulator, to the last bit", async () => {
    const particles = start(50, seededRandom(1));
    const whole = simulate(particles, 0.1, seededRandom(2));
    const sliced = await inSlices(simulate, { step, whole: 1 })(particles, 0.1, seededRandom(2));
    expect(sliced.points).toEqual(whole.points);
  });

  it("hands the stream of random numbers and the hidden state on: agents go on as if they were not cut", async () => {
    const system = agents();
    const few = system.start(40, seededRandom(1));
    // cut at every micro-step by what it says of its size; what is simulated are the few
    const cut: Simulator = (particles, duration, random) => ({
      ...system.simulate({ ...particles, count: few.count }, duration, random),
      count: MANY.count,
    });
    const shares: number[] = [];
    const slices = { step: system.step, whole: 1, onShare: (share: number) => void shares.push(share) };
    const moved = await inSlices(cut, slices)({ ...few, count: MANY.count }, 1, seededRandom(2));
    const once = system.simulate(few, 1, seededRandom(2));
    expect(moved.points).toEqual(once.points);
    expect(moved.hidden).toEqual(once.hidden);
    expect(shares).toEqual([0.25, 0.5, 0.75]);
  });

  it("stops within an evaluation when the signal comes", async () => {
    const controller = new AbortController();
    let steps = 0;
    const counting: Simulator = (particles) => {
      // a signal is heard in a turn of events, as that of the system is
      if (++steps === 2) setImmediate(() => controller.abort(new InterruptError("interrupted", 130)));
      return particles;
    };
    const sliced = inSlices(counting, { step: 1, whole: 1, signal: controller.signal });
    await expect(sliced(MANY, 1000, seededRandom(0))).rejects.toThrow(InterruptError);
    expect(steps).toBeLessThan(5);
  });

  it("never cuts a time for which pairs are kept", () => {
    for (const whole of [1, 7, 25]) expect(sliceLength({ ...MANY, count: 30_000 }, whole) % whole).toBe(0);
    expect(sliceLength(MANY, 25)).toBe(25);
  });
});

it("the residual of a descent is that of the particles it returns: the one with which another epoch begins", async () => {
  const after = async (epochs: number, noise: string) => {
    const settings = { particles: 100, epochs, noise, plain: 0 };
    const { report } = await findSteadyState({ system: "double-well", method: "wasserstein-adam", settings });
    return report.results;
  };
  for (const noise of ["fresh", "common"]) {
    const five = await after(5, noise);
    const six = await after(6, noise);
    expect(five.kept).toBe(5);
    expect(five.residuals.length).toBe(6);
    expect(five.residual).toBe(five.residuals[5]!.residual);
    expect(five.residual).toBe(six.residuals[5]!.residual);
    expect(five.evaluations).toBe(5 + 1 + 2); // epochs, the residual at the end, two for the noise
  }
});

it("the micro-steps of a branch are told beside those of the search", async () => {
  const settings = {
    particles: 2000,
    quantiles: 20,
    eigenvalues: 0,
    plain: 0,
    branchPoints: 1,
    iterations: 3,
  };
  const { report } = await findSteadyState({ system: "agents", settings });
  const { branch } = report.results.microSteps;
  expect(branch).toBeGreaterThan(0);
  expect(steadyStateText(report.results)).toMatch(new RegExp(`micro-steps of the branch +${branch}`));
});
