import { describe, expect, it } from "vitest";
import type { EntropicKernels } from "../../src/kernels/kernels.js";
import { costFunction, hellingerKantorovich } from "../../src/measure/cost.js";
import { seededRandom } from "../../src/numeric/random.js";
import { squaredDistance } from "../../src/numeric/squared-distance.js";
import { expectNear } from "../support/expect-near.js";
import { ENTROPIC_VARIANTS } from "./variants.js";

interface Problem {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly dim: number;
  /** 0: the squared distance. */
  readonly kappa: number;
  readonly h: Float64Array;
  readonly epsilon: number;
}

function softTransform(
  { functions, doubles }: EntropicKernels,
  { x, y, dim, kappa, h, epsilon }: Problem,
): Float64Array {
  functions.forgetAll();
  const soft = functions.newSoft(x.length / dim, h.length, dim, kappa);
  doubles(functions.softX(soft), x.length).set(x);
  doubles(functions.softY(soft), y.length).set(y);
  doubles(functions.softH(soft), h.length).set(h);
  functions.prepareSoft(soft);
  functions.runSoft(soft, epsilon);
  return doubles(functions.softF(soft), x.length / dim).slice();
}

/** Sizes that leave every remainder of blocks, panels and vectors. */
function randomProblem(seed: number): Problem {
  const random = seededRandom(seed);
  const dim = [1, 2, 3, 4, 7][seed % 5]!;
  const n = 1 + random.integer(9);
  const m = 1 + random.integer(seed % 4 === 0 ? 600 : 12);
  const size = 10 ** (random.integer(13) - 6);
  const draw = (count: number) => Float64Array.from({ length: count }, () => size * random.normal());
  return {
    x: draw(n * dim),
    y: draw(m * dim),
    dim,
    kappa: seed % 3 === 0 ? size * (0.5 + 3 * random.uniform()) : 0,
    h: Float64Array.from({ length: m }, () =>
      random.uniform() < 0.1 ? -Infinity : size * size * random.normal(),
    ),
    epsilon: size * size * 10 ** (random.integer(9) - 6),
  };
}

const SEEDS = Array.from({ length: 120 }, (_, seed) => seed);

/** What the definition says, with its largest term taken out. */
function bySum({ x, y, dim, kappa, h, epsilon }: Problem): Float64Array {
  const costOf = kappa === 0 ? (squared: number) => squared : costFunction(hellingerKantorovich(kappa));
  return Float64Array.from({ length: x.length / dim }, (_, i) => {
    const gains = Array.from(h, (height, j) => height - costOf(squaredDistance(x, i, y, j, dim)));
    const largest = Math.max(...gains);
    if (largest === -Infinity) return Infinity;
    const sum = gains.reduce((total, gain) => total + Math.exp((gain - largest) / epsilon), 0);
    return -largest - epsilon * Math.log(sum);
  });
}

/** The largest |c| and |h| that count, the unit of rounding errors. */
function scaleOf({ x, y, dim, h, kappa }: Problem): number {
  const finite = h.filter(Number.isFinite).map(Math.abs);
  const largest = Math.max(...x.map(Math.abs), ...y.map(Math.abs));
  return Math.max(0, ...finite) + (kappa === 0 ? dim * (2 * largest) ** 2 : 80 * kappa ** 2);
}

it("all variants compute soft transforms of identical bits", () => {
  for (const seed of SEEDS) {
    const [plain, compiled] = ENTROPIC_VARIANTS.map(([, kernels]) =>
      softTransform(kernels, randomProblem(seed)),
    );
    expect(compiled, `seed ${seed}`).toEqual(plain);
  }
});

