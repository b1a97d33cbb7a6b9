/**
 * The README's main job: embeds and classifies all 1797 digits.
 *
 *   npm run bench:main-job
 *
 * Each job runs in a process of its own, so that its peak memory is its own. Wall and processor seconds, first call
 * included: that is what a user waits for.
 */
import { spawnSync } from "node:child_process";
import { stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { loadDataset } from "../../loaders/node.js";
import { classify } from "../../pipelines/classify.js";
import { embed } from "../../src/lot/embedding.js";
import { gaussianReference } from "../../src/lot/reference.js";
import { normalise } from "../../src/measure/measure.js";
import { relativeGap } from "../../src/numeric/certificate.js";
import { seededRandom } from "../../src/numeric/random.js";

const DIGITS = "data/digits";
const RUNS = 5;

async function embedDigits(): Promise<string> {
  const { collection } = await loadDataset(DIGITS);
  const measures = collection.measures.map((mu) => normalise(mu));
  const reference = gaussianReference(measures, { count: 64, random: seededRandom(0) });
  const { matrix, certificates } = embed(reference, measures);
  const gap = Math.max(...certificates.map(relativeGap));
  return `${matrix.rows} x ${matrix.cols}, worst gap ${gap.toExponential(0)}`;
}

async function classifyDigits(): Promise<string> {
  const { report } = await classify({
    path: DIGITS,
    seed: 0,
    label: "label",
    model: "svm",
    folds: 5,
    reference: "barycenter",
    normalise: "mass",
    align: "none",
    pairs: 100,
  });
  const { accuracy, standardError, majorityRate } = report.results;
  return `accuracy ${accuracy.toFixed(4)}, standard error ${standardError.toFixed(4)}, majority rate ${majorityRate.toFixed(4)}`;
}

const JOBS: Readonly<Record<string, () => Promise<string>>> = {
  "load and embed 1797 digits at 64 points": embedDigits,
  "classify 1797 digits, svm, 5 folds": classifyDigits,
};

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly peakMegabytes: number;
  readonly note: string;
}

async function runJob(name: string): Promise<Run> {
  const start = performance.now();
  const note = await JOBS[name]!();
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return {
    wall: (performance.now() - start) / 1000,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: maxRSS / 1024,
    note,
  };
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return `${sorted[0]!.toFixed(2)} / ${sorted[sorted.length >> 1]!.toFixed(2)} / ${sorted.at(-1)!.toFixed(2)}`;
}

function describeJob(name: string): string {
  const self = fileURLToPath(import.meta.url);
  const runs = Array.from({ length: RUNS }, (): Run => {
    const child = spawnSync(process.execPath, [self, name], { encoding: "utf8" });
    if (child.status !== 0) throw new Error(child.stderr);
    return JSON.parse(child.stdout);
  });
  const peak = Math.max(...runs.map((run) => run.peakMegabytes));
  return (
    `${name}: wall ${spread(runs.map((run) => run.wall))} s, processor ${spread(runs.map((run) => run.cpu))} s ` +
    `(least / median / most of ${RUNS}), peak ${peak.toFixed(0)} MB; ${runs[0]!.note}`
  );
}

const [only] = process.argv.slice(2);
if (only !== undefined) stdout.write(JSON.stringify(await runJob(only)));
else for (const name of Object.keys(JOBS)) stdout.write(`${describeJob(name)}\n`);
