/**
 * Does it pay to start from the solution of a neighbouring problem? An experiment on inner modules; the answer is in
 * docs/exact-transport.md.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/warm-start.js [part of a name]
 *
 * Both ways solve the same problems, in turn: cold as `exact` does, warm from the potentials of the problem before
 * (diffusion) or of the most alike one before (digits). Processor time of the solver alone, means over the problems,
 * median of rounds; then that of the whole of `exact`, certificate included, and what would be gained on that. The search
 * for the neighbour is not counted. Costs have to agree.
 */
import { argv, cpuUsage, stdout } from "node:process";
import { lendExactKernels } from "../../src/kernels/exact.js";
import { seededRandom } from "../../src/numeric/random.js";
import { exact } from "../../src/transport/exact.js";
import { diffusionPairs } from "./exact/clouds.js";
import { digitProblems } from "./warm-start/digits.js";
import { solveByPaths } from "./warm-start/paths.js";
import { centredProblem } from "./warm-start/problem.js";
import { solveBySimplex } from "./warm-start/simplex.js";
import type { Chain, Solved, Solver } from "./warm-start/solver.js";

/** So many maps in a row are solved, from the first one on or from a later one. */
const MAPS = 8;
const ROUNDS = 3;

const [wanted = ""] = argv.slice(2);

interface Timed extends Solved {
  readonly seconds: number;
}

function seconds(work: () => unknown): number {
  const before = cpuUsage();
  work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1e6;
}

function timed(solve: () => Solved): Timed {
  let solved: Solved | undefined;
  const time = seconds(() => {
    solved = solve();
  });
  return { ...solved!, seconds: time };
}

interface Round {
  readonly cold: readonly Timed[];
  readonly warm: readonly Timed[];
  /** Seconds of `exact` from the measures to the certificate. */
  readonly whole: readonly number[];
}

/** Cold and warm in turn along the chain; the warm one starts from what the cold one found. */
function run({ pairs, problems, neighbour }: Chain, solver: Solver): Round {
  const cold: Timed[] = [];
  const warm: Timed[] = [];
  const whole: number[] = [];
  problems.forEach((problem, s) => {
    cold.push(timed(() => solver(problem)));
    const from = neighbour[s]!;
    if (from >= 0) warm.push(timed(() => solver(problem, cold[from]!)));
    else warm.push(cold[s]!);
    const [source, target] = pairs[s]!;
    whole.push(seconds(() => exact(source, target)));
  });
  return { cold, warm, whole };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function compare(name: string, makeChain: () => Chain, solver: Solver): void {
  if (!name.includes(wanted)) return;
  const chain = makeChain();
  run(chain, solver); // for the compiler
  const rounds = Array.from({ length: ROUNDS }, () => run(chain, solver));
  const over = (values: readonly number[]): number => mean(values.filter((_, s) => chain.neighbour[s]! >= 0));
  const times = (of: (round: Round) => readonly number[]): number =>
    median(rounds.map((round) => over(of(round))));
  const cold = times((round) => round.cold.map((one) => one.seconds));
  const warm = times((round) => round.warm.map((one) => one.seconds));
  const whole = times((round) => round.whole);
  const [first] = rounds as [Round];
  const steps = (runs: readonly Timed[]): string => over(runs.map((one) => one.steps)).toFixed(0);
  const off = Math.max(...first.cold.map((one, s) => Math.abs(one.cost - first.warm[s]!.cost) / one.cost));
  const cells = [
    name,
    `${(1000 * cold).toPrecision(3)} (${steps(first.cold)})`,
    `${(1000 * warm).toPrecision(3)} (${steps(first.warm)})`,
    (cold / warm).toFixed(2),
    (1000 * whole).toPrecision(3),
    (whole / (whole - cold + warm)).toFixed(2),
    off.toExponential(0),
  ];
  stdout.write(`| ${cells.join(" | ")} |\n`);
}

/** Maps of the diffusion with time step h, from map `first` on. */
function diffusion(n: number, h: number, first: number): Chain {
  const steps = Array.from({ length: MAPS }, (_, t) => first + t);
  const pairs = diffusionPairs(n, h, steps);
  return { pairs, problems: pairs.map(centredProblem), neighbour: pairs.map((_, s) => s - 1) };
}

const DIGITS = "data/digits";
const DIGIT_POINTS = 64;

const simplex: Solver = (problem, from) =>
  lendExactKernels((kernels) => solveBySimplex(kernels, problem, from));

/** First increments of the warm auction, in units of the spacing; a cold one has 4 on its finest level. */
const FIRST_INCREMENTS = [4, 1];
const TIME_STEPS = [1e-3, 1e-2];
const FIRST_MAPS = [1, 100];
/** Points for which `exact` takes the one road or the other. */
const DENSE_SIZES = [500, 1000];
const LARGE_SIZES = [2000, 10_000];

stdout.write(
  "| problems | cold, ms (steps) | warm, ms (steps) | gain | exact, ms | its gain | costs differ by |\n",
);
stdout.write("| --- | --- | --- | --- | --- | --- | --- |\n");
const digits = await digitProblems(DIGITS, DIGIT_POINTS, seededRandom(0));
compare("digits, from the most alike one before, dense road", () => digits.fromMostAlike, simplex);
compare("digits, from the one before in the file, dense road", () => digits.fromLast, simplex);
for (const h of TIME_STEPS) {
  for (const first of FIRST_MAPS) {
    const which = `diffusion, h = ${h}, maps from ${first} on`;
    for (const n of DENSE_SIZES) {
      compare(`${which}, n = ${n}, dense road`, () => diffusion(n, h, first), simplex);
    }
    for (const n of LARGE_SIZES) {
      for (const epsilon of FIRST_INCREMENTS) {
        const paths: Solver = (problem, from) => solveByPaths(problem, epsilon, from);
        const name = `${which}, n = ${n}, large road, increments from ${epsilon}`;
        compare(name, () => diffusion(n, h, first), paths);
      }
    }
  }
}
