import { describe, expect, it } from "vitest";
import { lotDistance, lotDistances } from "../../src/lot/distance.js";
import { embed, stackTangents, toRow, toTangent } from "../../src/lot/embedding.js";
import { expMap } from "../../src/lot/exp-map.js";
import { samplePairs } from "../../src/lot/fidelity.js";
import { logMap } from "../../src/lot/log-map.js";
import { type Reference, reference } from "../../src/lot/reference.js";
import { tangentInner } from "../../src/lot/tangent.js";
import { type Measure, massive } from "../../src/measure/measure.js";
import { rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { exact } from "../../src/transport/exact.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../support/random-measures.js";

const rounding = { rtol: 1e-12, atol: 1e-13, why: "rounding of O(1) sums" };

/** A reference with unequal masses. */
function weightedReference(seed: number, count: number): Reference {
  return reference(massive(randomCloud(seededRandom(seed), count, 2)).measure);
}

const distance = (a: Measure, b: Measure): number => Math.sqrt(exact(a, b).cost);

describe("the embedding", () => {
  it("gives a row per measure, and rows give the tangent vectors back", () => {
    const sigma = weightedReference(1, 30);
    const measures = [5, 17, 30].map((count, s) => randomCloud(seededRandom(10 + s), count, 2));
    const embedding = embed(sigma, measures);
    expect(embedding.matrix.rows).toBe(3);
    measures.forEach((mu, s) => {
      const tangent = logMap(sigma, mu);
      expectNear(toTangent(sigma, rowView(embedding.matrix, s)).velocity, tangent.velocity, rounding);
      expect(embedding.residuals[s]).toBe(tangent.residual);
    });
  });

  it("and its inverse are the identity both ways", () => {
    const sigma = weightedReference(2, 12);
    const row = Float64Array.from({ length: sigma.measure.count * 2 }, (_, p) => Math.sin(p));
    expectNear(toRow(sigma, toTangent(sigma, row)), row, rounding);
  });

  it("turns the tangent-space inner product into the Euclidean one, for unequal reference masses", () => {
    const sigma = weightedReference(3, 20);
    const a = logMap(sigma, randomCloud(seededRandom(30), 25, 2));
    const b = logMap(sigma, randomCloud(seededRandom(31), 15, 2));
    const { matrix } = stackTangents(sigma, [a, b]);
    const x = rowView(matrix, 0);
    const y = rowView(matrix, 1);
    const dot = x.reduce((sum, value, p) => sum + value * y[p]!, 0);
    expectNear(dot, tangentInner(sigma, a, b), rounding);
  });

  it("stops where the progress callback says so, with the rows done so far", () => {
    const sigma = weightedReference(4, 5);
    const measures = [0, 1, 2, 3].map((s) => randomCloud(seededRandom(s), 8, 2));
    const embedding = embed(sigma, measures, { onProgress: ({ done }) => done < 2 });
    expect(embedding.matrix.rows).toBe(2);
    expect(embedding.status).toBe("aborted");
    expect(embed(sigma, measures, { onProgress: () => undefined }).status).toBe("converged");
  });

  it("says which transport did not converge", () => {
    const sigma = weightedReference(4, 5);
    const solver = (source: Measure, target: Measure) => exact(source, target, { maxPivots: 0 });
    expect(embed(sigma, [randomCloud(seededRandom(1), 30, 2)], { solver }).status).toBe("iteration-limit");
  });

  it("refuses rows and vectors of the wrong size or reference", () => {
    const sigma = weightedReference(5, 5);
    expect(() => toTangent(sigma, [1, 2, 3])).toThrow(/8 numbers, got 3/);
    const other = logMap(weightedReference(6, 5), randomCloud(seededRandom(1), 5, 2));
    expect(() => stackTangents(sigma, [other])).toThrow(/belongs to reference/);
  });
});

describe("the LOT distance", () => {
  it("of shifts of one template is the length of the shift, even where mass splits", () => {
    const sigma = reference(uniformCloud(seededRandom(7), 9, 2));
    const template = randomCloud(seededRandom(8), 30, 2);
    const a = logMap(sigma, template);
    const b = logMap(sigma, shifted(template, [3, -4]));
    expectNear(lotDistance(sigma, a, b), 5, rounding);
  });

  it("is at least W2 of the measures that the two vectors lead to", () => {
    for (let seed = 0; seed < 10; seed++) {
      const random = seededRandom(seed);
      const sigma = weightedReference(seed, 15);
      const [a, b] = [20, 11].map((count) => logMap(sigma, randomCloud(random, count, 2))) as [never, never];
      const bound = distance(expMap(sigma, a), expMap(sigma, b));
      expect(lotDistance(sigma, a, b)).toBeGreaterThanOrEqual(bound * (1 - 1e-12));
    }
  });

  it("bounds W2 with the residuals: W2 <= LOT + sqrt(residual_a) + sqrt(residual_b)", () => {
    for (let seed = 0; seed < 10; seed++) {
      const random = seededRandom(seed);
      const sigma = weightedReference(seed, 6);
      const mu = randomCloud(random, 20, 2);
      const nu = randomCloud(random, 13, 2);
      const a = logMap(sigma, mu);
      const b = logMap(sigma, nu);
      const bound = lotDistance(sigma, a, b) + Math.sqrt(a.residual) + Math.sqrt(b.residual);
      expect(distance(mu, nu)).toBeLessThanOrEqual(bound * (1 + 1e-12));
    }
  });

  it("from a one-point reference is the distance of the means", () => {
    const sigma = reference(uniformCloud(seededRandom(1), 1, 2));
    const mu = randomCloud(seededRandom(2), 20, 2);
    const tangents = [mu, shifted(mu, [0.6, 0.8])].map((nu) => logMap(sigma, nu)) as [never, never];
    expectNear(lotDistance(sigma, ...tangents), 1, rounding);
  });

  it("of all pairs is a symmetric matrix with the single distances in it", () => {
    const sigma = weightedReference(9, 10);
    const tangents = [0, 1, 2].map((s) => logMap(sigma, randomCloud(seededRandom(s), 12, 2)));
    const all = lotDistances(stackTangents(sigma, tangents));
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) {
        expectNear(all.data[a * 3 + b]!, lotDistance(sigma, tangents[a]!, tangents[b]!), {
          atol: 1e-7,
          rtol: 1e-10,
          why: "squared distances from a Gram matrix lose half the digits near 0",
        });
      }
    }
  });
});

