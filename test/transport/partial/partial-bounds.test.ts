import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { totalMass } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { commonFrame } from "../../../src/transport/frame.js";
import { partial } from "../../../src/transport/partial/partial.js";
import { partialBounds } from "../../../src/transport/partial/partial-bounds.js";
import { sparsePlan } from "../../../src/transport/plan.js";
import { randomCloud } from "../../support/random-measures.js";

const problems = fc.record({
  seed: fc.nat(),
  n: fc.integer({ min: 1, max: 15 }),
  m: fc.integer({ min: 1, max: 15 }),
  dim: fc.integer({ min: 1, max: 3 }),
  price: fc.double({ min: 0, max: 20, noNaN: true }),
  part: fc.double({ min: 0.01, max: 1, noNaN: true }),
});

describe("partialBounds", () => {
  it("holds the optimum for any plan, any potential and any price", () => {
    fc.assert(
      fc.property(problems, ({ seed, n, m, dim, price, part }) => {
        const random = seededRandom(seed);
        const source = randomCloud(random, n, dim);
        const target = randomCloud(random, m, dim);
        const { farthest } = commonFrame(source, target);
        const rows = Int32Array.from({ length: 2 * n }, () => random.integer(n));
        const entries = {
          rows,
          cols: rows.map(() => random.integer(m)),
          mass: Float64Array.from(rows, () => random.uniform() / n), // may be more than there is
        };
        const f = Float64Array.from({ length: n }, (_, i) => (i % 3 === 2 ? -Infinity : 4 * random.normal()));
        const solution = { plan: sparsePlan(entries, [n, m]), f, price };
        const ofPrice = partialBounds({ source, target, farthest }, solution);
        const owing = partial(source, target, { price }).certificate;
        expect(ofPrice.lower).toBeLessThanOrEqual(owing.upper);
        expect(ofPrice.upper).toBeGreaterThanOrEqual(owing.lower);
        const mass = part * Math.min(totalMass(source), totalMass(target));
        const given = partial(source, target, { mass });
        const ofMass = partialBounds({ source, target, farthest, mass }, { ...solution, plan: given.plan });
        expect(ofMass.lower).toBeLessThanOrEqual(given.certificate.upper);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("completes a plan that lacks some of the mass, along an arc with room", () => {
    const source = randomCloud(seededRandom(1), 12, 2);
    const target = randomCloud(seededRandom(2), 14, 2);
    const { farthest } = commonFrame(source, target);
    const { plan, potentials, price, certificate } = partial(source, target, { mass: 0.5 });
    const short = { ...plan, mass: plan.mass.map((p) => p * (1 - 1e-6)) };
    const solution = { plan: short, f: potentials.f, price };
    const { upper } = partialBounds({ source, target, farthest, mass: 0.5 }, solution);
    expect(upper).toBeGreaterThanOrEqual(certificate.lower);
    expect(upper).toBeLessThan(certificate.upper + 0.5e-6 * farthest); // no arc costs more
  });
});
