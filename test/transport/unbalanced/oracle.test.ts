import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { marginals } from "../../../src/transport/plan.js";
import type { RelaxationOptions } from "../../../src/transport/unbalanced/relaxation.js";
import { unbalanced } from "../../../src/transport/unbalanced/unbalanced.js";
import { unbalancedExact } from "../../../src/transport/unbalanced/unbalanced-exact.js";
import { expectNear } from "../../support/expect-near.js";

interface OracleCloud {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

interface OracleCase {
  readonly name: string;
  readonly dim: number;
  readonly source: OracleCloud;
  readonly target: OracleCloud;
  readonly rho?: number;
  readonly kappa?: number;
  readonly epsilon: number;
  readonly found: {
    /** The entropic optimum; `cost` is its objective without entropy. */
    readonly sinkhorn: {
      readonly cost: number;
      readonly linear: number;
      readonly mass: number;
      readonly sent: readonly number[];
    };
    /** Majorization-minimization, towards the optimum from above; not where costs are infinite. */
    readonly mm?: { readonly cost: number; readonly mass: number };
  };
}

const file = new URL("../../oracle/unbalanced.json", import.meta.url);
const oracle: { cases: readonly OracleCase[] } = JSON.parse(readFileSync(file, "utf8"));

const relaxation = ({ rho, kappa }: OracleCase): RelaxationOptions =>
  kappa === undefined ? { rho: rho! } : { kappa };

const cloudOf = ({ points, weights }: OracleCloud, dim: number) => measure(points, { dim, weights });

describe("unbalanced: the solutions of POT", () => {
  it.each(oracle.cases)("$name", (one) => {
    const { dim, source, target, epsilon, found } = one;
    const result = unbalanced(cloudOf(source, dim), cloudOf(target, dim), {
      ...relaxation(one),
      epsilon,
      stop: { tolerance: 1e-12 },
    });
    expect(result.certificate.status).toBe("converged");
    const near = { rtol: 1e-9, why: "the solution is unique; POT stops where potentials change by 1e-15" };
    expectNear(result.cost, found.sinkhorn.cost, near);
    expectNear(result.linear, found.sinkhorn.linear, near);
    expectNear(result.massMoved, found.sinkhorn.mass, near);
    expectNear(marginals(result.plan).source, found.sinkhorn.sent, near);
  });
});

describe("unbalancedExact: the optima of POT", () => {
  const cases = oracle.cases.filter(({ found }) => found.mm);

  it.each(cases)("$name", (one) => {
    const { dim, source, target, found } = one;
    const result = unbalancedExact(cloudOf(source, dim), cloudOf(target, dim), relaxation(one));
    expect(result.certificate.status).toBe("converged");
    expectNear(result.cost, found.mm!.cost, {
      rtol: 2e-4,
      why: "POT's steps gain little where rho is large",
    });
    expect(result.certificate.lower).toBeLessThanOrEqual(found.mm!.cost);
    expectNear(result.massMoved, found.mm!.mass, {
      rtol: 1e-3,
      why: "as the cost; masses follow more slowly",
    });
  });
});
