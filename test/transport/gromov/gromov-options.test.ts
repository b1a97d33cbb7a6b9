import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import type { Progress } from "../../../src/numeric/certificate.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { annealedStart } from "../../../src/transport/gromov/annealed-start.js";
import { entropicGromovWasserstein } from "../../../src/transport/gromov/entropic-gromov-wasserstein.js";
import { fusedGromovWasserstein } from "../../../src/transport/gromov/fused-gromov-wasserstein.js";
import { gromovWasserstein } from "../../../src/transport/gromov/gromov-wasserstein.js";
import {
  defaultStarts,
  eccentricityStart,
  productStart,
  randomStarts,
} from "../../../src/transport/gromov/starts.js";
import { sparsePlan } from "../../../src/transport/sparse-plan.js";
import { randomCloud, uniformCloud } from "../../support/random-measures.js";

const random = seededRandom(50);
const source = randomCloud(random, 24, 2);
const target = randomCloud(random, 20, 3);

describe("gromovWasserstein", () => {
  it("keeps the best of its starts, and tells what each gave", () => {
    const all = gromovWasserstein(source, target);
    expect(all.attempts.length).toBe(7); // third bound, four directions of two axes, eccentricity, product
    expect(all.cost).toBe(Math.min(...all.attempts));
    const some = gromovWasserstein(source, target, { starts: [eccentricityStart, productStart] });
    expect(Array.from(some.attempts)).toEqual(Array.from(all.attempts.slice(5)));
    const again = gromovWasserstein(source, target, { starts: [() => [all.plan]] });
    expect(again.certificate.iterations).toBe(1);
    expect(again.plan).toEqual(all.plan);
  });

  it("tries eight random plans with a stream, the same ones for the same seed", () => {
    const found = gromovWasserstein(source, target, { random: seededRandom(9) });
    expect(found.attempts.length).toBe(15);
    expect(gromovWasserstein(source, target, { random: seededRandom(9) })).toEqual(found);
    const more = gromovWasserstein(source, target, {
      starts: [...defaultStarts, randomStarts(seededRandom(9), 10)],
    });
    expect(Array.from(more.attempts.slice(0, 15))).toEqual(Array.from(found.attempts));
  });

  it("takes an annealed start", () => {
    const { attempts, certificate } = gromovWasserstein(source, target, { starts: [annealedStart()] });
    expect(certificate.status).toBe("converged");
    expect(attempts[0]).toBeLessThan(gromovWasserstein(source, target, { starts: [productStart] }).cost);
  });

  it("reports iterations of all starts, and stops where it is told to", () => {
    const told: Progress[] = [];
    const whole = gromovWasserstein(source, target, { onProgress: (info) => told.push(info) });
    const counts = told.map(({ done }) => done);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)).toBeLessThanOrEqual(whole.certificate.iterations);
    const short = gromovWasserstein(source, target, { onProgress: ({ done }) => done < 3 });
    expect(short.certificate.status).toBe("aborted");
    expect(short.certificate.iterations).toBe(3);
    expect(short.certificate.lower).toBe(whole.certificate.lower);
    expect(short.certificate.upper).toBeGreaterThanOrEqual(short.cost);
  });

  it("ends at its limit of iterations with a plan and a bracket", () => {
    const { certificate, cost } = gromovWasserstein(source, target, {
      starts: [productStart],
      stop: { maxIterations: 0 },
    });
    expect(certificate.status).toBe("iteration-limit");
    expect(certificate.iterations).toBe(0);
    expect(certificate.lower).toBeLessThanOrEqual(cost);
    expect(certificate.upper).toBeGreaterThanOrEqual(cost);
  });

  it.each([
    ["matrices of the wrong size", { source: new Float64Array(3), target: new Float64Array(400) }, "n x n"],
    [
      "a matrix that is not symmetric",
      { source: Float64Array.from({ length: 576 }, (_, p) => p), target: new Float64Array(400) },
      "symmetric",
    ],
    [
      "a distance that is not finite",
      { source: new Float64Array(576).fill(Infinity), target: new Float64Array(400) },
      "finite",
    ],
    [
      "squares that overflow",
      { source: new Float64Array(576).fill(1e160), target: new Float64Array(400) },
      "overflow",
    ],
  ])("refuses %s", (_, distances, word) => {
    expect(() => gromovWasserstein(source, target, { distances })).toThrow(word);
  });

  it("refuses masses that differ, too many points, no start and foreign plans", () => {
    expect(() => gromovWasserstein(source, measure([[1]], { weights: [2] }))).toThrow("mass");
    const large = measure(new Float64Array(12_000), { dim: 1 });
    expect(() => gromovWasserstein(large, target)).toThrow("8192");
    expect(() => gromovWasserstein(source, target, { starts: [] })).toThrow("no start");
    const foreign = sparsePlan(
      { rows: Int32Array.of(0), cols: Int32Array.of(0), mass: Float64Array.of(1) },
      [24, 20],
    );
    expect(() => gromovWasserstein(source, target, { starts: [() => [foreign]] })).toThrow("marginals");
    const small = { ...foreign, shape: [2, 2] as const };
    expect(() => gromovWasserstein(source, target, { starts: [() => [small]] })).toThrow("2 x 2");
  });
});

