/**
 * Times of the learning kernels: npm run bench:build && node node_modules/.bench/test/bench/learn.js.
 * Synthetic data with a fixed seed; processor seconds, smallest and median of three runs.
 */
import { stdout } from "node:process";
import { fitForest, predictForest } from "../../src/learn/forest.js";
import { fitKMeans } from "../../src/learn/k-means.js";
import { fitPca } from "../../src/learn/pca.js";
import { accuracy } from "../../src/learn/score.js";
import { fitLinearSvm, predictLinearSvm } from "../../src/learn/svm.js";
import { training } from "../../src/learn/training.js";
import { gram } from "../../src/numeric/gram.js";
import { type Matrix, matrix } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";

/** Ten Gaussian classes whose columns have falling spread, as embeddings have. */
function classRows(rows: number, cols: number): Matrix {
  const random = seededRandom(rows + cols);
  const centres = Float64Array.from({ length: 10 * cols }, () => random.normal());
  const data = new Float64Array(rows * cols);
  for (let p = 0; p < data.length; p++) {
    const k = p % cols;
    const s = Math.floor(p / cols);
    data[p] = (1.5 * random.normal() + centres[(s % 10) * cols + k]!) / (1 + k / 10);
  }
  return matrix(rows, cols, data);
}

async function report(name: string, run: () => string | Promise<string>): Promise<void> {
  const seconds: number[] = [];
  let note = "";
  for (let r = 0; r < 3; r++) {
    const before = process.cpuUsage();
    note = await run();
    const used = process.cpuUsage(before);
    seconds.push((used.user + used.system) / 1e6);
  }
  const [least, median] = seconds.sort((a, b) => a - b);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  stdout.write(`${name}\t${least!.toFixed(2)} s\t${median!.toFixed(2)} s\t${peak} MB\t${note}\n`);
}

const wide = classRows(1000, 3000);
const tall = classRows(1437, 64);
const labels = Array.from({ length: 1437 }, (_, s) => s % 10);
const data = training(tall, labels, 10);
const plane = classRows(20_000, 2);

await report("gram 1000 x 3000", () => `trace ${gram(wide).data[0]!.toFixed(3)}`);
for (const components of [10, 100]) {
  await report(`fitPca 1000 x 3000, ${components} components`, () => {
    const { explained } = fitPca(wide, { components });
    return `explained ${explained.reduce((a, b) => a + b).toFixed(4)}`;
  });
}
await report("fitKMeans 20000 x 2, 64 clusters, 4 starts", () => {
  const { inertia, iterations, status } = fitKMeans(plane, { clusters: 64, random: seededRandom(0) });
  return `inertia ${inertia.toFixed(2)}, ${iterations} iterations, ${status}`;
});
await report("fitForest 1437 x 64, 200 trees", () => {
  const model = fitForest(data, { trees: 200, random: seededRandom(0) });
  return `on training rows ${accuracy(labels, predictForest(model, tall)).toFixed(4)}`;
});
await report("fitLinearSvm 1437 x 64", async () => {
  const model = await fitLinearSvm(data, { cost: 10, scaling: "global" });
  return `on training rows ${accuracy(labels, predictLinearSvm(model, tall)).toFixed(4)}`;
});
await report("fitLinearSvm 1000 x 3000", async () => {
  const big = training(wide, labels.slice(0, 1000), 10);
  const model = await fitLinearSvm(big, { cost: 10, scaling: "global" });
  return `on training rows ${accuracy(big.labels, predictLinearSvm(model, wide)).toFixed(4)}`;
});
