/**
 * Times of generating clouds: npm run bench:build && node node_modules/.bench/test/bench/generate.js [points of W2] [points of HK].
 *
 * A class of 12 bunnies, each sampled and bent on its own with a fixed seed. Processor seconds a cloud: what the class costs once
 * (a transport for each of its items), what a new item costs (its coefficients, its tangent vector, the measure), and what its
 * checks cost (its own transport, and three distances).
 */
import { argv, stdout } from "node:process";
import { loadMeasure } from "../../loaders/node.js";
import { drawCoefficients, fitRowGaussian } from "../../src/generation/gaussian-coefficients.js";
import { randomShares } from "../../src/generation/random-shares.js";
import { combineAffine } from "../../src/lot/combine.js";
import { defaultMetric } from "../../src/lot/default-metric.js";
import { type Embedding, embed } from "../../src/lot/embedding.js";
import { expMap } from "../../src/lot/exp-map.js";
import type { MetricName } from "../../src/lot/metric.js";
import { metricCost } from "../../src/lot/metric-cost.js";
import { gaussianReference } from "../../src/lot/reference.js";
import { type Measure, pushforward } from "../../src/measure/measure.js";
import { relativeGap } from "../../src/numeric/certificate.js";
import { seededRandom } from "../../src/numeric/random.js";

const ITEMS = 12;
const NEW = 10;
const CHECKED = 3;

/** A bunny of so many points, stretched along its axes and bent, each by its own numbers. */
async function bunny(seed: number, points: number): Promise<Measure> {
  const { measure } = await loadMeasure("data/meshes/bunny.ply", { sample: points, seed });
  const random = seededRandom(seed).fork(1);
  const [a, b, c, bend] = [1, 1, 1, 0].map((mean) => mean + 0.2 * random.normal());
  return pushforward(measure, ([x, y, z], out) => {
    out[0] = a! * x! + bend! * y! * y!;
    out[1] = b! * y!;
    out[2] = c! * z!;
  });
}

/** Processor seconds of `work` for each of `count`. */
function seconds<T>(count: number, work: () => T): { readonly each: number; readonly value: T } {
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return { each: (user + system) / 1e6 / count, value };
}

function draws(embedding: Embedding, how: "mix" | "gaussian"): Measure[] {
  const law = how === "gaussian" ? fitRowGaussian(embedding.matrix) : undefined;
  return Array.from({ length: NEW }, (_, index) => {
    const random = seededRandom(0).fork(index);
    const coefficients = law
      ? drawCoefficients(law, random)
      : randomShares(embedding.matrix.rows, { parents: 2, random });
    return expMap(embedding.reference, combineAffine(embedding, coefficients));
  });
}

async function bench(name: MetricName, points: number): Promise<void> {
  const items = await Promise.all(Array.from({ length: ITEMS }, (_, s) => bunny(s, points)));
  const metric = defaultMetric(name, items, seededRandom(0));
  const reference = gaussianReference(items, { count: points, random: seededRandom(0), metric });
  const known = seconds(ITEMS, () => embed(reference, items));
  for (const how of ["mix", "gaussian"] as const) {
    const made = seconds(NEW, () => draws(known.value, how));
    const fresh = made.value.slice(0, 3);
    const checks = seconds(fresh.length, () => [
      ...embed(reference, fresh).certificates,
      ...fresh.flatMap((mu) =>
        items.slice(0, CHECKED).map((item) => metricCost(metric, mu, item).certificate),
      ),
    ]);
    const gap = Math.max(...known.value.certificates.map(relativeGap), ...checks.value.map(relativeGap));
    const cells = [
      `${name}, ${points} points, ${how}`,
      `an item of the class ${known.each.toFixed(2)} s`,
      `a new item ${made.each.toFixed(4)} s`,
      `its checks ${checks.each.toFixed(2)} s`,
      `worst gap ${gap.toExponential(0)}`,
    ];
    stdout.write(`${cells.join("\t")}\n`);
  }
}

const [w2Points = "2048", hkPoints = "512"] = argv.slice(2);
await bench("w2", Number(w2Points));
await bench("hk", Number(hkPoints));
stdout.write(`peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);
