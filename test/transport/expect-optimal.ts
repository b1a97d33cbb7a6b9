import { expect } from "vitest";
import { type Measure, totalMass } from "../../src/measure/measure.js";
import { squaredDistance } from "../../src/numeric/squared-distance.js";
import { marginals } from "../../src/transport/plan.js";
import type { SparsePlan } from "../../src/transport/sparse-plan.js";
import type { Transport } from "../../src/transport/transport.js";
import { expectNear } from "../support/expect-near.js";

/** Largest |x - y|^2 between two measures: the unit of rounding in potentials. */
export function largestCost(source: Measure, target: Measure): number {
  let largest = 0;
  for (let i = 0; i < source.count; i++) {
    for (let j = 0; j < target.count; j++) {
      largest = Math.max(largest, squaredDistance(source.points, i, target.points, j, source.dim));
    }
  }
  return largest;
}

/** Everything that makes a transport optimal, checked from its fields alone. */
export function expectOptimal(source: Measure, target: Measure, transport: Transport<SparsePlan>): void {
  const { certificate, cost } = transport;
  expect(certificate.status).toBe("converged");
  expectFeasible(source, target, transport);
  const scale = totalMass(source) * largestCost(source, target);
  const why = "sums of potentials are rounded in units of mass times the largest cost";
  expectNear(certificate.lower, cost, { rtol: 1e-9, atol: 1e-14 * scale, why });
  expectNear(certificate.upper, cost, { rtol: 1e-12, atol: 1e-15 * scale, why });
}

/** Marginals, non-negative entries, a true bracket and dual feasibility: also what an unfinished answer keeps. */
export function expectFeasible(source: Measure, target: Measure, transport: Transport<SparsePlan>): void {
  const { plan, potentials, certificate } = transport;
  const mass = totalMass(source);
  expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
  expect(certificate.lower).toBeGreaterThanOrEqual(0);
  expect(plan.mass.every((p) => p > 0)).toBe(true);
  const sent = marginals(plan);
  const why = "each marginal is a sum of a few roundings of masses";
  expectNear(sent.source, source.weights, { atol: 4e-15 * mass, why });
  expectNear(sent.target, target.weights, { atol: 4e-15 * mass, why });
  expectDualFeasible(source, target, potentials.f, potentials.g);
  const fa = potentials.f.reduce((sum, f, i) => sum + f * source.weights[i]!, 0);
  const gb = potentials.g.reduce((sum, g, j) => sum + g * target.weights[j]!, 0);
  expectNear(fa, gb, { atol: 1e-13 * mass * largestCost(source, target), why: "rounding of the two sums" });
  // The bracket's ends carry their rounding; what the returned potentials say themselves may pass them by as much.
  const rounding = 1e-14 * mass * largestCost(source, target);
  expect(fa + gb).toBeLessThanOrEqual(certificate.upper + rounding);
  expectNear(certificate.lower, Math.max(0, fa + gb), { atol: rounding, rtol: 1e-13, why: "the same sums" });
}

export function expectDualFeasible(source: Measure, target: Measure, f: Float64Array, g: Float64Array): void {
  let worst = Infinity;
  for (let i = 0; i < source.count; i++) {
    for (let j = 0; j < target.count; j++) {
      const c = squaredDistance(source.points, i, target.points, j, source.dim);
      worst = Math.min(worst, c - f[i]! - g[j]!);
    }
  }
  // Potentials are rounded in units of the largest cost: 1e-14 of it is 50 units in the last place.
  expect(worst).toBeGreaterThanOrEqual(-1e-14 * largestCost(source, target));
}
