import { describe, expect, test } from "vitest";
import { branchResidual } from "../../../src/dynamics/steady/branch-residual.js";
import { quantileDescription } from "../../../src/dynamics/steady/quantile-description.js";
import { steadyState } from "../../../src/dynamics/steady/steady-state.js";
import { withHidden } from "../../../src/dynamics/steady/with-hidden.js";
import { agents } from "../../../src/dynamics/systems/agents.js";
import { continuation } from "../../../src/numeric/continuation.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const size = 50;
const quantiles = quantileDescription({ size, count: 5000, low: -1, high: 1 });
const withTrades = withHidden(quantiles, { name: "trades", length: 2, scale: 10, least: 0 });
const start = (() => {
  const law = quantiles.restrict(agents().start(5000, seededRandom(1)), agents().start(1, seededRandom(1)));
  return Float64Array.of(...law, 0.2, 0.05);
})();
const settings = { duration: 1, step: 0.25, random: seededRandom(3) };
const meanOf = (values: Float64Array): number => values.slice(0, size).reduce((a, b) => a + b) / size;

describe("a description with a hidden state", () => {
  test("carries it through lift and restrict", () => {
    const lifted = withTrades.lift(start, seededRandom(1));
    expectNear(lifted.hidden!.trades!, [0.02, 0.005], { rtol: 1e-14, why: "rounding of the scale" });
    const back = withTrades.restrict(lifted, lifted);
    expectNear(back.slice(size), start.slice(size), { rtol: 1e-14, why: "rounding of the scale" });
    expect(back.length).toBe(withTrades.size);
  });

  test("keeps it above its least value", () => {
    const low = start.with(size, -3);
    expect(withTrades.lift(low, seededRandom(1)).hidden!.trades![0]).toBe(0);
    expect(withTrades.project!(low)[size]).toBe(0);
    expectNear(withTrades.project!(start), start, { rtol: 1e-14, why: "nothing to change but rounding" });
  });

  test("refuses particles without it", () => {
    const plain = quantiles.lift(start.slice(0, size), seededRandom(1));
    expect(() => withTrades.restrict(plain, plain)).toThrow(/no hidden values trades; the description has 2/);
    expect(() => withHidden(quantiles, { name: "trades", length: 0 })).toThrow(/trades has length 0/);
    const scaled = (scale: number) => withHidden(quantiles, { name: "trades", length: 2, scale });
    expect(() => scaled(0)).toThrow(/the scale of trades is 0/);
    expect(() => scaled(Number.NaN)).toThrow(/the scale of trades is NaN/);
    expect(() => withHidden(quantiles, { name: "trades", length: 2, least: Number.NaN })).toThrow(
      /the least trades is NaN/,
    );
  });
});

describe("a branch of steady states of particles", () => {
  test("goes through the one that Newton finds", () => {
    const alone = steadyState(agents({ feedback: 38 }).simulate, withTrades, {
      ...settings,
      start,
      noiseSamples: 0,
      newton: { stop: { tolerance: 0.02, maxIterations: 10 } },
    });
    const branch = continuation(
      branchResidual((feedback) => agents({ feedback }).simulate, withTrades, settings),
      { solution: start, parameter: 38 },
      {
        points: 3,
        parameterScale: 10,
        step: 0.3,
        greatestStep: 0.5,
        project: withTrades.project!,
        newton: { difference: 0.1, stop: { tolerance: 0.02, maxIterations: 10 } },
      },
    );
    expect(alone.status).toBe("converged");
    expect(branch.points[0]!.solution).toEqual(alone.values);
    expect(branch.status).toBe("iteration-limit");
    const [first, , last] = branch.points;
    expect(last!.parameter).toBeGreaterThan(41);
    // 0.018 from 38 to 42 by the chain of news; of one noise the means differ smoothly
    expect(meanOf(last!.solution)).toBeGreaterThan(meanOf(first!.solution) + 0.003);
  });

  test("is not defined where the agents run away", () => {
    const psi = branchResidual(
      (feedback) => agents({ feedback, blowUp: 0.01 }).simulate,
      withTrades,
      settings,
    );
    expect(psi(start, 38)).toEqual(new Float64Array(withTrades.size).fill(Number.NaN));
    const wrong = branchResidual(
      (feedback) => agents({ feedback, subSteps: 0 }).simulate,
      withTrades,
      settings,
    );
    expect(() => wrong(start, 38)).toThrow(/subSteps/);
  });
});
