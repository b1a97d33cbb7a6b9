import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../../src/measure/measure.js";
import type { RelaxationOptions } from "../../../src/transport/unbalanced/relaxation.js";
import { unbalanced } from "../../../src/transport/unbalanced/unbalanced.js";
import { unbalancedExact } from "../../../src/transport/unbalanced/unbalanced-exact.js";

/** Few places, so that there are ties and duplicates; masses of all sizes, and none. */
const place = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -3, max: 3, noNaN: true }));
const mass = fc.oneof(
  fc.constant(0),
  fc.constant(1),
  fc.integer({ min: -12, max: 12 }).map((exponent) => 10 ** exponent),
  fc.double({ min: 0.01, max: 2, noNaN: true }),
);
const cloudIn = (dim: number): fc.Arbitrary<Measure> =>
  fc
    .array(fc.tuple(fc.array(place, { minLength: dim, maxLength: dim }), mass), {
      minLength: 1,
      maxLength: 9,
    })
    .filter((all) => all.some(([, w]) => w > 0))
    .map((all) =>
      measure(
        all.map(([x]) => x),
        { weights: all.map(([, w]) => w) },
      ),
    );
const pairs = fc.integer({ min: 1, max: 3 }).chain((dim) => fc.tuple(cloudIn(dim), cloudIn(dim)));
const relaxations: fc.Arbitrary<RelaxationOptions> = fc
  .tuple(fc.boolean(), fc.integer({ min: -6, max: 12 }))
  .map(([isSquared, exponent]) => (isSquared ? { rho: 10 ** exponent } : { kappa: 10 ** (exponent / 3) }));

/** sum |x - y|^2 p + rho KL + rho KL of the product plan times s, or its Hellinger-Kantorovich cost. */
function productObjective(mu: Measure, nu: Measure, options: RelaxationOptions, s: number): number {
  const rho = options.kappa ? options.kappa ** 2 : options.rho!;
  const a = mu.weights.reduce((sum, w) => sum + w, 0);
  const b = nu.weights.reduce((sum, w) => sum + w, 0);
  let linear = 0;
  mu.weights.forEach((w, i) => {
    nu.weights.forEach((v, j) => {
      if (w * v === 0) return;
      let squared = 0;
      for (let k = 0; k < mu.dim; k++)
        squared += (mu.points[i * mu.dim + k]! - nu.points[j * mu.dim + k]!) ** 2;
      const t = Math.sqrt(squared) / (options.kappa ?? Infinity);
      const c = options.kappa ? (t < Math.PI / 2 ? -2 * rho * Math.log(Math.cos(t)) : Infinity) : squared;
      linear += w * v * c;
    });
  });
  const kl = (r: number, q: number): number => r * Math.log(r / q) - r + q;
  return s * linear + rho * kl(s * a * b, a) + rho * kl(s * a * b, b);
}

describe("brackets of random problems with zero weights, ties and duplicates", () => {
  it("of the exact solver are closed and hold the cost; no plan costs less", () => {
    fc.assert(
      fc.property(pairs, relaxations, fc.double({ min: -3, max: 3, noNaN: true }), ([mu, nu], options, e) => {
        const { cost, massMoved, certificate } = unbalancedExact(mu, nu, options);
        const { lower, upper } = certificate;
        expect(certificate.status).toBe("converged");
        expect(lower).toBeLessThanOrEqual(upper);
        const rounding =
          1e-10 * Math.max(upper, massMoved * Math.min(100, options.rho ?? options.kappa! ** 2));
        expect(upper - lower).toBeLessThanOrEqual(rounding);
        expect(cost).toBeGreaterThanOrEqual(lower);
        const a = mu.weights.reduce((sum, w) => sum + w, 0);
        const b = nu.weights.reduce((sum, w) => sum + w, 0);
        const product = productObjective(mu, nu, options, 10 ** e / Math.sqrt(a * b));
        expect(lower).toBeLessThanOrEqual(product * (1 + 1e-12));
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it("of the entropic solver hold the optimum, at any epsilon", () => {
    const softness = fc.oneof(
      fc.constant({}),
      fc.integer({ min: -4, max: 3 }).map((exponent) => ({ epsilon: 10 ** exponent })),
    );
    fc.assert(
      fc.property(pairs, relaxations, softness, ([mu, nu], options, soft) => {
        const optimum = unbalancedExact(mu, nu, options).certificate;
        const { cost, certificate } = unbalanced(mu, nu, { ...options, ...soft });
        expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
        expect(certificate.lower).toBeLessThanOrEqual(optimum.upper);
        expect(certificate.upper).toBeGreaterThanOrEqual(optimum.lower);
        expect(certificate.upper).toBeLessThan(Infinity);
        expect(cost).toBeGreaterThanOrEqual(optimum.lower);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
