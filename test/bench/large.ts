/**
 * Times exact transport between large clouds, next to POT's ot.dist + ot.emd in turn on the same machine if there is one.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/large.js [largest n for POT, default 5000]
 *
 * Every case runs in a process of its own, so that its peak memory is its own. Times are the process CPU time of
 * one solve, certificate included, of all threads: garbage collection too. POT's are wall times of one thread.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Measure, measure, normalise } from "../../src/measure/measure.js";
import { relativeGap } from "../../src/numeric/certificate.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { solveLarge } from "../../src/transport/large/solve-large.js";

interface Case {
  readonly name: string;
  readonly count: number;
  readonly repetitions: number;
  readonly pair: () => readonly [source: Measure, target: Measure];
}

interface Timing {
  readonly seconds: readonly number[];
  readonly costs: readonly number[];
  readonly peakMegabytes: number;
}

interface OurTiming extends Timing {
  readonly status: string;
  readonly gap: number;
  readonly steps: number;
}

const PYTHON = "/usr/bin/python3";
const POT_SCRIPT = "test/bench/pot_emd.py";
const LARGEST_FOR_POT = 5000;

function gaussian(random: Random, count: number, dim: number, scale: number, weighted: boolean): Measure {
  const points = Float64Array.from({ length: count * dim }, () => scale * random.normal());
  const weights = Float64Array.from({ length: count }, () => (weighted ? 0.1 + 0.9 * random.uniform() : 1));
  return normalise(measure(points, { dim, weights }));
}

function gaussianCase(n: number, m: number, dim: number, weighted: boolean, repetitions: number): Case {
  const masses = weighted ? "weighted" : "uniform";
  return {
    name: `gaussian ${n} x ${m}, d=${dim}, ${masses}`,
    count: Math.max(n, m),
    repetitions,
    pair: () => {
      const random = seededRandom(n + m + dim);
      return [gaussian(random, n, dim, 1, weighted), gaussian(random, m, dim, 1.5, weighted)];
    },
  };
}

/** A cloud and the same one after a small random step: nearly nothing moves far. */
function diffusionCase(n: number, repetitions: number): Case {
  const pair = (): [Measure, Measure] => {
    const random = seededRandom(n);
    const source = gaussian(random, n, 2, 1, false);
    return [
      source,
      { ...source, points: source.points.map((x) => x + Math.SQRT1_2 * 0.2 * random.normal()) },
    ];
  };
  return { name: `diffusion ${n}, d=2, uniform`, count: n, repetitions, pair };
}

/** Points of a square lattice against random sites of another: ties and repeats everywhere. */
function latticeCase(n: number, repetitions: number): Case {
  const side = Math.ceil(Math.sqrt(n));
  const pair = (): [Measure, Measure] => {
    const random = seededRandom(n);
    return [
      measure(Array.from({ length: n }, (_, i) => [i % side, Math.floor(i / side)])),
      measure(Array.from({ length: n }, () => [random.integer(side), random.integer(side)])),
    ];
  };
  return { name: `lattice ${n}, d=2, repeated`, count: n, repetitions, pair };
}

function allCases(): Case[] {
  return [
    gaussianCase(2000, 2000, 2, false, 9),
    gaussianCase(5000, 5000, 2, false, 7),
    diffusionCase(5000, 7),
    latticeCase(5000, 3),
    gaussianCase(5000, 4000, 2, true, 5),
    gaussianCase(5000, 4000, 2, false, 5),
    gaussianCase(10_000, 10_000, 2, false, 5),
    gaussianCase(10_000, 10_000, 3, false, 3),
    gaussianCase(10_000, 8000, 2, true, 3),
    gaussianCase(20_000, 20_000, 2, false, 3),
    gaussianCase(100_000, 100_000, 2, false, 1),
  ];
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** The first solve of several is not timed: the compiler needs it. */
function timeOurs({ pair, repetitions }: Case): OurTiming {
  const [source, target] = pair();
  let result = repetitions > 1 ? solveLarge(source, target) : undefined;
  const seconds = Array.from({ length: repetitions }, () =>
    cpuSeconds(() => {
      result = solveLarge(source, target);
    }),
  );
  const { cost, certificate } = result!;
  return {
    seconds,
    costs: [cost],
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    status: certificate.status,
    gap: relativeGap(certificate),
    steps: certificate.iterations,
  };
}

function timePot({ pair }: Case): Timing | undefined {
  const [source, target] = pair();
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...environment } = process.env;
  const record = (mu: Measure) => ({ points: Array.from(mu.points), weights: Array.from(mu.weights) });
  const pairs = [[record(source), record(target)]];
  const input = JSON.stringify({ dim: source.dim, repetitions: 1, pairs });
  const env = { ...environment, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const run = spawnSync(PYTHON, [POT_SCRIPT], { input, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  return run.status === 0 ? JSON.parse(run.stdout) : undefined;
}

const milliseconds = (seconds: number): string => (1000 * seconds).toFixed(0);
const median = (seconds: readonly number[]): number =>
  [...seconds].sort((a, b) => a - b)[seconds.length >> 1]!;

function describe(name: string, ours: OurTiming, pot: Timing | undefined): string {
  const own = [
    `min ${milliseconds(Math.min(...ours.seconds))} ms`,
    `median ${milliseconds(median(ours.seconds))} ms`,
    `${ours.peakMegabytes.toFixed(0)} MB`,
    `gap ${ours.gap.toExponential(1)}`,
    `${ours.steps} steps`,
    ours.status,
  ];
  if (!pot) return `${name}: ${own.join(", ")}`;
  const off = Math.abs(pot.costs[0]! - ours.costs[0]!) / pot.costs[0]!;
  const peer = [
    `${milliseconds(median(pot.seconds))} ms`,
    `${pot.peakMegabytes.toFixed(0)} MB`,
    `costs differ by ${off.toExponential(1)}`,
  ];
  const ratio = median(pot.seconds) / median(ours.seconds);
  return `${name}: ${own.join(", ")}; POT ${peer.join(", ")}; POT / ours ${ratio.toFixed(1)}`;
}

/** In the child process: one case, as JSON. In the parent: all of them, each in a child. */
function main(): void {
  const [first, second] = process.argv.slice(2);
  if (first === "--case") {
    process.stdout.write(JSON.stringify(timeOurs(allCases()[Number(second)]!)));
    return;
  }
  const largestForPot = Number(first ?? LARGEST_FOR_POT);
  allCases().forEach((one, index) => {
    const self = [fileURLToPath(import.meta.url), "--case", String(index)];
    const child = spawnSync(process.execPath, self, { encoding: "utf8", maxBuffer: 2 ** 28 });
    if (child.status !== 0) throw new Error(child.stderr);
    const pot = one.count <= largestForPot ? timePot(one) : undefined;
    process.stdout.write(`${describe(one.name, JSON.parse(child.stdout), pot)}\n`);
  });
}

main();
