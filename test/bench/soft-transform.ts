/**
 * Nanoseconds of processor time per pair of points, of the entropic kernels in both variants. From 2048 points on they are
 * in an order in which far pairs can be left out.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/soft-transform.js [POINTS]
 */
import { entropicFamily } from "../../src/kernels/entropic.js";
import type { EntropicKernels } from "../../src/kernels/kernels.js";
import { webAssemblyKernels } from "../../src/kernels/webassembly.js";
import { seededRandom } from "../../src/numeric/random.js";
import { spatiallyOrdered } from "../../src/transport/entropic/spatial-order.js";

const ROUNDS = 7;
const count = Number(process.argv[2] ?? 2000);

interface Case {
  readonly dim: number;
  /** 0: the squared distance. */
  readonly kappa: number;
  /** In parts of the mean cost. */
  readonly softness: number;
}

const cases: readonly Case[] = [
  { dim: 2, kappa: 0, softness: 1 },
  { dim: 2, kappa: 0, softness: 1e-3 },
  { dim: 3, kappa: 0, softness: 1 },
  { dim: 3, kappa: 0, softness: 1e-3 },
  { dim: 3, kappa: 4, softness: 1 },
  { dim: 10, kappa: 0, softness: 1 },
  { dim: 50, kappa: 0, softness: 1 },
];

/** Least and median processor time of some runs, in nanoseconds per pair. */
function timed(run: () => void): readonly [least: number, median: number] {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    if (round > 0) times.push(((user + system) * 1000) / count ** 2);
  }
  times.sort((a, b) => a - b);
  return [times[0]!, times[ROUNDS >> 1]!];
}

function jobs(
  { functions, doubles }: EntropicKernels,
  { dim, kappa, softness }: Case,
): Record<string, () => void> {
  const random = seededRandom(dim);
  const x = Float64Array.from({ length: count * dim }, () => random.normal());
  const y = Float64Array.from({ length: count * dim }, () => random.normal());
  const [rows, columns] = spatiallyOrdered(x, y, dim);
  const h = Float64Array.from({ length: count }, () => 0.1 * random.normal());
  const epsilon = softness * 2 * dim;
  functions.forgetAll();
  const soft = functions.newSoft(count, count, dim, kappa);
  const gibbs = functions.newGibbs(count, count, dim, kappa, count);
  doubles(functions.softX(soft), count * dim).set(rows.points);
  doubles(functions.softY(soft), count * dim).set(columns.points);
  doubles(functions.softH(soft), count).set(h);
  doubles(functions.gibbsX(gibbs), count * dim).set(rows.points);
  doubles(functions.gibbsY(gibbs), count * dim).set(columns.points);
  doubles(functions.gibbsG(gibbs), count).set(h);
  functions.prepareSoft(soft);
  functions.prepareGibbs(gibbs);
  functions.runSoft(soft, epsilon);
  const f = doubles(functions.softF(soft), count).slice();
  doubles(functions.gibbsF(gibbs), count).set(f);
  doubles(functions.rowFactors(gibbs), count).fill(1);
  doubles(functions.columnFactors(gibbs), count).fill(1);
  return {
    "soft transform": () => functions.runSoft(soft, epsilon),
    "rows of a plan": () => {
      functions.cutBelow(gibbs, -200);
      for (let i = 0; i < count; i += 4) {
        const end = Math.min(count, i + 4);
        functions.computeRows(gibbs, i, end, epsilon);
        functions.scaleRows(gibbs, end);
      }
      functions.cutBelow(gibbs, -1022);
    },
    "kept kernel": () => functions.computeRows(gibbs, 0, count, epsilon),
    "K v": () => functions.sumRows(gibbs, 0, count),
    "K^T u": () => functions.addColumns(gibbs, 0, count),
  };
}

const variants: readonly (readonly [string, EntropicKernels])[] = [
  ["JavaScript", entropicFamily.plain],
  ["WebAssembly", webAssemblyKernels(entropicFamily)()],
];

process.stdout.write(`${count} x ${count} points; ns per pair: least, median of ${ROUNDS} runs\n`);
for (const one of cases) {
  process.stdout.write(
    `d = ${one.dim}, epsilon = ${one.softness} mean cost${one.kappa ? `, kappa = ${one.kappa}` : ""}\n`,
  );
  const [plain, compiled] = variants.map(([, kernels]) => jobs(kernels, one));
  for (const name of Object.keys(plain!)) {
    const times = [plain![name]!, compiled![name]!].map((run) => timed(run));
    const text = times.map((pair) => pair.map((time) => time.toFixed(2).padStart(7)).join(" "));
    process.stdout.write(
      `  ${name.padEnd(16)}${variants.map(([variant], v) => `${variant}${text[v]}`).join("   ")}\n`,
    );
  }
}
