import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { embed } from "../../src/lot/embedding.js";
import { samplePairs } from "../../src/lot/fidelity.js";
import { hkMetric, type Metric, optMetric, w2Metric } from "../../src/lot/metric.js";
import { metricCost } from "../../src/lot/metric-cost.js";
import { reference } from "../../src/lot/reference.js";
import { type Measure, massive, normalise, totalMass } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { createPool, type WorkerPool } from "../../src/pool/pool.js";
import { randomCloud } from "../support/random-measures.js";

/** Workers run what the build made, since Node starts no TypeScript. */
beforeAll(() => {
  const built = join(import.meta.dirname, "../../dist/src/pool/spawn-node.js");
  if (!existsSync(built)) throw new Error(`there is no ${built}; npm run build makes it`);
});

async function poolOf(workers: number): Promise<WorkerPool> {
  const pool = await createPool({ workers });
  onTestFinished(() => pool.close());
  return pool;
}

const source = massive(randomCloud(seededRandom(1), 60, 2)).measure;
const METRICS: readonly Metric[] = [hkMetric(0.15), hkMetric(2), optMetric(0.02)];

/** Measures of different sizes and masses; the first one is out of reach, others are partly. */
const measures: readonly Measure[] = Array.from({ length: 36 }, (_, s) => {
  const cloud = normalise(randomCloud(seededRandom(100 + s), 80 + 17 * (s % 5), 2), 0.5 + (s % 3));
  return s === 0 ? { ...cloud, points: cloud.points.map((x) => x + 1000) } : cloud;
});

describe.each(METRICS)("in the metric %o", (metric) => {
  const sigma = reference(source, { metric });
  const wanted = embed(sigma, measures);

  it.each([0, 1, 2])("a pool of %i workers gives the bytes of the synchronous functions", async (workers) => {
    const pool = await poolOf(workers);
    expect(await pool.embedAll(sigma, measures)).toEqual(wanted);
    expect(totalMass(wanted.singular![0]!)).toBe(totalMass(measures[0]!));
    const pairs = { pairs: 12, random: seededRandom(3) };
    expect(await pool.samplePairs(wanted, measures, pairs)).toEqual(
      samplePairs(wanted, measures, { ...pairs, random: seededRandom(3) }),
    );
  });
});

describe("a pool", () => {
  it("tells metrics at one measure apart", async () => {
    const pool = await poolOf(0);
    const some = measures.slice(1, 4).map((mu) => normalise(mu));
    const metrics: readonly Metric[] = [hkMetric(1), hkMetric(2), optMetric(1), w2Metric, hkMetric(1)];
    for (const metric of metrics) {
      const sigma = reference(normalise(source), { metric });
      expect(await pool.embedAll(sigma, some)).toEqual(embed(sigma, some));
    }
  });

  it("gives costs of pairs in the metric asked for", async () => {
    const pool = await poolOf(2);
    const pairs = measures.slice(1, 9).map((mu, p) => [measures[p]!, mu] as const);
    const metric = hkMetric(0.5);
    expect(await pool.costs(pairs, { metric })).toEqual(pairs.map(([mu, nu]) => metricCost(metric, mu, nu)));
  });

  it("hands out singular parts block by block", async () => {
    const pool = await poolOf(2);
    const sigma = reference(source, { metric: hkMetric(0.15) });
    const wanted = embed(sigma, measures).singular!;
    let next = 0;
    for await (const { first, singular, matrix } of pool.embed(sigma, measures)) {
      expect(first).toBe(next);
      expect(singular).toEqual(wanted.slice(first, first + matrix.rows));
      next += matrix.rows;
    }
    expect(next).toBe(measures.length);
  });
});
