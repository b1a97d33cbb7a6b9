import { describe, expect, it } from "vitest";
import { timestep } from "../../src/dynamics/timestep/timestep.js";
import { wholeSteps } from "../../src/dynamics/whole-steps.js";
import { SimulatorError } from "../../src/errors.js";
import { measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";

/** What an error says. */
function words(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return "";
}

describe("whole micro-steps", () => {
  it("are counted in durations that were written in decimals", () => {
    expect(wholeSteps(0.7, 0.1)).toBe(7);
    expect(wholeSteps(1e6, 1e-3)).toBe(1e9);
    expect(wholeSteps(0, 0.1)).toBe(0);
  });

  it("are proposed without the rounding of their sum, and the proposal is good", () => {
    const said = words(() => wholeSteps(0.705, 0.1, "jump"));
    expect(said).toMatch(/jump is 0\.705, which is 7\.05 micro-steps of 0\.1; .* such as 0\.7$/);
    for (const step of [0.1, 1e-3, 1 / 3, 0.007]) {
      const proposed = Number(/such as (\S+)$/.exec(words(() => wholeSteps(12345.4 * step, step)))![1]);
      expect(wholeSteps(proposed, step)).toBe(12345);
    }
  });
});

describe("a micro-step that fails", () => {
  it("is told with its time and what it took as people write them", () => {
    let now = 0;
    const slow = () =>
      timestep(measure([0, 1], { dim: 1 }), {
        simulate: (particles) => {
          now += now > 0.6 ? 61.234567 : 0.25; // three good ones
          return { ...particles, points: particles.points.slice() };
        },
        step: 0.1,
        halfSteps: 4,
        jump: 0,
        random: seededRandom(0),
        clock: { now: () => now, longestStep: 1 },
      });
    expect(slow).toThrow(SimulatorError);
    now = 0;
    expect(words(slow)).toMatch(/took 61\.23 ms, more than the 1 ms .* in micro-step 3 at time 0\.3$/);
  });
});
