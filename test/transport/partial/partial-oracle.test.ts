import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { partial } from "../../../src/transport/partial/partial.js";
import { expectNear } from "../../support/expect-near.js";
import { largestCost } from "../expect-optimal.js";
import { expectPartial } from "./expect-partial.js";

interface OracleCloud {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

/** Costs by "pot" and "linprog". */
type Costs = Readonly<Record<string, number>>;

interface OracleCase {
  readonly name: string;
  readonly dim: number;
  readonly source: OracleCloud;
  readonly target: OracleCloud;
  readonly masses: readonly { readonly mass: number; readonly costs: Costs }[];
  readonly prices: readonly { readonly price: number; readonly costs: Costs }[];
}

const file = new URL("../../oracle/partial.json", import.meta.url);
const oracle: { cases: readonly OracleCase[] } = JSON.parse(readFileSync(file, "utf8"));

describe("partial: the costs of POT and SciPy", () => {
  it.each(oracle.cases)("$name", ({ dim, source, target, masses, prices }) => {
    const mu = measure(source.points, { dim, weights: source.weights });
    const nu = measure(target.points, { dim, weights: target.weights });
    const scale = largestCost(mu, nu);
    expect(masses.length + prices.length).toBe(6);
    const given = [
      ...masses.map(({ mass, costs }) => ({ options: { mass }, costs })),
      ...prices.map(({ price, costs }) => ({ options: { price }, costs })),
    ];
    for (const { options, costs } of given) {
      const result = partial(mu, nu, options);
      expectPartial(mu, nu, result);
      for (const [solver, cost] of Object.entries(costs)) {
        const why = `${solver} stops at 1e-12 or so of the largest cost`;
        expectNear(result.cost, cost, { rtol: 1e-11, atol: 1e-12 * scale, why });
      }
    }
  });
});
