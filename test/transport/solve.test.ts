import { describe, expect, it } from "vitest";
import { isOtError } from "../../src/errors.js";
import { measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { sinkhorn } from "../../src/transport/entropic/sinkhorn.js";
import { exact } from "../../src/transport/exact.js";
import { partial } from "../../src/transport/partial/partial.js";
import { type SolveOptions, solve } from "../../src/transport/solve.js";
import { unbalanced } from "../../src/transport/unbalanced/unbalanced.js";
import { unbalancedExact } from "../../src/transport/unbalanced/unbalanced-exact.js";

const random = seededRandom(5);
const cloud = (count: number, shift: number) =>
  measure(Array.from({ length: count }, () => [random.normal() + shift, random.normal()]));
const mu = cloud(20, 0);
const nu = cloud(25, 1);

describe("solve", () => {
  it.each([
    ["nothing", {}, exact(mu, nu)],
    ["epsilon", { epsilon: 0.5 }, sinkhorn(mu, nu, { epsilon: 0.5 })],
    ["blur", { blur: 0.5 }, sinkhorn(mu, nu, { blur: 0.5 })],
    ["reach", { reach: 1 }, unbalancedExact(mu, nu, { reach: 1 })],
    ["rho", { rho: 3 }, unbalancedExact(mu, nu, { rho: 3 })],
    ["kappa", { kappa: 2 }, unbalancedExact(mu, nu, { kappa: 2 })],
    ["reach and epsilon", { reach: 1, epsilon: 0.5 }, unbalanced(mu, nu, { reach: 1, epsilon: 0.5 })],
    ["mass", { mass: 0.5 }, partial(mu, nu, { mass: 0.5 })],
    ["price", { price: 0.5 }, partial(mu, nu, { price: 0.5 })],
  ] satisfies [string, SolveOptions, unknown][])(
    "given %s is the solver of the table",
    (_, options, expected) => {
      expect(solve(mu, nu, options)).toEqual(expected);
    },
  );

  it("takes the entropic solver where so many pairs with relaxed marginals would take minutes", () => {
    const many = cloud(1001, 0);
    const { plan, certificate } = solve(many, cloud(1001, 1), { reach: 3, stop: { maxIterations: 2 } });
    expect(plan.kind).toBe("entropic");
    expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
  });

  it("passes the limit and the callback on to whatever runs", () => {
    expect(solve(mu, nu, { stop: { maxIterations: 1 } }).certificate.status).toBe("iteration-limit");
    const many = [cloud(400, 0), cloud(400, 1)] as const;
    for (const options of [{}, { epsilon: 0.01 }, { reach: 1 }, { mass: 0.7 }]) {
      const aborted = solve(...many, { ...options, onProgress: () => false });
      expect(aborted.certificate.status).toBe("aborted");
    }
  });

  it("an exact solver knows the limit by the name that all others have", () => {
    const limited = exact(mu, nu, { stop: { maxIterations: 3 } });
    expect(limited).toEqual(exact(mu, nu, { maxPivots: 3 }));
    expect(limited.certificate.status).toBe("iteration-limit");
    expect(partial(mu, nu, { mass: 0.5, stop: { maxIterations: 3 } }).certificate.status).toBe(
      "iteration-limit",
    );
  });

  it.each<[SolveOptions, RegExp]>([
    [{ mass: 1, price: 1 }, /mass and price are given/],
    [{ kappa: 1, reach: 1 }, /reach and kappa are given/],
    [{ mass: 0.1, kappa: 1 }, /mass and kappa are given/],
    [{ mass: 0.1, epsilon: 1 }, /mass is given with epsilon or blur/],
    [{ epsilon: 1, blur: 1 }, /epsilon is 1 and blur is 1/],
  ])("refuses %o", (options, sentence) => {
    try {
      solve(mu, nu, options);
      expect.unreachable();
    } catch (error) {
      expect(isOtError(error, "ShapeError")).toBe(true);
      expect(String(error)).toMatch(sentence);
    }
  });
});
