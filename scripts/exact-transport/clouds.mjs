import { measure, normalise } from "../../dist/src/measure/measure.js";

/** Points on a noisy ring, masses between 0.3 and 1.3 before they are normalised, or all equal. */
export function ringCloud(random, count, weighted) {
  const points = [];
  while (points.length < count) {
    const p = [random.normal(), random.normal()];
    const norm = Math.sqrt(p[0] ** 2 + p[1] ** 2);
    if (norm > 0) points.push(p.map((value) => (2 * value) / norm + 0.25 * random.normal()));
  }
  return weightedCloud(random, points, weighted);
}

/** Points of two normal clusters side by side, two thirds of them in the first. */
export function twinCloud(random, count, weighted) {
  const points = Array.from({ length: count }, (_, s) => [
    (s % 3 === 0 ? 1.4 : -1) + 0.45 * random.normal(),
    (s % 3 === 0 ? 0.5 : -0.2) + 0.6 * random.normal(),
  ]);
  return weightedCloud(random, points, weighted);
}

function weightedCloud(random, points, weighted) {
  const weights = points.map(() => (weighted ? 0.3 + random.uniform() : 1));
  return normalise(measure(points, { weights }));
}
