import { describe, expect, it } from "vitest";
import { answered } from "../../src/numeric/asking.js";
import { strongWolfe, wholeStep } from "../../src/numeric/line-search.js";
import {
  eisenstatWalker,
  type NewtonQuery,
  newtonKrylov,
  newtonKrylovSteps,
} from "../../src/numeric/newton-krylov.js";
import { seededRandom } from "../../src/numeric/random.js";
import { norm } from "../../src/numeric/vectors.js";
import { expectNear } from "../support/expect-near.js";

/** Bratu's problem u'' + e^u = 0, u(0) = u(1) = 0, by central differences. */
function bratu(n: number): (u: Float64Array) => Float64Array {
  const h = 1 / (n + 1);
  return (u) =>
    u.map((value, k) => ((u[k - 1] ?? 0) - 2 * value + (u[k + 1] ?? 0)) / h ** 2 + Math.exp(value));
}

/** The lower branch has u(1/2) = 2 log cosh(theta / 4) with theta = sqrt 2 cosh(theta / 4). */
const BRATU_MIDDLE = 0.14053921440048;

const coupled = (x: Float64Array): Float64Array =>
  Float64Array.of(x[0]! ** 2 + x[1]! ** 2 - 4, x[0]! * x[1]! - 1);

describe("Newton and Krylov", () => {
  it("finds the root of Bratu's problem to the error of its grid", () => {
    const n = 63;
    const root = newtonKrylov(bratu(n), new Float64Array(n), {
      inner: n,
      stop: { tolerance: 1e-6 },
      forcing: eisenstatWalker({ least: 1e-10 }),
    });
    expect(root.status).toBe("converged");
    expectNear(root.point[31]!, BRATU_MIDDLE, {
      atol: 1e-5,
      why: "the grid: h^2 / 12 of a fourth derivative of about 1",
    });
  });

  it("converges quadratically near a root if the systems are solved well enough", () => {
    const root = newtonKrylov(coupled, Float64Array.of(2, 0.4), {
      stop: { tolerance: 1e-12 },
      lineSearch: wholeStep,
      forcing: eisenstatWalker({ first: 1e-8, least: 1e-8 }),
    });
    expect(root.status).toBe("converged");
    const [r0, r1, r2] = root.residuals as [number, number, number];
    expect(r1).toBeLessThan(r0 ** 2);
    expect(r2).toBeLessThan(r1 ** 2);
    expectNear(root.point, [Math.sqrt(2 + Math.sqrt(3)), Math.sqrt(2 - Math.sqrt(3))], {
      atol: 1e-12,
      why: "the tolerance",
    });
  });

  it.each([
    ["armijo", undefined],
    ["strong Wolfe", strongWolfe({ difference: 1e-6 })],
  ])("comes home from where a whole step leads away: %s", (_, lineSearch) => {
    const arctangent = (x: Float64Array) => x.map(Math.atan);
    const start = Float64Array.of(3);
    const lost = newtonKrylov(arctangent, start, { lineSearch: wholeStep, stop: { maxIterations: 5 } });
    expect(lost.residuals.at(-1)).toBeGreaterThan(Math.atan(3));
    const root = newtonKrylov(arctangent, start, {
      ...(lineSearch && { lineSearch }),
      stop: { tolerance: 1e-9 },
    });
    expect(root.status).toBe("converged");
    for (let n = 1; n < root.residuals.length; n++) {
      expect(root.residuals[n]).toBeLessThan(root.residuals[n - 1]!);
    }
  });

  it("keeps the best point, not the last, of a noisy residual", () => {
    const random = seededRandom(3);
    const noisy = (x: Float64Array) => coupled(x).map((value) => value + 0.05 * random.normal());
    const root = newtonKrylov(noisy, Float64Array.of(2, 0.4), {
      difference: 0.1,
      lineSearch: wholeStep,
      stop: { tolerance: 0, maxIterations: 12 },
    });
    expect(root.status).toBe("iteration-limit");
    expect(root.residual).toBe(Math.min(...root.residuals));
    expect(root.residual).toBeLessThan(root.residuals.at(-1)!);
    expect(norm(coupled(root.point))).toBeLessThan(0.3);
  });

  it("is repeated to the last bit from a log of its answers", () => {
    const log: Float64Array[] = [];
    const first = newtonKrylov(
      (x) => {
        log.push(coupled(x));
        return log.at(-1)!;
      },
      Float64Array.of(2, 0.4),
    );
    const again = answered(newtonKrylovSteps(Float64Array.of(2, 0.4)), ({ evaluation }) => log[evaluation]!);
    expect(again).toEqual(first);
    expect(first.evaluations).toBe(log.length);
  });

  it("numbers its questions and says what they are for", () => {
    const queries: NewtonQuery[] = [];
    answered(newtonKrylovSteps(Float64Array.of(2, 0.4), { stop: { maxIterations: 2 } }), (query) => {
      queries.push(query);
      return coupled(query.point);
    });
    expect(queries.map(({ evaluation }) => evaluation)).toEqual(queries.map((_, k) => k));
    expect(queries.map(({ iteration }) => iteration)).toEqual(
      queries.map(({ iteration }) => iteration).sort(),
    );
    const first = queries.filter(({ iteration }) => iteration <= 1).map(({ purpose }) => purpose);
    expect(first).toEqual(["residual", "jacobian", "jacobian", "line-search"]);
  });

  it("asks for the residual anew in each iteration if it is told to", () => {
    const count = (renew: boolean) => {
      let residuals = 0;
      answered(
        newtonKrylovSteps(Float64Array.of(2, 0.4), { renew, stop: { maxIterations: 3, tolerance: 0 } }),
        (query) => {
          if (query.purpose === "residual") residuals++;
          return coupled(query.point);
        },
      );
      return residuals;
    };
    expect([count(false), count(true)]).toEqual([1, 3]);
  });

  it("searches earlier corrections first, one product each", () => {
    const n = 31;
    const options = { inner: 40, stop: { tolerance: 1e-5 } };
    const plain = newtonKrylov(bratu(n), new Float64Array(n), options);
    const helped = newtonKrylov(bratu(n), new Float64Array(n), { ...options, augment: 2 });
    expect(helped.status).toBe("converged");
    expectNear(helped.point, plain.point, {
      atol: 1e-6,
      why: "the tolerance, over a smallest eigenvalue of about 9",
    });
  });

  it("ends with the start where F is not finite, and with the best where steps lead out of its domain", () => {
    expect(newtonKrylov((x) => x.map(() => NaN), Float64Array.of(1)).status).toBe("non-finite");
    const root = newtonKrylov((x) => x.map((value) => Math.log(value) + 5), Float64Array.of(1));
    expect(root.status).toBe("converged"); // the whole first step gives log of -4: shorter ones are taken
    expectNear(root.point, [Math.exp(-5)], { rtol: 1e-5, why: "the tolerance 1e-6" });
  });

  it("stalls where the derivative is 0", () => {
    expect(newtonKrylov((x) => x.map(() => 1), Float64Array.of(1)).status).toBe("stalled");
  });

  it("ends when the caller says so", () => {
    const root = newtonKrylov(coupled, Float64Array.of(2, 0.4), { onProgress: () => false });
    expect(root).toMatchObject({ status: "aborted", iterations: 1 });
  });

  it.each([
    [{ difference: 0 }, "difference is 0"],
    [{ inner: 0 }, "inner is 0"],
    [{ augment: -1 }, "augment is -1"],
    [{ augment: 5, inner: 5 }, "augment is 5 of 5 inner products"],
    [{ stop: { tolerance: -1 } }, "tolerance is -1"],
  ])("refuses %o", (options, message) => {
    expect(() => newtonKrylov((x) => x, Float64Array.of(1), options)).toThrow(message);
  });

  it("refuses an F of another length", () => {
    expect(() => newtonKrylov(() => new Float64Array(2), Float64Array.of(1))).toThrow("F of 1 numbers is 2");
  });
});
