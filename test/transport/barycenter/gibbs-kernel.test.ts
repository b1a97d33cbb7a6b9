import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { gibbsKernel, type KernelHalf, logProducts } from "../../../src/transport/barycenter/gibbs-kernel.js";
import { expectNear } from "../../support/expect-near.js";

/** log sum_j exp(l_j - c_ij / epsilon) about the largest term. */
function direct({ rows, cols, exponents }: KernelHalf, logs: Float64Array): number[] {
  return Array.from({ length: rows }, (_, i) => {
    const terms = Array.from({ length: cols }, (_, j) => exponents[i * cols + j]! + logs[j]!);
    const largest = Math.max(...terms);
    if (largest === -Infinity) return -Infinity;
    return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
  });
}

describe("products with a Gibbs kernel in logarithms", () => {
  const random = seededRandom(1);
  const [n, m, count] = [23, 17, 6];
  const costs = Float64Array.from({ length: n * m }, () => 3 * random.uniform());

  it.each([10, 1, 0.01, 1e-3, 1e-5])("are log-sum-exps for epsilon %f", (epsilon) => {
    const kernel = gibbsKernel(costs, n, m, epsilon);
    for (const half of [kernel.forward, kernel.backward]) {
      const logs = Float64Array.from({ length: count * half.cols }, (_, p) =>
        p % 5 === 4 ? -Infinity : (2 * random.normal()) / epsilon,
      );
      const found = logProducts(half, logs, count);
      for (let s = 0; s < count; s++) {
        const expected = direct(half, logs.subarray(s * half.cols, (s + 1) * half.cols));
        expectNear(found.subarray(s * half.rows, (s + 1) * half.rows), expected, {
          atol: 1e-13,
          rtol: 4e-16,
          why: "sums of up to 23 terms, and the rounding of the logarithms themselves",
        });
      }
    }
  });

  it("of nothing are nothing", () => {
    const { forward } = gibbsKernel(costs, n, m, 1);
    const logs = new Float64Array(2 * m).fill(-Infinity, 0, m);
    const found = logProducts(forward, logs, 2);
    expect(found.subarray(0, n)).toEqual(new Float64Array(n).fill(-Infinity));
    expect(found.subarray(n).every(Number.isFinite)).toBe(true);
  });

  it("share their matrix where the costs are symmetric", () => {
    const symmetric = gibbsKernel(Float64Array.of(0, 1, 1, 0), 2, 2, 1);
    expect(symmetric.backward).toBe(symmetric.forward);
    const skew = gibbsKernel(Float64Array.of(0, 1, 2, 0), 2, 2, 1);
    expect(skew.backward.exponents).toEqual(Float64Array.of(-0, -2, -1, -0));
  });
});
