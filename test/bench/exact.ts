/**
 * Times exact transport, next to POT's ot.dist + ot.emd in turn on the same machine if there is one.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/exact.js
 *
 * Every case runs in a process of its own, so that its peak memory is its own.
 * Times are wall times of one thread, certificate included.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Measure, measure, normalise } from "../../src/measure/measure.js";
import { relativeGap } from "../../src/numeric/certificate.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { exact } from "../../src/transport/exact.js";

type Pair = readonly [source: Measure, target: Measure];

interface Case {
  readonly name: string;
  readonly repetitions: number;
  readonly pairs: () => readonly Pair[];
}

interface Timing {
  readonly seconds: readonly number[];
  readonly costs: readonly number[];
  readonly peakMegabytes: number;
}

interface OurTiming extends Timing {
  readonly gap: number;
  readonly pivots: number;
  readonly notConverged: number;
}

/** Milliseconds of solving before the clock starts: the compiler needs them, a batch job has them. */
const WARM_UP = 500;

const PYTHON = "/usr/bin/python3";
const POT_SCRIPT = "test/bench/pot_emd.py";
/** A header, then a label and 64 pixel values a row. */
const DIGITS = "data/digits/digits.csv";

function gaussian(random: Random, count: number, dim: number, scale: number, weighted: boolean): Measure {
  const points = Float64Array.from({ length: count * dim }, () => scale * random.normal());
  const weights = Float64Array.from({ length: count }, () => (weighted ? 0.05 + random.uniform() : 1));
  return normalise(measure(points, { dim, weights }));
}

function gaussianCase(n: number, m: number, dim: number, weighted: boolean, repetitions: number): Case {
  const pairs = (): Pair[] => {
    const random = seededRandom(n + m + dim);
    return [[gaussian(random, n, dim, 1, weighted), gaussian(random, m, dim, 1.5, weighted)]];
  };
  const masses = weighted ? "weighted" : "uniform";
  return { name: `${n} x ${m}, d=${dim}, ${masses}`, repetitions, pairs };
}

function digitsCase(): Case {
  const pairs = (): Pair[] => {
    const reference = gaussian(seededRandom(64), 64, 2, 2, false);
    const centred = { ...reference, points: reference.points.map((x) => x + 3.5) };
    const rows = readFileSync(DIGITS, "utf8").trim().split("\n").slice(1);
    return rows.map((row) => [centred, digit(row.split(",").slice(1).map(Number))]);
  };
  return { name: "UCI digits x 64 points, d=2", repetitions: 3, pairs };
}

function digit(pixels: readonly number[]): Measure {
  const inked = [...pixels.keys()].filter((p) => pixels[p]! > 0);
  const points = inked.map((p) => [p % 8, Math.floor(p / 8)]);
  return normalise(measure(points, { weights: inked.map((p) => pixels[p]!) }));
}

function allCases(): Case[] {
  const small = [64, 200, 500].map((n) => gaussianCase(n, n, 2, true, 15));
  const large = [
    gaussianCase(1000, 1000, 2, true, 7),
    gaussianCase(1000, 1000, 2, false, 7),
    gaussianCase(1000, 1000, 10, true, 7),
    gaussianCase(1000, 1000, 10, false, 7),
    gaussianCase(500, 500, 200, true, 7),
    gaussianCase(20, 5000, 2, true, 5),
    gaussianCase(2000, 2000, 2, true, 3),
    gaussianCase(5000, 5000, 2, true, 1),
  ];
  return [digitsCase(), ...small, ...large];
}

function timeOurs({ pairs, repetitions }: Case): OurTiming {
  const problems = pairs();
  const seconds: number[] = [];
  let results = problems.map(([source, target]) => exact(source, target));
  const warm = performance.now() + WARM_UP;
  while (performance.now() < warm) results = problems.map(([source, target]) => exact(source, target));
  for (let r = 0; r < repetitions; r++) {
    const start = performance.now();
    results = problems.map(([source, target]) => exact(source, target));
    seconds.push((performance.now() - start) / 1000);
  }
  return {
    seconds,
    costs: results.map(({ cost }) => cost),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    gap: Math.max(...results.map(({ certificate }) => relativeGap(certificate))),
    pivots: results.reduce((sum, { certificate }) => sum + certificate.iterations, 0),
    notConverged: results.filter(({ certificate }) => certificate.status !== "converged").length,
  };
}

function timePot({ pairs, repetitions }: Case): Timing | undefined {
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...environment } = process.env;
  const problems = pairs();
  const record = (mu: Measure) => ({ points: Array.from(mu.points), weights: Array.from(mu.weights) });
  const input = JSON.stringify({
    dim: problems[0]![0].dim,
    repetitions,
    pairs: problems.map(([source, target]) => [record(source), record(target)]),
  });
  const env = { ...environment, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const run = spawnSync(PYTHON, [POT_SCRIPT], { input, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  return run.status === 0 ? JSON.parse(run.stdout) : undefined;
}

const milliseconds = (seconds: number): string => (1000 * seconds).toFixed(seconds < 0.1 ? 2 : 0);
const minimum = (seconds: readonly number[]): number => Math.min(...seconds);
const median = (seconds: readonly number[]): number =>
  [...seconds].sort((a, b) => a - b)[seconds.length >> 1]!;

function describe(name: string, ours: OurTiming, pot: Timing | undefined): string {
  const own = [
    `min ${milliseconds(minimum(ours.seconds))} ms`,
    `median ${milliseconds(median(ours.seconds))} ms`,
    `${ours.peakMegabytes.toFixed(0)} MB`,
    `gap ${ours.gap.toExponential(1)}`,
    `${ours.pivots} pivots`,
    `${ours.notConverged} not converged`,
  ];
  if (!pot) return `${name}: ${own.join(", ")}; POT is not there`;
  const off = Math.max(...pot.costs.map((cost, s) => Math.abs(cost - ours.costs[s]!) / cost));
  const peer = [
    `min ${milliseconds(minimum(pot.seconds))} ms`,
    `median ${milliseconds(median(pot.seconds))} ms`,
    `${pot.peakMegabytes.toFixed(0)} MB`,
    `costs differ by ${off.toExponential(1)}`,
  ];
  const ratio = median(pot.seconds) / median(ours.seconds);
  return `${name}: ${own.join(", ")}; POT ${peer.join(", ")}; POT / ours ${ratio.toFixed(2)}`;
}

/** In the child process: one case, as JSON. In the parent: all of them, each in a child. */
function main(): void {
  const [first, second] = process.argv.slice(2);
  if (first === "--case") {
    process.stdout.write(JSON.stringify(timeOurs(allCases()[Number(second)]!)));
    return;
  }
  allCases().forEach((one, index) => {
    const self = [fileURLToPath(import.meta.url), "--case", String(index)];
    const child = spawnSync(process.execPath, self, { encoding: "utf8", maxBuffer: 2 ** 28 });
    if (child.status !== 0) throw new Error(child.stderr);
    process.stdout.write(`${describe(one.name, JSON.parse(child.stdout), timePot(one))}\n`);
  });
}

main();
