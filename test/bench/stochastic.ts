/**
 * Time and errors of `semidiscrete` and `minibatch`.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/stochastic.js [parts of names]
 *
 * One run each, processor seconds of all threads, the compiler's included. Semidiscrete: "samples" per target point,
 * "error" the estimated relative error of the cells' masses that the tolerance 0.1 bounds, "W2^2" the estimate of the dual
 * value with its standard error, "gap" the width of the certificate's bracket, of the problem of the fresh sample, over
 * its upper end. Minibatch: the mean cost and its debiased value with standard errors, "gap" that of the bracket of W2^2.
 */
import { argv, stdout } from "node:process";
import type { Measure } from "../../src/measure/measure.js";
import { relativeGap } from "../../src/numeric/certificate.js";
import { matrix } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { minibatch } from "../../src/transport/stochastic/minibatch.js";
import { boxSampler, gaussianSampler, type Sampler } from "../../src/transport/stochastic/sampler.js";
import { semidiscrete } from "../../src/transport/stochastic/semidiscrete.js";

interface Case {
  readonly name: string;
  readonly run: () => string;
}

/** A uniform cloud in the unit cube, of equal masses. */
function uniformCloud(seed: number, count: number, dim: number): Measure {
  const random = seededRandom(seed);
  const points = Float64Array.from({ length: count * dim }, () => random.uniform());
  return { points, weights: new Float64Array(count).fill(1 / count), count, dim };
}

/** A normal cloud of spread 1.5 about (1, ..., 1), of unequal masses. */
function normalCloud(seed: number, count: number, dim: number): Measure {
  const random = seededRandom(seed);
  const points = Float64Array.from({ length: count * dim }, () => 1 + 1.5 * random.normal());
  const weights = Float64Array.from({ length: count }, () => 0.05 + random.uniform());
  const total = weights.reduce((a, b) => a + b);
  return { points, weights: weights.map((w) => w / total), count, dim };
}

function standardNormal(dim: number): Sampler {
  const covariance = matrix(dim, dim);
  for (let k = 0; k < dim; k++) covariance.data[k * dim + k] = 1;
  return gaussianSampler({ mean: new Float64Array(dim), covariance });
}

function semidiscreteCase(name: string, law: Sampler, target: Measure, epsilon = 0): Case {
  return {
    name: `semidiscrete, ${name}, N = ${target.count}, d = ${target.dim}`,
    run: () => {
      let error = Number.NaN;
      const batchSize = Math.max(256, Math.ceil(target.count / 8)); // as by default, to count samples
      const { certificate, statistical } = semidiscrete(law, target, {
        random: seededRandom(0),
        epsilon,
        batchSize,
        onProgress: (info) => {
          error = info.error ?? error;
        },
      });
      const { dual, marginalError } = statistical;
      const samples = Math.round((certificate.iterations * batchSize) / target.count);
      return [
        certificate.status,
        `${samples} samples`,
        `error ${error.toFixed(3)}`,
        `L1 ${marginalError.observed.toFixed(3)} (${marginalError.byChance.toFixed(3)} by chance)`,
        `W2^2 ${dual.mean.toPrecision(5)} ± ${dual.standardError.toPrecision(2)}`,
        `gap ${relativeGap(certificate).toPrecision(2)}`,
      ].join("\t");
    },
  };
}

function minibatchCase(count: number, dim: number, batchSize: number): Case {
  return {
    name: `minibatch, n = m = ${count}, d = ${dim}, 50 batches of ${batchSize}`,
    run: () => {
      const [source, target] = [uniformCloud(1, count, dim), normalCloud(2, count, dim)];
      const { certificate, statistical } = minibatch(source, target, {
        batchSize,
        batches: 50,
        random: seededRandom(0),
      });
      const { mean, standardError, debiased } = statistical;
      return [
        certificate.status,
        `mean ${mean.toPrecision(5)} ± ${standardError.toPrecision(2)}`,
        `debiased ${debiased.mean.toPrecision(5)} ± ${debiased.standardError.toPrecision(2)}`,
        `W2^2 in [${certificate.lower.toPrecision(5)}, ${certificate.upper.toPrecision(5)}]`,
        `gap ${relativeGap(certificate).toPrecision(2)}`,
      ].join("\t");
    },
  };
}

const square = boxSampler([0, 0], [1, 1]);
const cases: readonly Case[] = [
  ...[1000, 10_000].map((count) =>
    semidiscreteCase("square to uniform points", square, uniformCloud(1, count, 2)),
  ),
  ...[1000, 10_000].map((count) =>
    semidiscreteCase("normal to unequal masses", standardNormal(2), normalCloud(2, count, 2)),
  ),
  semidiscreteCase("normal to unequal masses", standardNormal(10), normalCloud(3, 1000, 10)),
  semidiscreteCase("the same, epsilon = 0.1", standardNormal(2), normalCloud(2, 1000, 2), 0.1),
  minibatchCase(1000, 2, 100),
  minibatchCase(10_000, 2, 100),
  minibatchCase(10_000, 2, 500),
];

for (const one of cases) {
  const wanted = argv.slice(2);
  if (wanted.length > 0 && !wanted.some((part) => one.name.includes(part))) continue;
  const before = process.cpuUsage();
  const note = one.run();
  const used = process.cpuUsage(before);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  stdout.write(`${one.name}\t${((used.user + used.system) / 1e6).toFixed(1)} s\t${peak} MB\t${note}\n`);
}