describe("sampled pairs", () => {
  const sigma = weightedReference(11, 10);
  const measures = [0, 1, 2, 3, 4].map((s) => randomCloud(seededRandom(s), 12, 2));
  const embedding = embed(sigma, measures);

  it("are all pairs, once each, when as many are asked for", () => {
    const pairs = samplePairs(embedding, measures, { pairs: 100, random: seededRandom(1) });
    const keys = pairs.map(({ a, b }) => `${a}-${b}`);
    expect(new Set(keys).size).toBe(10);
    expect(pairs.every(({ a, b }) => a < b && b < 5)).toBe(true);
  });

  it("stop where the progress callback says so", () => {
    const onProgress = ({ done }: { done: number }) => done < 3;
    expect(samplePairs(embedding, measures, { pairs: 9, random: seededRandom(1), onProgress })).toHaveLength(
      3,
    );
  });

  it("carry the exact distance and the distance of the rows", () => {
    for (const { a, b, exact: found, lot } of samplePairs(embedding, measures, {
      pairs: 4,
      random: seededRandom(2),
    })) {
      expectNear(found, distance(measures[a]!, measures[b]!), rounding);
      expectNear(lot, lotDistance(sigma, logMap(sigma, measures[a]!), logMap(sigma, measures[b]!)), rounding);
    }
  });
});
