import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { conditionalGradient } from "../../../src/transport/gromov/conditional-gradient.js";
import { entropicGromovWasserstein } from "../../../src/transport/gromov/entropic-gromov-wasserstein.js";
import {
  fusedFeatures,
  fusedGromovWasserstein,
} from "../../../src/transport/gromov/fused-gromov-wasserstein.js";
import { gromovWasserstein } from "../../../src/transport/gromov/gromov-wasserstein.js";
import {
  euclideanDistances,
  type IntrinsicDistances,
  squaredEuclideanDistances,
} from "../../../src/transport/gromov/intrinsic-distances.js";
import { objective } from "../../../src/transport/gromov/objective.js";
import { type GromovProblem, gromovProblem } from "../../../src/transport/gromov/problem.js";
import { productPlan } from "../../../src/transport/gromov/product-plan.js";
import type { GromovOptions } from "../../../src/transport/gromov/solve-gromov.js";
import { productStart } from "../../../src/transport/gromov/starts.js";
import { expectNear } from "../../support/expect-near.js";

interface Side {
  readonly points: readonly number[];
  readonly weights: readonly number[];
  readonly dim: number;
}

interface Case {
  readonly name: string;
  readonly source: Side;
  readonly target: Side;
  readonly distances: "euclidean" | "squared" | { source: number[]; target: number[] };
  readonly alpha: number | null;
  readonly features: number[] | null;
  readonly cost: number;
  readonly entropic: readonly { epsilon: number; cost: number; rowError: number }[];
}

const path = join(import.meta.dirname, "..", "..", "oracle", "gromov.json");
const cases: readonly Case[] = JSON.parse(readFileSync(path, "utf8")).cases;

const cloud = ({ points, dim, weights }: Side): Measure => measure(points, { dim, weights });

function distancesOf({ distances }: Case): IntrinsicDistances {
  if (distances === "euclidean") return euclideanDistances;
  if (distances === "squared") return squaredEuclideanDistances;
  return { source: Float64Array.from(distances.source), target: Float64Array.from(distances.target) };
}

function problemOf(one: Case): GromovProblem {
  const [source, target] = [cloud(one.source), cloud(one.target)];
  if (one.alpha === null) return gromovProblem(source, target, distancesOf(one));
  const fused = fusedFeatures(source, target, { alpha: one.alpha, ...featuresOf(one) });
  return gromovProblem(source, target, distancesOf(one), fused);
}

const featuresOf = ({ features }: Case) => (features ? { features: Float64Array.from(features) } : {});

function solved(one: Case, options: GromovOptions) {
  const [source, target] = [cloud(one.source), cloud(one.target)];
  const all = { ...options, distances: distancesOf(one) };
  if (one.alpha === null) return gromovWasserstein(source, target, all);
  return fusedGromovWasserstein(source, target, { ...all, ...featuresOf(one), alpha: one.alpha });
}

describe("Gromov-Wasserstein against POT from the product plan", () => {
  it.each(cases)("is not worse from the product plan: $name", (one) => {
    const { cost, certificate } = solved(one, { starts: [productStart] });
    expect(certificate.status).toBe("converged");
    expect(cost).toBeLessThanOrEqual(one.cost * (1 + 1e-9) + 1e-9);
  });

  it.each(cases)("is not worse from the best of its starts: $name", (one) => {
    const { cost, certificate } = solved(one, { random: seededRandom(1) });
    expect(certificate.status).toBe("converged");
    expect(certificate.lower).toBeLessThanOrEqual(one.cost);
    expect(cost).toBeLessThanOrEqual(one.cost * (1 + 1e-9) + 1e-9);
  });

  // The graphs are left out: their distances are whole numbers, so linear problems have many solutions.
  it.each(cases.filter(({ name }) => !name.startsWith("graphs")))(
    "comes by the conditional gradient alone to the same local optimum: $name",
    (one) => {
      const problem = problemOf(one);
      const stop = { tolerance: 1e-12, maxIterations: 500 };
      const { state, status } = conditionalGradient(problem, productPlan(problem), stop);
      expect(status).toBe("converged");
      const why = "the same vertex, its objective summed in another order";
      expectNear(objective(problem, state.plan), one.cost, { rtol: 1e-10, why });
    },
  );

  const entropicCases = cases.flatMap((one) => one.entropic.map((wanted) => ({ ...one, wanted })));
  it.each(entropicCases)(
    "has the same entropic plan: $name, epsilon $wanted.epsilon",
    ({ wanted, ...one }) => {
      const found = entropicGromovWasserstein(cloud(one.source), cloud(one.target), {
        epsilon: wanted.epsilon,
        distances: distancesOf(one),
        starts: [productStart],
        stop: { tolerance: 1e-11, maxIterations: 3000 },
      });
      expect(found.certificate.status).toBe("converged");
      const why = "POT's marginals are off by 1e-9, ten times which its gradient steps may add up to";
      expectNear(found.cost, wanted.cost, { rtol: 1e-7, why });
    },
  );
});
