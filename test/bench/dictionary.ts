/**
 * Dictionary learning on spectra: processor milliseconds a pixel of the barycentres and of the loss with its gradient, next to
 * the same barycentres by POT (row after row) and by numpy (all rows at once).
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/dictionary.js [rows]
 *
 * 204 bands, epsilon a hundredth of the largest cost, five iterations; default 200 rows. One thread on both sides, which take
 * turns. "apart" is by how much the sums of the barycentres differ.
 */
import { argv, cpuUsage, env, stdout } from "node:process";
import { barycenterRows, lossGradient } from "../../src/dictionary/loss-gradient.js";
import { type DictionaryOptions, dictionaryProblem } from "../../src/dictionary/problem.js";
import { transportLoss } from "../../src/dictionary/transport-loss.js";
import { valueLoss } from "../../src/dictionary/value-loss.js";
import { type Matrix, matrix } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { compensatedSum } from "../../src/numeric/sum.js";
import { type LineProcess, lineProcess } from "./exact/line-process.js";

const PYTHON = "/usr/bin/python3";
const SCRIPT = "test/bench/pot_dictionary.py";
const BANDS = 204;
const EPSILON = 0.1;
const ITERATIONS = 5;
const RUNS = 3;

interface Case {
  readonly name: string;
  readonly k: number;
  readonly options: DictionaryOptions;
}

const CASES: readonly Case[] = [10, 32].flatMap((k) => [
  { name: "published", k, options: { rhoBarycenter: 1000, rhoLoss: 0.1, loss: transportLoss } },
  { name: "value", k, options: { rhoBarycenter: 1000, rhoLoss: 1, loss: valueLoss, lossTolerance: 1e-6 } },
  { name: "balanced", k, options: { loss: valueLoss, lossTolerance: 1e-6 } },
]);

interface Sample {
  readonly atoms: Matrix;
  readonly weights: Matrix;
  readonly data: Matrix;
}

/** Spectra of three bumps on a floor of a hundredth, at most about 1. */
function sample(seed: number, N: number, k: number): Sample {
  const random = seededRandom(seed);
  const spectrum = (): number[] => {
    const bumps = Array.from({ length: 3 }, () => ({
      centre: random.uniform() * BANDS,
      width: 5 + 30 * random.uniform(),
      height: 0.3 * random.uniform(),
    }));
    return Array.from({ length: BANDS }, (_, j) =>
      bumps.reduce(
        (sum, { centre, width, height }) => sum + height / (1 + ((j - centre) / width) ** 2),
        0.01,
      ),
    );
  };
  const spectra = (count: number): Matrix =>
    matrix(count, BANDS, Float64Array.from(Array.from({ length: count }, spectrum).flat()));
  const weights = Float64Array.from({ length: N * k }, () => 0.01 + random.uniform() ** 3);
  for (let n = 0; n < N; n++) {
    const row = weights.subarray(n * k, (n + 1) * k);
    const sum = compensatedSum(row);
    row.forEach((value, s) => {
      row[s] = value / sum;
    });
  }
  return { atoms: spectra(k), weights: matrix(N, k, weights), data: spectra(N) };
}

async function pythonProcess(one: Case, { atoms, weights }: Sample): Promise<LineProcess> {
  // settings of OpenBLAS that a machine may have are not for one thread
  const { OPENBLAS_CORETYPE: _type, OPENBLAS_L2_SIZE: _size, ...rest } = env;
  const python = lineProcess(PYTHON, [SCRIPT], { ...rest, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" });
  const rho = one.options.rhoBarycenter ?? null;
  const sizes = { k: one.k, n: weights.rows, d: BANDS, epsilon: EPSILON, rho, iterations: ITERATIONS };
  await python.ask(
    JSON.stringify({ ...sizes, atoms: Array.from(atoms.data), weights: Array.from(weights.data) }),
  );
  return python;
}

interface Timed<T> {
  readonly milliseconds: number;
  readonly result: T;
}

function timed<T>(work: () => T): Timed<T> {
  const before = cpuUsage();
  const result = work();
  const { user, system } = cpuUsage(before);
  return { milliseconds: (user + system) / 1000, result };
}

const least = (values: readonly number[]): number => Math.min(...values);

async function asked(python: LineProcess, what: string): Promise<Timed<number>> {
  const { seconds, sum }: { seconds: number; sum: number } = JSON.parse(await python.ask(what));
  return { milliseconds: 1000 * seconds, result: sum };
}

async function measured(one: Case, N: number, withPython: boolean): Promise<string> {
  const given = sample(one.k, N, one.k);
  const problem = dictionaryProblem(
    Array.from({ length: BANDS }, (_, j) => j),
    { epsilon: EPSILON, iterations: ITERATIONS, ...one.options },
  );
  const forward = () => barycenterRows(problem, given.atoms, given.weights);
  const gradient = () => lossGradient(problem, given.atoms, given.weights, given.data);
  const python = withPython ? await pythonProcess(one, given) : undefined;
  const isUnbalanced = one.options.rhoBarycenter !== undefined;
  forward();
  gradient(); // the compiler's turn
  const own = { forward: [] as number[], gradient: [] as number[] };
  const theirs = { pot: [] as number[], numpy: [] as number[] };
  let apart = 0;
  try {
    for (let r = 0; r < RUNS; r++) {
      const rows = timed(forward);
      own.forward.push(rows.milliseconds);
      own.gradient.push(timed(gradient).milliseconds);
      if (!python) continue;
      const batch = await asked(python, "numpy");
      theirs.numpy.push(batch.milliseconds);
      if (isUnbalanced) theirs.pot.push((await asked(python, "pot")).milliseconds);
      const sum = compensatedSum(rows.result.data);
      apart = Math.abs(sum - batch.result) / sum;
    }
  } finally {
    python?.close();
  }
  const rounds = Math.max(...gradient().iterations);
  const cell = (times: readonly number[]) => (times.length === 0 ? "" : (least(times) / N).toFixed(3));
  const ratio = (times: readonly number[]) =>
    times.length === 0 ? "" : (least(times) / least(own.forward)).toFixed(1);
  const cells = [
    one.name,
    one.k,
    cell(theirs.pot),
    cell(theirs.numpy),
    cell(own.forward),
    ratio(theirs.pot),
    ratio(theirs.numpy),
    cell(own.gradient),
    rounds,
    withPython ? apart.toExponential(0) : "",
  ];
  return `| ${cells.join(" | ")} |\n`;
}

async function isThere(): Promise<boolean> {
  const python = lineProcess(PYTHON, [SCRIPT, "--version"], env);
  try {
    stdout.write(`POT ${await python.ask("")}\n\n`);
    return true;
  } catch {
    stdout.write("POT is not there: our columns only\n\n");
    return false;
  } finally {
    python.close();
  }
}

const rows = Number(argv[2] ?? 200);
const withPython = await isThere();
const HEAD =
  "settings, k, POT, numpy, ours, POT / ours, numpy / ours, ours with loss and gradient, iterations of the loss, apart";
stdout.write(`Processor milliseconds a row, ${rows} rows of ${BANDS} bands; the least of ${RUNS} runs.\n\n`);
stdout.write(
  `| ${HEAD.split(", ").join(" | ")} |\n| ${HEAD.split(", ")
    .map(() => "---")
    .join(" | ")} |\n`,
);
for (const one of CASES) stdout.write(await measured(one, rows, withPython));
