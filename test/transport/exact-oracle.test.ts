import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measure } from "../../src/measure/measure.js";
import { exact } from "../../src/transport/exact.js";
import { expectNear } from "../support/expect-near.js";
import { expectOptimal } from "./expect-optimal.js";

interface OracleCloud {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

interface OracleCase {
  readonly name: string;
  readonly dim: number;
  readonly source: OracleCloud;
  readonly target: OracleCloud;
  /** Optimal cost by each solver that could take the case: "pot", "linprog", "assignment". */
  readonly costs: Readonly<Record<string, number>>;
}

const file = new URL("../oracle/transport.json", import.meta.url);
const oracle: { versions: Record<string, string>; cases: readonly OracleCase[] } = JSON.parse(
  readFileSync(file, "utf8"),
);

describe("exact: the costs of POT and SciPy", () => {
  it("has cases to compare", () => {
    expect(oracle.cases.length).toBeGreaterThanOrEqual(12);
  });

  it.each(oracle.cases)("$name", ({ dim, source, target, costs }) => {
    const mu = measure(source.points, { dim, weights: source.weights });
    const nu = measure(target.points, { dim, weights: target.weights });
    const result = exact(mu, nu);
    expectOptimal(mu, nu, result);
    for (const [solver, cost] of Object.entries(costs)) {
      expectNear(result.cost, cost, {
        rtol: 1e-11,
        why: `the optimum is unique; ${solver} stops at 1e-12 or so`,
      });
    }
  });
});
