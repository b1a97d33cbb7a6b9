import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Measure, measure, totalMass } from "../../../src/measure/measure.js";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { partial } from "../../../src/transport/partial/partial.js";
import { randomCloud } from "../../support/random-measures.js";
import { expectPartial } from "./expect-partial.js";

/** Lengths of many sizes, ties, repeated points, zero and tiny masses, far clusters. */
const problems = fc.record({
  seed: fc.nat(),
  n: fc.integer({ min: 1, max: 25 }),
  m: fc.integer({ min: 1, max: 25 }),
  dim: fc.integer({ min: 1, max: 4 }),
  lattice: fc.boolean(),
  masses: fc.constantFrom("equal", "zeros", "spread"),
  ratio: fc.constantFrom(1e-6, 0.3, 1, 50),
  part: fc.double({ min: 1e-4, max: 1, noNaN: true }),
});

describe("partial: any problem", () => {
  it("is certified: the bracket is closed, the two kinds of problem agree", () => {
    fc.assert(
      fc.property(problems, ({ seed, n, m, dim, lattice, masses, ratio, part }) => {
        const random = seededRandom(seed);
        const draw: Readonly<Record<string, () => number>> = {
          equal: () => 1,
          zeros: () => (random.uniform() < 0.3 ? 0 : 1 + random.integer(3)),
          spread: () => 10 ** (-9 * random.uniform()),
        };
        const measureOf = (count: number, factor: number): Measure => {
          const points = Float64Array.from({ length: count * dim }, () =>
            lattice ? random.integer(4) : random.normal(),
          );
          const weights = Float64Array.from(
            { length: count },
            (_, i) => factor * (i === 0 ? 1 : draw[masses]!()),
          );
          return measure(points, { dim, weights });
        };
        const mu = measureOf(n, 1);
        const nu = measureOf(m, ratio);
        const mass = part * Math.min(totalMass(mu), totalMass(nu));
        const given = partial(mu, nu, { mass });
        expectPartial(mu, nu, given);
        const price = given.price > 0 ? given.price : 0.1;
        const owing = partial(mu, nu, { price });
        expectPartial(mu, nu, owing);
        const left = totalMass(mu) + totalMass(nu) - 2 * given.moved;
        const { lower } = owing.certificate; // of all plans at this price
        expect(given.cost + price * left).toBeGreaterThanOrEqual(lower * (1 - 1e-12));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("has a gap of at most 1e-9 for clouds of ordinary kinds, in any amount", () => {
    for (const dim of [1, 2, 3, 10]) {
      const mu = randomCloud(seededRandom(dim), 300, dim);
      const nu = randomCloud(seededRandom(dim + 20), 250, dim);
      for (const options of [
        { mass: 1e-3 },
        { mass: 0.1 },
        { mass: 0.999 },
        { price: 1e-4 },
        { price: 1 },
      ] as const) {
        const { certificate } = partial(mu, nu, options);
        expect(relativeGap(certificate), `dimension ${dim}, ${JSON.stringify(options)}`).toBeLessThan(1e-9);
      }
    }
  });
});
