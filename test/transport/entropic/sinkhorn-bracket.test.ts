import fc from "fast-check";
import { expect, it } from "vitest";
import { type Measure, measure, totalMass } from "../../../src/measure/measure.js";
import { sinkhorn } from "../../../src/transport/entropic/sinkhorn.js";
import { sinkhornDivergence } from "../../../src/transport/entropic/sinkhorn-divergence.js";
import { exact } from "../../../src/transport/exact.js";

const RUNS = { numRuns: 150, seed: 4 };

/** Points on a coarse grid, so ties and repeated points are common; many masses of 0, a few of next to nothing. */
const cloudOn = (dim: number, scale: number, offset: number): fc.Arbitrary<Measure> =>
  fc
    .array(
      fc.record({
        point: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: dim, maxLength: dim }),
        mass: fc.constantFrom(0, 0, 1, 1, 2, 3, 1e-12),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .filter((points) => points.some(({ mass }) => mass > 0))
    .map((points) => {
      const total = points.reduce((sum, { mass }) => sum + mass, 0);
      return measure(
        points.map(({ point }) => point.map((value) => scale * (value + offset))),
        { weights: points.map(({ mass }) => mass / total) },
      );
    });

const problems = fc
  .record({
    dim: fc.constantFrom(1, 2, 3, 5),
    scale: fc.constantFrom(1, 1e-12, 1e12, 1 / 3),
    offset: fc.constantFrom(0, 0, 1e6),
    relative: fc.constantFrom(undefined, 10, 0.1, 1e-3, 1e-6),
    maxIterations: fc.constantFrom(0, 3, 200),
  })
  .chain(({ dim, scale, offset, relative, maxIterations }) =>
    fc.record({
      source: cloudOn(dim, scale, offset),
      target: cloudOn(dim, scale, offset),
      options: fc.constant({
        ...(relative !== undefined && { epsilon: relative * dim * scale * scale }),
        stop: { maxIterations },
      }),
    }),
  );

it("the bracket of sinkhorn holds the exact cost, whatever the status", () => {
  fc.assert(
    fc.property(problems, ({ source, target, options }) => {
      const best = exact(source, target).certificate;
      const { cost, plan, potentials, certificate } = sinkhorn(source, target, options);
      const { lower, upper, sourceError, targetError, status } = certificate;
      expect(lower).toBeLessThanOrEqual(best.upper);
      expect(upper).toBeGreaterThanOrEqual(best.lower);
      expect(lower).toBeLessThanOrEqual(upper);
      expect(upper).toBeLessThan(Infinity);
      expect(["converged", "iteration-limit", "stalled"]).toContain(status);
      expect(sourceError).toBeLessThan(1e-8 * totalMass(source)); // exponents up to 1e7 are known to 1e-9
      if (status === "converged") expect(targetError).toBeLessThan(1.001e-6 * totalMass(source));
      expect(Number.isFinite(cost) && plan.epsilon > 0).toBe(true);
      expect(potentials.f.every(Number.isFinite) && potentials.g.every(Number.isFinite)).toBe(true);
    }),
    RUNS,
  );
});

it("the bracket of the divergence holds the one of a tight solve, and is at least 0", () => {
  fc.assert(
    fc.property(problems, ({ source, target, options }) => {
      const rough = sinkhornDivergence(source, target, options);
      const { lower, upper, status } = rough.certificate;
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(upper).toBeLessThan(Infinity);
      expect(rough.cost).toBeGreaterThanOrEqual(lower);
      expect(rough.cost).toBeLessThanOrEqual(upper);
      expect(["converged", "iteration-limit", "stalled"]).toContain(status);
      const tight = sinkhornDivergence(source, target, { ...options, stop: { tolerance: 1e-10 } });
      expect(lower).toBeLessThanOrEqual(tight.certificate.upper);
      expect(upper).toBeGreaterThanOrEqual(tight.certificate.lower);
    }),
    { ...RUNS, numRuns: 60 },
  );
});
