/**
 * Random problems of medium size, of every kind, on every road to the exact answer: each has to end with a closed
 * certificate, and no kind should be much slower than the others.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/fuzz.js [first seed] [count] [seconds] [road]
 *
 * Prints every failure with its seed as it happens, then per road and kind of clouds the median time, and the slowest
 * seed. A solve of more than `seconds` (default 60, process CPU time) is stopped through its progress callback, and
 * counts as a failure. Ends with exit code 1 if there was one.
 */
import type { Measure } from "../../src/measure/measure.js";
import { faultsOf } from "../transport/fuzz/faults.js";
import { mediumSizes, randomProblem } from "../transport/fuzz/random-problem.js";
import { ROADS, type Road } from "../transport/fuzz/roads.js";

interface Run {
  readonly seed: number;
  readonly kind: string;
  readonly road: string;
  readonly seconds: number;
  readonly points: number;
  readonly faults: readonly string[];
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** One solve, stopped after `limit` seconds; `optimum` is what another road found. */
function runOf(
  seed: number,
  road: Road,
  limit: number,
  optimum: number | undefined,
): Run & { readonly cost?: number } {
  const { kind, source, target } = randomProblem(seed, mediumSizes);
  const head = { seed, kind, road: road.name, points: source.count + target.count };
  const start = cpuSeconds();
  try {
    const answer = road.solve(source, target, { onProgress: () => cpuSeconds() - start < limit });
    const seconds = cpuSeconds() - start;
    return { ...head, seconds, faults: faultsOf(source, target, answer, optimum), cost: answer.cost };
  } catch (error) {
    return { ...head, seconds: cpuSeconds() - start, faults: [`throws ${error}`] };
  }
}

const byRoadAndShape = ({ road, kind }: Run): string => `${road}: ${kind.split(",")[0]}`;

function summary(group: string, runs: readonly Run[]): string {
  const perPoint = (run: Run): number => (1e6 * run.seconds) / run.points;
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  const slowest = sorted.at(-1)!;
  const times = runs.map(perPoint).sort((a, b) => a - b);
  const told = [
    `${runs.length} solved`,
    `median ${times[runs.length >> 1]!.toFixed(0)} us a point`,
    `slowest ${(1000 * slowest.seconds).toFixed(0)} ms, ${perPoint(slowest).toFixed(0)} us a point`,
    `seed ${slowest.seed} (${slowest.kind})`,
  ];
  return `${group}: ${told.join(", ")}`;
}

function solveAll(first: number, count: number, limit: number, roads: readonly Road[]): Run[] {
  const runs: Run[] = [];
  for (let seed = first; seed < first + count; seed++) {
    let optimum: number | undefined;
    const source: Measure = randomProblem(seed, mediumSizes).source;
    for (const road of roads.filter(({ takes }) => takes(source))) {
      if (process.stderr.isTTY) process.stderr.write(`\rseed ${seed}, ${road.name}   `);
      const run = runOf(seed, road, limit, optimum);
      optimum ??= run.cost;
      for (const fault of run.faults)
        process.stdout.write(`seed ${seed}, ${road.name} (${run.kind}): ${fault}\n`);
      runs.push(run);
    }
  }
  return runs;
}

function main(first: number, count: number, limit: number, only: string | undefined): void {
  const runs = solveAll(
    first,
    count,
    limit,
    ROADS.filter(({ name }) => only === undefined || name === only),
  );
  const groups = new Set(runs.map(byRoadAndShape));
  for (const group of [...groups].sort()) {
    const members = runs.filter((run) => byRoadAndShape(run) === group);
    process.stdout.write(`${summary(group, members)}\n`);
  }
  const failed = runs.filter(({ faults }) => faults.length > 0);
  process.stdout.write(`${runs.length} solves, ${failed.length} failed\n`);
  if (failed.length > 0) process.exitCode = 1;
}

const [first = "0", count = "200", seconds = "60", road] = process.argv.slice(2);
main(Number(first), Number(count), Number(seconds), road);
