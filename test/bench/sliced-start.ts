/**
 * Does it pay to start the exact solver from what slicing knows? An experiment on inner modules.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/sliced-start.js [part of a name]
 *
 * Cold is how `exact` starts: from coarser problems, and those from a closed-form guess. Warm takes the source potentials
 * that the best frame of `sliced` proves its lower bound with: the dense road in place of those of the coarser problem,
 * the large road as prices of its finest level, with the maps along the axes as guess where rows go. Processor time of
 * the solver alone, median of rounds in turn; what the slicing itself takes is a column of its own.
 */
import { argv, cpuUsage, stdout } from "node:process";
import { lendExactKernels } from "../../src/kernels/exact.js";
import type { Measure } from "../../src/measure/measure.js";
import { measure } from "../../src/measure/measure.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { balancedPair } from "../../src/transport/balance.js";
import { commonFrame } from "../../src/transport/frame.js";
import { frameBound } from "../../src/transport/sliced/frame-bound.js";
import { goodFrames } from "../../src/transport/sliced/good-frames.js";
import { type Directions, randomDirections } from "../../src/transport/sliced/orthonormal.js";
import { massiveSlicing, type Slicing, slice, stairsAlong } from "../../src/transport/sliced/slicing.js";
import { normalCloud } from "./exact/clouds.js";
import { solveByPaths } from "./warm-start/paths.js";
import { centredProblem } from "./warm-start/problem.js";
import { solveBySimplex } from "./warm-start/simplex.js";
import type { Solved, Solver } from "./warm-start/solver.js";

const ROUNDS = 5;
const DIRECTIONS = 100;

const [wanted = ""] = argv.slice(2);

function timed<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  const before = cpuUsage();
  const result = work();
  const { user, system } = cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

/** What slicing offers a solver of the centred problem. */
function slicedStart(source: Measure, target: Measure): Solved {
  const pair = balancedPair(source, target, commonFrame(source, target));
  const clouds = massiveSlicing(pair);
  const frame = bestFrame(clouds);
  const { potentials } = frameBound(clouds, frame);
  const f = potentials.f.map((value, i) => value - pair.frame.shiftX[i]!);
  return { cost: 0, f, images: imagesAlong(clouds, frame), steps: 0 };
}

function bestFrame(clouds: Slicing): Directions {
  const random = seededRandom(1);
  const frames = [...goodFrames(clouds, DIRECTIONS)];
  while (frames.length * clouds.dim < DIRECTIONS)
    frames.push(randomDirections(clouds.dim, clouds.dim, random));
  const proved = frames.map((frame) => frame.reduce((sum, theta) => sum + slice(clouds, theta).centred, 0));
  return frames[proved.indexOf(Math.max(...proved))]!;
}

/** Where the monotone maps along the axes of a frame send the source points, together. */
function imagesAlong(clouds: Slicing, frame: Directions): Float64Array {
  const { source, target, stairs, dim, pair } = clouds;
  const images = new Float64Array(source.points.length);
  for (const theta of frame) {
    stairsAlong(clouds, theta);
    for (let e = 0; e < stairs.length; e++) {
      const i = stairs.rows[e]!;
      const share =
        (pair.frame.scale * stairs.mass[e]! * target.places[stairs.cols[e]!]!) / source.masses[i]!;
      for (let k = 0; k < dim; k++) images[i * dim + k]! += share * theta[k]!;
    }
  }
  return images;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

function compare(name: string, source: Measure, target: Measure, solver: Solver): void {
  if (!name.includes(wanted)) return;
  const problem = centredProblem([source, target]);
  const start = slicedStart(source, target);
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({
    cold: timed(() => solver(problem)),
    warm: timed(() => solver(problem, start)),
    slicing: timed(() => slicedStart(source, target)),
  })).slice(1); // the first one is for the compiler
  const of = (key: "cold" | "warm" | "slicing"): number => median(rounds.map((round) => round[key].seconds));
  const { cold, warm } = rounds[0]!;
  const off = Math.abs(cold.result.cost - warm.result.cost) / cold.result.cost;
  const cells = [
    name,
    `${(1000 * of("cold")).toPrecision(3)} (${cold.result.steps})`,
    `${(1000 * of("warm")).toPrecision(3)} (${warm.result.steps})`,
    (of("cold") / of("warm")).toFixed(2),
    (1000 * of("slicing")).toPrecision(3),
    off.toExponential(0),
  ];
  stdout.write(`| ${cells.join(" | ")} |\n`);
}

/** Four normal clusters around random sites. */
function clustered(random: Random, count: number, dim: number): Measure {
  const sites = Array.from({ length: 4 * dim }, () => 3 * random.normal());
  const at = (p: number): number => sites[(Math.floor(p / dim) % 4) * dim + (p % dim)]!;
  return measure(
    Float64Array.from({ length: count * dim }, (_, p) => at(p) + random.normal()),
    { dim },
  );
}

const simplex: Solver = (problem, from) =>
  lendExactKernels((kernels) => solveBySimplex(kernels, problem, from));
const paths: Solver = (problem, from) => solveByPaths(problem, 4, from);

stdout.write("| clouds | cold, ms (steps) | warm, ms (steps) | gain | slicing, ms | costs differ by |\n");
stdout.write("| --- | --- | --- | --- | --- | --- |\n");
for (const [road, solver, sizes, dims] of [
  ["dense", simplex, [200, 1000], [2, 3, 10]],
  ["large", paths, [5000], [2, 3]],
] as const) {
  for (const n of sizes) {
    for (const dim of dims) {
      const random = seededRandom(n + dim);
      const normal = (scale: number): Measure => normalCloud(random, n, dim, scale, false);
      compare(`normal, ${n}, d = ${dim}, ${road}`, normal(1), normal(1.5), solver);
      const [source, target] = [clustered(random, n, dim), clustered(random, n, dim)];
      compare(`clusters, ${n}, d = ${dim}, ${road}`, source, target, solver);
    }
  }
}