describe("fusedGromovWasserstein", () => {
  it.each([-0.1, 1.1, Number.NaN])("refuses alpha %d", (alpha) => {
    expect(() => fusedGromovWasserstein(source, target, { alpha })).toThrow("alpha");
  });

  it("refuses points of different dimensions, unless features are given", () => {
    expect(() => fusedGromovWasserstein(source, target, { alpha: 0.5 })).toThrow("dimension");
    const features = new Float64Array(24 * 20).fill(1);
    expect(fusedGromovWasserstein(source, target, { alpha: 0.5, features }).certificate.status).toBe(
      "converged",
    );
    const few = new Float64Array(5);
    expect(() => fusedGromovWasserstein(source, target, { alpha: 0.5, features: few })).toThrow("n x m");
    features[7] = Number.NaN;
    expect(() => fusedGromovWasserstein(source, target, { alpha: 0.5, features })).toThrow("finite");
  });
});

describe("entropicGromovWasserstein", () => {
  it("comes near to the problem without entropy as epsilon falls", () => {
    const x = uniformCloud(random, 20, 2);
    const y = uniformCloud(random, 20, 2);
    const least = gromovWasserstein(x, y);
    const gaps = [1, 0.3, 0.1].map((epsilon) => {
      const found = entropicGromovWasserstein(x, y, { epsilon });
      expect(found.certificate.status).toBe("converged");
      expect(found.certificate.lower).toBe(least.certificate.lower);
      expect(found.certificate.upper).toBeGreaterThanOrEqual(least.certificate.lower);
      return found.cost - least.cost;
    });
    expect(gaps).toEqual(gaps.toSorted((a, b) => b - a));
    expect(gaps[2]).toBeLessThan(0.5 * gaps[0]!);
  });

  it("converges where the objective is not concave", () => {
    const wild = (size: number): Float64Array => {
      const matrix = new Float64Array(size * size);
      for (let i = 0; i < size; i++) {
        for (let k = 0; k <= i; k++) matrix[i * size + k] = matrix[k * size + i] = random.normal();
      }
      return matrix;
    };
    const distances = { source: wild(24), target: wild(20) };
    const found = entropicGromovWasserstein(source, target, { epsilon: 0.2, distances });
    expect(found.certificate.status).toBe("converged");
    expect(found.certificate.lower).toBeLessThanOrEqual(found.cost);
  });

  it.each([0, -1, Number.NaN, Infinity, 1e-12])("refuses epsilon %d, and says which one works", (epsilon) => {
    expect(() => entropicGromovWasserstein(source, target, { epsilon })).toThrow(/epsilon.*at least/);
  });
});
