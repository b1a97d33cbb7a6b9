import { describe, expect, test } from "vitest";
import { agentsCells } from "../../../src/dynamics/densities/agents-cells.js";
import {
  agentsLawAt,
  agentsSteadyLaw,
  agentsTradesResidual,
} from "../../../src/dynamics/laws/agents-steady-law.js";
import { continuation } from "../../../src/numeric/continuation.js";
import { expectNear } from "../../support/expect-near.js";
import { newsChain } from "../laws/news-chain.js";

const step = 1 / 1024;
const settled = (feedback: number, cells: number, time = 25) => {
  const system = agentsCells({ feedback, cells, step });
  const { centres, width } = system;
  const bump = centres.map((x) => Math.exp(-x * x * 50));
  const total = bump.reduce((a, b) => a + b) * width;
  const density = system.advance(
    bump.map((p) => p / total),
    time,
  );
  const mean = density.reduce((sum, p, i) => sum + p * centres[i]! * width, 0);
  return { ...system, density, mean };
};

describe("the steady law of the agents' mean field", () => {
  const { law, status } = agentsSteadyLaw({ feedback: 38 });

  test("solves its equation between the ends", () => {
    const { places, density, trades } = law;
    const drift = (20 + 38 * trades[0]) * 0.075 - (20 + 38 * trades[1]) * 0.072;
    const diffusivity = ((20 + 38 * trades[0]) * 0.075 ** 2 + (20 + 38 * trades[1]) * 0.072 ** 2) / 2;
    const h = places[1]! - places[0]!;
    expect(status).toBe("converged");
    for (const i of [1, 300, 999, 1001, 1500, 1998, 1999]) {
      const slope = (density[i + 1]! - density[i - 1]!) / (2 * h);
      const flux = (drift - places[i]!) * density[i]! - diffusivity * slope;
      const why = "central difference with h = 1e-3";
      expectNear(flux, places[i]! > 0 ? trades[0] : -trades[1], { atol: 1e-5, why });
    }
    expect([density[0], density.at(-1)]).toEqual([0, 0]);
  });

  test("has mass 1, and the moments that it says", () => {
    const { places, density, mean, variance } = law;
    const integral = (f: (x: number) => number) =>
      density.reduce((sum, p, i) => sum + p * f(places[i]!), 0) * (places[1]! - places[0]!);
    const why = "sums of trapezia with h = 1e-3 and a kink at 0";
    expectNear(
      integral(() => 1),
      1,
      { atol: 1e-6, why },
    );
    expectNear(
      integral((x) => x),
      mean,
      { atol: 1e-6, why },
    );
    expectNear(
      integral((x) => (x - mean) ** 2),
      variance,
      { atol: 1e-6, why },
    );
  });

  test("is even where good and bad news are alike", () => {
    const even = agentsLawAt([0.3, 0.3], { goodNews: 0.07, badNews: -0.07 });
    expectNear(even.mean, 0, { atol: 1e-14, why: "rounding" });
    expectNear(even.trades[0], even.trades[1], { rtol: 1e-13, why: "rounding" });
    expectNear(even.density, even.density.toReversed(), { rtol: 1e-12, why: "rounding" });
  });

  test("is the limit of small news", () => {
    // news half as large and four times as frequent: the same c and sigma; the chain has news of 0.075 and -0.072
    const { mean, trades } = agentsLawAt([0, 0]);
    const chain = newsChain(20, 20);
    expectNear(chain.mean, mean, {
      rtol: 0.01,
      why: "news of 0.075 are not small, and the chain's decay spreads by 1 %",
    });
    expect(chain.trades[0]).toBeLessThan(trades[0]); // overshoot at the ends: a trade takes longer
    expect(chain.trades[0]).toBeGreaterThan(0.9 * trades[0]);
  });

  test("turns round at a feedback of 41.897, above which there is none", () => {
    // trades in tenths, feedback in tens: both of order 1
    const branch = continuation(
      (tenths, feedback) =>
        agentsTradesResidual(
          tenths.map((r) => r / 10),
          { feedback },
        ).map((r) => 10 * r),
      { solution: Float64Array.of(0.3, 0.04), parameter: 38 },
      {
        range: [30, 60],
        parameterScale: 10,
        greatestStep: 0.05,
        newton: { difference: 1e-7, stop: { tolerance: 1e-10, maxIterations: 15 } },
      },
    );
    expect(branch.status).toBe("converged");
    expect(branch.folds.length).toBe(1);
    const most = Math.max(...branch.points.map(({ parameter }) => parameter));
    expectNear(most, 41.897, { atol: 0.005, why: "the points are up to 0.05 of arc length from the fold" });
    for (const { parameter, solution } of branch.points) {
      const { law } = agentsSteadyLaw({
        feedback: parameter,
        trades: [solution[0]! / 10, solution[1]! / 10],
      });
      expectNear(
        law.trades,
        solution.map((r) => r / 10),
        { atol: 1e-6, why: "Newton's tolerance, less sharp at the fold" },
      );
    }
  });
});

