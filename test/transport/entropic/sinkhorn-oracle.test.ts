import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { sinkhorn } from "../../../src/transport/entropic/sinkhorn.js";
import { sinkhornDivergence } from "../../../src/transport/entropic/sinkhorn-divergence.js";
import { expectNear } from "../../support/expect-near.js";
import { planEntries } from "./plan-entries.js";

interface OracleCloud {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

interface OracleCase {
  readonly name: string;
  readonly dim: number;
  readonly epsilon: number;
  readonly source: OracleCloud;
  readonly target: OracleCloud;
  readonly cost: number;
  /** Row-major. */
  readonly plan: readonly number[];
  /** Regularised values: between, within the source, within the target. */
  readonly terms: readonly number[];
  readonly divergence: number;
}

const file = new URL("../../oracle/sinkhorn.json", import.meta.url);
const oracle: { versions: Record<string, string>; cases: readonly OracleCase[] } = JSON.parse(
  readFileSync(file, "utf8"),
);

const stop = { tolerance: 1e-13 };

/** POT stops at an L2 marginal error of 1e-13, we at an L1 one; sums of 200 terms. */
const near = (size: number) => ({
  atol: 1e-11 * size,
  why: "marginal errors of 1e-13 and rounding, times costs",
});

describe("sinkhorn: the plans of POT", () => {
  it("has cases to compare", () => {
    expect(oracle.versions.pot).toBe("0.8.2");
    expect(oracle.cases.length).toBeGreaterThanOrEqual(12);
  });

  it.each(oracle.cases)("$name", ({ dim, epsilon, source, target, cost, plan, terms, divergence }) => {
    const mu = measure(source.points, { dim, weights: source.weights });
    const nu = measure(target.points, { dim, weights: target.weights });
    const found = sinkhorn(mu, nu, { epsilon, stop });
    expect(["converged", "stalled"]).toContain(found.certificate.status); // 1e-13 is near to rounding
    expectNear(planEntries(found.plan), plan, { atol: 1e-12, why: "marginal errors of 1e-13" });
    expectNear(found.cost, cost, near(Math.max(1, cost)));
    const debiased = sinkhornDivergence(mu, nu, { epsilon, stop });
    expectNear(debiased.cost, divergence, near(Math.max(1, cost)));
    const { between, withinSource, withinTarget } = debiased.terms;
    [between, withinSource, withinTarget].forEach(({ lower, upper }, t) => {
      const slack = 1e-11 * Math.max(1, cost);
      expect(lower).toBeLessThanOrEqual(terms[t]! + slack);
      expect(upper).toBeGreaterThanOrEqual(terms[t]! - slack);
    });
  });
});
