import { describe, expect, it, vi } from "vitest";
import type { ExactOptions } from "../../src/transport/exact-options.js";
import { LARGEST_RESCUED, rescued } from "../../src/transport/rescue.js";
import { solveDense } from "../../src/transport/simplex/solve-dense.js";
import type { SparsePlan } from "../../src/transport/sparse-plan.js";
import type { Transport } from "../../src/transport/transport.js";
import { cloud, unequal } from "./clouds.js";

const source = cloud(1, 150, { weight: unequal });
const target = cloud(2, 150, { weight: unequal });
const stopped = solveDense(source, target, { maxPivots: 30 });
const simplex = (rest: ExactOptions): Transport<SparsePlan> => solveDense(source, target, rest);

describe("rescued", () => {
  it("lets the simplex answer where the auctions gave up, and counts the steps of both", () => {
    const whole = solveDense(source, target, {});
    const answer = rescued(stopped, 150 * 150, {}, simplex);
    expect(answer.certificate.status).toBe("converged");
    expect(answer.plan).toEqual(whole.plan);
    expect(answer.certificate.iterations).toBe(30 + whole.certificate.iterations);
  });

  it("keeps what is better, and gives the simplex no more steps than are left", () => {
    const answer = rescued(stopped, 150 * 150, { maxPivots: 35 }, (rest) => {
      expect(rest.maxPivots).toBe(5);
      return solveDense(source, target, { maxPivots: 0 });
    });
    expect(answer.certificate.upper).toBeLessThanOrEqual(stopped.certificate.upper);
    expect(answer.certificate.iterations).toBeGreaterThanOrEqual(30);
  });

  it("leaves alone what converged, was stopped by the caller, or is too large", () => {
    const never = vi.fn(simplex);
    const converged = solveDense(source, target, {});
    expect(rescued(converged, 1, {}, never)).toBe(converged);
    expect(rescued(stopped, 1, { maxPivots: 30 }, never)).toBe(stopped);
    expect(rescued(stopped, LARGEST_RESCUED + 1, {}, never)).toBe(stopped);
    expect(never).not.toHaveBeenCalled();
  });
});
