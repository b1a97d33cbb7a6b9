import { describe, expect, it } from "vitest";
import { SYSTEMS } from "../../pipelines/systems/index.js";
import { completed } from "../../pipelines/systems/parameters.js";
import { seededRandom } from "../../src/index.js";
import { expectNear } from "../support/expect-near.js";

function make(name: string, given: Readonly<Record<string, number | string>> = {}) {
  const { parameters, make: build } = SYSTEMS[name]!;
  return build(completed(parameters, given));
}

describe("a micro-step", () => {
  it.each([
    // gradient descent on k x^2 / 2 climbs if h k > 2
    ["langevin", { potential: "quadratic", stiffness: 4, step: 0.51 }],
    ["langevin", { potential: "quadratic", dim: 3, stiffness: 4, step: 0.51 }],
    ["langevin", { step: 0.5, bound: 1e9 }],
    ["langevin", { step: 2, bound: 1e9 }],
    ["langevin", { step: 0.5, bound: 1e300, mean: 1e299 }],
    ["double-well", { step: 0.5 }],
    ["half-moon", { step: 0.5 }],
    // a start far up the wall, where the slope is 4 * 120
    ["double-well", { step: 0.05, height: 2, mean: 4 }],
    ["ornstein-uhlenbeck", { scheme: "euler", step: 2 }],
  ] as const)("of %s with %j is refused, with one to take", (name, given) => {
    expect(() => make(name, given)).toThrow(new RegExp(`step is ${given.step}, with which .*; take one `));
  });

  it.each([
    ["langevin", { potential: "quadratic", stiffness: 4, step: 0.49 }],
    ["langevin", { bound: 1e9 }],
    ["double-well", { step: 0.05 }],
    ["drift-diffusion", { step: 0.5 }],
    // the potential falls towards the mirrors, and particles come back from them
    ["double-well", { bound: 0.8 }],
    ["langevin", { potential: "double-well", bound: 0.5 }],
    ["half-moon", { bound: 1 }],
    ["half-moon", { step: 0.02 }],
    ["ornstein-uhlenbeck", { scheme: "euler", step: 1.9 }],
    ["ornstein-uhlenbeck", { step: 5 }],
  ] as const)("of %s with %j is taken", (name, given) => {
    expect(() => make(name, given)).not.toThrow();
  });

  it("is refused where none is short enough, too: slopes that are infinite", () => {
    // at y = -4 the potential is still a number, exp(707), and its slope is none
    expect(() => make("half-moon", { growth: 202 })).toThrow(/thrown uphill; no shorter one helps/);
  });

  it("that is named as the one to take is taken", () => {
    const wrong = { potential: "double-well", step: 0.5, bound: 1e9 };
    let advice = "";
    try {
      make("langevin", wrong);
    } catch (error) {
      advice = /at most (\S+)$/.exec(String(error))?.[1] ?? "";
    }
    expect(() => make("langevin", { ...wrong, step: Number(advice) })).not.toThrow();
  });
});

describe("run and tumble", () => {
  it.each([1, 2])("keeps its exact law in %i dimensions, with directions drawn anew", (dim) => {
    const { parameters, steady } = SYSTEMS["run-and-tumble"]!;
    const values = completed(parameters, { dim, bound: 2 });
    const law = steady!.law!(values)!;
    const random = seededRandom(3);
    const { simulate } = make("run-and-tumble", { dim, bound: 2 });
    const count = 20_000;
    const points = Float64Array.from({ length: count * dim }, () => 4 * random.uniform() - 2);
    const weights = new Float64Array(count).fill(1 / count);
    const moved = simulate({ points, weights, count, dim }, 4, random);
    for (const [k, axis] of law.axes.entries()) {
      const coordinate = moved.points.filter((_, p) => p % dim === k);
      const mean = (f: (x: number) => number) => coordinate.reduce((sum, x) => sum + f(x), 0) / count;
      // four standard errors: sqrt(4/3 / N), and sqrt((16/5 - 16/9) / N) of the square
      expectNear(
        mean((x) => x),
        axis.mean,
        { atol: 0.033, why: "four standard errors" },
      );
      expectNear(
        mean((x) => x * x),
        axis.variance,
        { atol: 0.034, why: "four standard errors" },
      );
      const outer = mean((x) => Number(Math.abs(x) > 1.5)); // an interval of 1/2 on either side
      expectNear(outer, axis.density(1.75), { atol: 0.0123, why: "four standard errors" });
    }
  });
});