describe("the agents' mean field in cells", () => {
  test("settles at the steady law, to second order in the width", () => {
    const { law } = agentsSteadyLaw({ feedback: 38 });
    const errors = [25, 51, 99].map((cells) => Math.abs(settled(38, cells).mean - law.mean));
    expect(errors[2]!).toBeLessThan(1e-4);
    const orders = [0, 1].map(
      (e) => Math.log(errors[e]! / errors[e + 1]!) / Math.log([51 / 25, 99 / 51][e]!),
    );
    expectNear(orders, [2, 2], { atol: 0.25, why: "terms of higher order" });
  });

  test("keeps mass, and leaves what it is given", () => {
    const { density, width, advance, trades } = settled(38, 51, 2);
    expectNear(density.reduce((a, b) => a + b) * width, 1, { rtol: 1e-12, why: "rounding of 2048 steps" });
    const before = density.slice();
    advance(density, 4 * step);
    expect(density).toEqual(before);
    const [buys, sells] = trades(density);
    expect(buys).toBeGreaterThan(sells);
    expect(sells).toBeGreaterThan(0);
  });

  test("has trades that agree with the rates of news that they bring about", () => {
    const { density, trades, width } = settled(38, 99, 3);
    const [buys, sells] = trades(density);
    const good = 20 + 38 * buys;
    const bad = 20 + 38 * sells;
    const diffusivity = (good * 0.075 ** 2 + bad * 0.072 ** 2) / 2;
    const velocity = good * 0.075 - bad * 0.072 - (1 - width / 4);
    const z = (-velocity * width) / (2 * diffusivity);
    const flux = ((2 * diffusivity) / width) * (z / Math.expm1(z)) * density.at(-1)!;
    expectNear(buys, flux, { rtol: 1e-10, why: "the iteration stops at 1e-15" });
  });

  test("runs away where there is no steady state, until news come without end", () => {
    expect(settled(46, 51, 1).mean).toBeLessThan(0.3);
    expect(() => settled(46, 51, 30)).toThrow(/at the feedback 46 .* no rates/);
  });

  test("refuses a feedback for which news have no rates", () => {
    const crowded = (feedback: number) => {
      const cells = agentsCells({ feedback });
      return cells.trades(cells.centres.map((x) => (x > 0.9 ? 0.1 : 0)));
    };
    expect(() => crowded(400)).toThrow(/at the feedback 400 .* no rates/);
    expect(() => crowded(-4000)).toThrow(/at the feedback -4000 .* no rates/);
    expect(crowded(1)[0]).toBeGreaterThan(0);
  });

  test("refuses cells and steps that cannot be", () => {
    expect(() => agentsCells({ cells: 100 })).toThrow(/cells of the agents is 100; it must be an odd number/);
    expect(() => agentsCells({ step: 0.01 })).toThrow(
      /step of the agents' cells is 0.01; it must be above 0 and below/,
    );
  });
});
