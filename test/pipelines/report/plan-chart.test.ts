import { describe, expect, it } from "vitest";
import { planChart } from "../../../pipelines/report/plan-chart.js";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { sinkhorn } from "../../../src/transport/entropic/sinkhorn.js";
import { exact } from "../../../src/transport/exact.js";
import { partial } from "../../../src/transport/partial/partial.js";
import { expectNothingFetched, expectWellFormed } from "./well-formed.js";

function cloud(count: number, dim: number, seed: number): Measure {
  const random = seededRandom(seed);
  return measure(
    Float64Array.from({ length: count * dim }, () => random.normal()),
    { dim },
  );
}

const links = (markup: string): number => markup.match(/<path/g)?.length ?? 0;

describe("planChart", () => {
  it("draws plans of every dimension well-formed, from nothing outside, with equal bytes for equal input", () => {
    for (const dim of [1, 2, 3, 5]) {
      const [mu, nu] = [cloud(20, dim, 1), cloud(15, dim, 2)];
      const draw = () => planChart(mu, nu, exact(mu, nu).plan).markup;
      expectWellFormed(draw());
      expectNothingFetched(draw());
      expect(draw()).toBe(draw());
      expect(draw()).not.toMatch(/NaN|<script/);
    }
  });

  it("draws one line for each entry of the plan, and says what share of the mass they carry", () => {
    const mu = measure([[0, 0], [4, 1]], { weights: [0.75, 0.25] }); // biome-ignore format: one line
    const nu = measure([[0, 1], [4, 0]], { weights: [0.5, 0.5] }); // biome-ignore format: one line
    const { plan } = exact(mu, nu);
    const { markup } = planChart(mu, nu, plan);
    expect(links(markup)).toBe(plan.mass.length);
    expect(markup).toContain("the 3 heaviest entries");
    expect(markup).toContain("100% of the smaller mass");
    expect(planChart(mu, nu, partial(mu, nu, { mass: 0.5 }).plan).markup).toContain(
      "50% of the smaller mass",
    );
  });

  it("draws the heaviest entries of an entropic plan, and a plan without any", () => {
    const [mu, nu] = [cloud(40, 2, 3), cloud(40, 2, 4)];
    expect(links(planChart(mu, nu, sinkhorn(mu, nu, { epsilon: 0.5 }).plan).markup)).toBe(600);
    const nothing = planChart(mu, nu, partial(mu, nu, { mass: 0 }).plan).markup;
    expectWellFormed(nothing);
    expect(nothing).not.toContain("NaN");
  });
});
