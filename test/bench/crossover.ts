/**
 * Where the road for large clouds overtakes the dense one: processor time of both on the same clouds, in turn.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/crossover.js
 *
 * Prints dense time over large time as a markdown table: above 1 the large road is faster. `choose-road.ts` has the
 * numbers that follow from it.
 */
import { cpuUsage, stdout } from "node:process";
import { solveLarge } from "../../src/transport/large/solve-large.js";
import { solveDense } from "../../src/transport/simplex/solve-dense.js";
import { normalPairs, type Pair } from "./exact/clouds.js";

const SIZES = [500, 1000, 2000, 4000];
const DIMENSIONS = [2, 3, 4, 5];
const ROUNDS = 3;

function seconds(solve: () => unknown): number {
  const before = cpuUsage();
  solve();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1e6;
}

/** Median ratio over the rounds; a first round is not counted. */
function ratio([source, target]: Pair): number {
  const ratios = Array.from({ length: ROUNDS + 1 }, () => {
    const dense = seconds(() => solveDense(source, target, {}));
    return dense / seconds(() => solveLarge(source, target));
  });
  return ratios.slice(1).sort((a, b) => a - b)[ROUNDS >> 1]!;
}

stdout.write(`| d | masses | ${SIZES.map((n) => `n = m = ${n}`).join(" | ")} |\n`);
stdout.write(`| --- | --- | ${SIZES.map(() => "---").join(" | ")} |\n`);
for (const dim of DIMENSIONS) {
  for (const weighted of [false, true]) {
    const cells = SIZES.map((n) => ratio(normalPairs({ n, m: n, dim, weighted }, 1)[0]!).toFixed(2));
    stdout.write(`| ${dim} | ${weighted ? "weighted" : "uniform"} | ${cells.join(" | ")} |\n`);
  }
}