describe.each(ENTROPIC_VARIANTS)("the soft transform in %s", (_, kernels) => {
  it("is what the sum of exponentials says", () => {
    for (const seed of SEEDS) {
      const problem = randomProblem(seed);
      expectNear(softTransform(kernels, problem), bySum(problem), {
        atol: 1e-15 * (8 * scaleOf(problem) + 100 * problem.epsilon),
        why: `rounding of costs and of up to 600 terms, seed ${seed}`,
      });
    }
  });

  it("becomes the c-transform as epsilon goes to 0, however small", () => {
    for (const epsilon of [1e-300, 1e-308, 5e-324]) {
      for (const seed of [2, 4, 6, 8]) {
        const { x, y, dim, h } = randomProblem(seed);
        const expected = Float64Array.from({ length: x.length / dim }, (__, i) =>
          Math.min(...h.map((height, j) => squaredDistance(x, i, y, j, dim) - height)),
        );
        const found = softTransform(kernels, { x, y, dim, kappa: 0, h, epsilon });
        expectNear(found, expected, { rtol: 1e-15, why: "no term but the largest is left" });
      }
    }
  });

  it("takes the mean cost as epsilon grows", () => {
    const x = Float64Array.of(10, -20, 0.5);
    const y = Float64Array.of(3, -7, 11, 30, 2);
    const epsilon = 1e9;
    const h = new Float64Array(5).fill(-epsilon * Math.log(5));
    const mean = x.map((point) => y.reduce((sum, other) => sum + (point - other) ** 2 / 5, 0));
    const found = softTransform(kernels, { x, y, dim: 1, kappa: 0, h, epsilon });
    expectNear(found, mean, { atol: 1e-3, why: "variance / epsilon; rounding of epsilon log 5, about 1e-6" });
  });

  it("misses nothing where it leaves blocks of far points out", () => {
    const random = seededRandom(9);
    const x = Float64Array.from({ length: 40 }, () => random.uniform()).sort();
    const y = Float64Array.from({ length: 1000 }, () => random.uniform()).sort();
    for (const kappa of [0, 0.3]) {
      for (const epsilon of [1e-2, 1e-3, 1e-4, 1e-6]) {
        const h = y.map(() => 3 * epsilon * random.normal());
        const problem = { x, y, dim: 1, kappa, h, epsilon };
        const why = "rounding, and terms of 2^-72";
        expectNear(softTransform(kernels, problem), bySum(problem), { atol: 1e-14 * epsilon + 1e-15, why });
      }
    }
  });

  it("is the cost less h for one point", () => {
    const one = { x: Float64Array.of(1, 2), y: Float64Array.of(4, 6), dim: 2, kappa: 0 };
    for (const epsilon of [1e-300, 1, 1e300]) {
      expect(softTransform(kernels, { ...one, h: Float64Array.of(7), epsilon })).toEqual(Float64Array.of(18));
    }
  });

  it("leaves out points of height -Infinity, and is infinite where all are", () => {
    const problem = randomProblem(8);
    const { dim, h } = problem;
    const kept = Array.from(h.keys()).filter((j) => h[j] !== -Infinity);
    expect(kept.length).toBeLessThan(h.length);
    const y = Float64Array.from(kept.flatMap((j) => Array.from(problem.y.subarray(j * dim, (j + 1) * dim))));
    const without = { ...problem, y, h: Float64Array.from(kept, (j) => h[j]!) };
    expectNear(softTransform(kernels, problem), softTransform(kernels, without), {
      atol: 1e-13 * problem.epsilon,
      rtol: 1e-14,
      why: "another order of the sum",
    });
    const none = softTransform(kernels, { ...problem, h: new Float64Array(h.length).fill(-Infinity) });
    expect(none).toEqual(new Float64Array(none.length).fill(Infinity));
  });

  it("is infinite where the cost is", () => {
    const x = Float64Array.of(0, 10);
    const y = Float64Array.of(0.5, 1);
    const [near, far] = softTransform(kernels, {
      x,
      y,
      dim: 1,
      kappa: 1,
      h: new Float64Array(2),
      epsilon: 1,
    });
    expect(Number.isFinite(near)).toBe(true);
    expect(far).toBe(Infinity);
  });

  it("knows the Hellinger-Kantorovich cost to a few units in the last place, for near points too", () => {
    const angles = Float64Array.from({ length: 1000 }, (__, i) =>
      i < 500 ? 2 ** (-i / 10) : (i - 500) / 320,
    );
    for (const kappa of [1e-5, 1, 3, 1e7]) {
      const x = angles.map((angle) => kappa * angle);
      const costOf = costFunction(hellingerKantorovich(kappa));
      const found = softTransform(kernels, {
        x,
        y: Float64Array.of(0),
        dim: 1,
        kappa,
        h: Float64Array.of(0),
        epsilon: kappa,
      });
      for (let i = 0; i < x.length; i++) {
        // The cost grows without bound at pi / 2, and with it what a rounding of the angle does.
        const gap = Math.PI / 2 - angles[i]!;
        const expected = costOf(x[i]! * x[i]!);
        expectNear(found[i]!, expected, {
          rtol: 4e-15 * (1 + 1 / gap),
          why: `rounding at ${angles[i]} x ${kappa}`,
        });
      }
    }
  });
});
