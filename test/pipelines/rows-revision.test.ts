import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { encodeBlock, ROWS_REVISION } from "../../pipelines/embed/blocks.js";
import {
  embed,
  hkMetric,
  type Measure,
  type MetricName,
  optMetric,
  reference,
  seededRandom,
  w2Metric,
} from "../../src/index.js";
import { randomCloud, uniformCloud } from "../support/random-measures.js";

/**
 * Hashes of the rows of some clouds, by revision. Where they differ from those of the last one, rows are computed in
 * another way: add a revision and its hash, and change none that is there.
 */
const HASHES: Readonly<Record<number, Readonly<Record<MetricName, string>>>> = {
  2: { w2: "aec6f50fad2f35e5", hk: "c328d21c8a319966", opt: "444299d0bdeb659a" },
};

const METRICS = [w2Metric, hkMetric(0.7), optMetric(0.2)] as const;

/** Sides, masses and dimensions that take the several roads of exact transport. */
const CASES: readonly (readonly [source: Measure, targets: readonly Measure[]])[] = [
  [
    uniformCloud(seededRandom(1), 30, 2),
    [randomCloud(seededRandom(2), 40, 2), uniformCloud(seededRandom(3), 30, 2)],
  ],
  [uniformCloud(seededRandom(4), 300, 3), [randomCloud(seededRandom(5), 280, 3)]],
  [uniformCloud(seededRandom(6), 50, 1), [randomCloud(seededRandom(7), 60, 1)]],
  [
    uniformCloud(seededRandom(8), 1200, 2),
    [uniformCloud(seededRandom(9), 1200, 2), randomCloud(seededRandom(10), 1500, 2)],
  ],
];

it.each(METRICS)("rows of another way to compute them have another revision: $name", (metric) => {
  const hash = createHash("sha256");
  const cases = metric === w2Metric ? CASES : CASES.slice(0, 3); // the roads of the others do not depend on size
  for (const [source, targets] of cases)
    hash.update(encodeBlock(embed(reference(source, { metric }), targets)));
  expect(hash.digest("hex").slice(0, 16)).toBe(HASHES[ROWS_REVISION]![metric.name]);
});
