import { expect } from "vitest";
import { type Measure, totalMass } from "../../../src/measure/measure.js";
import type { PartialTransport } from "../../../src/transport/partial/partial.js";
import { marginals } from "../../../src/transport/plan.js";
import { expectNear } from "../../support/expect-near.js";
import { expectDualFeasible, largestCost } from "../expect-optimal.js";

/** Everything that makes a partial transport optimal, checked from its fields alone. */
export function expectPartial(source: Measure, target: Measure, transport: PartialTransport): void {
  const { certificate, cost } = transport;
  expect(certificate.status).toBe("converged");
  expectPartialFeasible(source, target, transport);
  const unit = unitOf(source, target, transport);
  const why = "rounding of sums of prices times masses, outwards";
  expectNear(certificate.lower, cost, { rtol: 1e-12, atol: 1e-14 * unit, why });
  expectNear(certificate.upper, cost, { rtol: 1e-12, atol: 1e-14 * unit, why });
}

/** What an unfinished answer keeps too: masses within the marginals, feasible potentials, a bracket. */
export function expectPartialFeasible(source: Measure, target: Measure, transport: PartialTransport): void {
  const { plan, potentials, certificate, price } = transport;
  const { lower, upper, sourceError, targetError } = certificate;
  expect(lower).toBeGreaterThanOrEqual(0);
  expect(lower).toBeLessThanOrEqual(upper);
  expect(plan.mass.every((p) => p > 0)).toBe(true);
  const mass = Math.max(totalMass(source), totalMass(target));
  const sent = marginals(plan);
  const rounding = 4e-15 * mass; // of the sums of a row or column
  sent.source.forEach((p, i) => {
    expect(p).toBeLessThanOrEqual(source.weights[i]! + rounding);
  });
  sent.target.forEach((p, j) => {
    expect(p).toBeLessThanOrEqual(target.weights[j]! + rounding);
  });
  expect(Math.max(sourceError, targetError)).toBeLessThanOrEqual(rounding);
  expectDualFeasible(source, target, potentials.f, potentials.g);
  const most = price * (1 + 1e-14); // the shift of both sides is rounded
  expect([...potentials.f, ...potentials.g].every((value) => value <= most)).toBe(true);
}

/** Mass that moves times what it can cost, and mass that is left times its price. */
function unitOf(source: Measure, target: Measure, { moved, price }: PartialTransport): number {
  const left = totalMass(source) + totalMass(target) - 2 * moved;
  return moved * largestCost(source, target) + left * price;
}
