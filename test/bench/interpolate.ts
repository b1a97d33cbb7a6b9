/**
 * Time of paths between two clouds of equal masses in space, from the transport to the last distance.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/interpolate.js [POINTS] [STEPS]
 *
 * POINTS: of each cloud (default 2048); STEPS: default 10, which are 11 measures. Processor seconds, median of three rounds:
 * making the path, then its measures and their distances from both ends with certificates. HK is solved once in a round, which is
 * most of its time.
 */
import { stdout } from "node:process";
import {
  generalisedPaths,
  geodesicPath,
  hkMetric,
  lotPaths,
  type Measure,
  type MeasurePath,
  measure,
  reference,
  relativeGap,
  seededRandom,
} from "../../src/index.js";

const ROUNDS = 3;

/** A sphere and a bent sheet, with noise. */
function clouds(count: number): readonly [Measure, Measure] {
  const random = seededRandom(1);
  const sphere = new Float64Array(3 * count);
  const sheet = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [random.normal(), random.normal(), random.normal()];
    const norm = Math.sqrt(x * x + y * y + z * z);
    sphere.set([x / norm, y / norm, z / norm], 3 * i);
    const [u, v] = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
    sheet.set([u + 0.5, v, u * v + 0.02 * random.normal()], 3 * i);
  }
  return [measure(sphere, { dim: 3 }), measure(sheet, { dim: 3 })];
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

interface Row {
  readonly path: number;
  readonly steps: number;
  readonly particles: number;
  readonly worstGap: number;
}

function timed(make: () => MeasurePath, count: number): Row {
  const rounds = Array.from({ length: ROUNDS }, () => {
    let path: MeasurePath | undefined;
    let worstGap = 0;
    const making = cpuSeconds(() => {
      path = make();
    });
    const stepping = cpuSeconds(() => {
      for (let k = 0; k <= count; k++) {
        const mu = path!.at(k / count);
        const { certificates } = path!.distancesAt(k / count, mu);
        worstGap = Math.max(worstGap, ...certificates.map(relativeGap));
      }
    });
    return { making, stepping, worstGap, particles: path!.at(0.5).count };
  });
  return {
    path: median(rounds.map(({ making }) => making)),
    steps: median(rounds.map(({ stepping }) => stepping)),
    particles: rounds[0]!.particles,
    worstGap: rounds[0]!.worstGap,
  };
}

const [points = 2048, steps = 10] = process.argv.slice(2).map(Number);
const [a, b] = clouds(points);
const base = clouds(256)[0];
const ways: Readonly<Record<string, () => MeasurePath>> = {
  "W2 geodesic": () => geodesicPath(a, b),
  "LOT, reference of 256 points": () => lotPaths(reference(base), [a, b]).path([1, 0], [0, 1]),
  "LOT, reference of as many points": () => lotPaths(reference(a), [a, b]).path([1, 0], [0, 1]),
  "generalised, base of 256 points": () => generalisedPaths(base, [a, b]).path([1, 0], [0, 1]),
  "HK geodesic, kappa 1": () => geodesicPath(a, b, { metric: hkMetric(1) }),
};
stdout.write(`${points} points, ${steps} steps; processor seconds, median of ${ROUNDS}\n\n`);
stdout.write(
  "| path | making it | measures and distances | together | particles | worst gap |\n|---|---|---|---|---|---|\n",
);
for (const [name, make] of Object.entries(ways)) {
  const { path, steps: stepping, particles, worstGap } = timed(make, steps);
  const cells = [path, stepping, path + stepping].map((seconds) => seconds.toFixed(2));
  stdout.write(`| ${[name, ...cells, particles, worstGap.toExponential(1)].join(" | ")} |\n`);
}
