import { describe, expect, it } from "vitest";
import type { ExactKernels } from "../../src/kernels/kernels.js";
import { type Measure, measure, normalise } from "../../src/measure/measure.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { squaredDistance } from "../../src/numeric/squared-distance.js";
import { commonFrame } from "../../src/transport/frame.js";
import { pivotBudget } from "../../src/transport/simplex/budget.js";
import { denseTree } from "../../src/transport/simplex/dense-tree.js";
import { wholeProblem } from "../../src/transport/simplex/problem.js";
import { type Lend, solveDense } from "../../src/transport/simplex/solve-dense.js";
import { EXACT_VARIANTS } from "./variants.js";

const lending =
  (kernels: ExactKernels): Lend =>
  (work) => {
    kernels.functions.forgetAll();
    return work(kernels);
  };

/** A cloud of any kind: spread or on a lattice, equal or any masses. */
function cloud(random: Random, count: number, dim: number): Measure {
  const lattice = random.uniform() < 0.3;
  const equal = random.uniform() < 0.5;
  const points = Float64Array.from({ length: count * dim }, () =>
    lattice ? random.integer(4) : random.normal(),
  );
  const weights = Float64Array.from({ length: count }, () => (equal ? 1 : 0.01 + random.uniform()));
  return normalise(measure(points, { dim, weights }));
}

/** Sizes that leave every remainder of the vectors' blocks, and sizes that have coarser levels. */
function randomPair(seed: number): readonly [Measure, Measure] {
  const random = seededRandom(seed);
  const dim = [1, 2, 2, 3, 4, 7, 19][seed % 7]!;
  const most = seed % 5 === 0 ? 300 : 30;
  return [cloud(random, 1 + random.integer(most), dim), cloud(random, 1 + random.integer(most), dim)];
}

interface Solved {
  readonly pivots: number;
  readonly flow: Float64Array;
  readonly parent: Int32Array;
  readonly potential: Float64Array;
}

function solved(
  kernels: ExactKernels,
  [source, target]: readonly [Measure, Measure],
  mostPivots: number,
): Solved {
  const { functions, doubles, ints } = kernels;
  functions.forgetAll();
  const { problem } = wholeProblem(source, target, commonFrame(source, target));
  const budget = pivotBudget(mostPivots);
  const simplex = denseTree(kernels, problem, budget);
  const count = source.count + target.count;
  return {
    pivots: budget.done(),
    flow: doubles(functions.flows(simplex), count).slice(),
    parent: ints(functions.parents(simplex), count).slice(),
    potential: doubles(functions.readPotentials(simplex), count).slice(),
  };
}

describe("the variants of the kernels", () => {
  it("make identical pivots and end with identical trees, bit for bit", () => {
    for (let seed = 0; seed < 210; seed++) {
      const pair = randomPair(seed);
      const [plain, compiled] = EXACT_VARIANTS.map(([, kernels]) => solved(kernels, pair, 1e6));
      expect(compiled, `seed ${seed}`).toEqual(plain);
    }
  });

  it("stop at the same place when the pivots run out", () => {
    for (const mostPivots of [0, 1, 17, 64]) {
      const [plain, compiled] = EXACT_VARIANTS.map(([, kernels]) =>
        solved(kernels, randomPair(40), mostPivots),
      );
      expect(plain!.pivots).toBe(mostPivots);
      expect(compiled).toEqual(plain);
    }
  });
});

describe.each(EXACT_VARIANTS)("%s", (_, kernels) => {
  it("solves to a closed certificate", () => {
    for (let seed = 0; seed < 70; seed++) {
      const [source, target] = randomPair(seed);
      const { certificate } = solveDense(source, target, {}, { lend: lending(kernels) });
      expect(certificate.status, `seed ${seed}`).toBe("converged");
    }
  });

  it("computes c-transforms that are what their definition says, bit for bit", () => {
    const { functions, doubles } = kernels;
    for (let seed = 0; seed < 40; seed++) {
      const random = seededRandom(seed);
      const [n, m, dim] = [1 + random.integer(9), 1 + random.integer(9), 1 + random.integer(5)];
      const x = Float64Array.from({ length: n * dim }, () => random.normal());
      const y = Float64Array.from({ length: m * dim }, () => random.normal());
      const f = Float64Array.from({ length: n }, () => random.normal());
      functions.forgetAll();
      const transform = functions.newTransform(n, m, dim);
      doubles(functions.transformX(transform), n * dim).set(x);
      doubles(functions.transformY(transform), m * dim).set(y);
      doubles(functions.transformF(transform), n).set(f);
      functions.runTransform(transform);
      const expected = Float64Array.from({ length: m }, (__, j) =>
        Math.min(...f.map((price, i) => squaredDistance(x, i, y, j, dim) - price)),
      );
      expect(doubles(functions.transformG(transform), m).slice()).toEqual(expected);
    }
  });

  it("forgets what was before", () => {
    const first = solved(kernels, randomPair(5), 1e6);
    solved(kernels, randomPair(10), 1e6);
    expect(solved(kernels, randomPair(5), 1e6)).toEqual(first);
  });
});
