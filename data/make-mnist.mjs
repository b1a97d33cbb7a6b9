// The curve of accuracy over the number of training digits, as a table on standard output.
//
//   npm run build && node data/make-mnist.mjs PACKAGE [MNIST_A] [--references gaussian|class-barycenter] [--rounds 1]
//     [--seeds 3] [--first 0] [--models knn,svm,rbf] [--sizes 1000,2500,8000] [--shuffled] [--jobs N]
//
// PACKAGE is the folder of the npm package `mnist` (10,000 of MNIST's training digits); MNIST_A, where given, a folder with
// images.idx3-ubyte and labels.idx1-ubyte, of which the digits that PACKAGE does not hold are a second test set.
//
// Of every seed (so many, from the first on): the digits are shuffled; 2000 are the test digits; the first 1000, 2500 and 8000 of the others are learnt from.
// A digit is its pixels that are not 0, with their intensities, brought to mass 1. The reference of `gaussian` is
// 200 points of N((13.5, 13.5), (14/3)^2 I), the middle of the image: no digit was seen for it, so one embedding
// serves all sizes. The references of `class-barycenter` are the ten class means of the training digits in its tangent space
// (pyLOT's first round; `--rounds 2` takes each mean once more from where it lies), fitted for each size on just the digits
// that are learnt from; a row is the rows at all ten, side by side. Settings of a classifier are chosen by cross-validation among the first 2500 training digits at most,
// and the classifier is then fitted on all of them. With `--shuffled` the training digits have one another's labels before anything is
// learnt from them, references too: the accuracy has to come out at the rate of guessing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { imageMeasure, parseIdx } from "../dist/loaders/index.js";
import {
  accuracy, CLASSIFIERS, classBarycenterReferences, createPool, majorityRate, matrix, measure, normalise, permutation, reference,
  seededRandom, training, tuneClassifier,
} from "../dist/src/index.js";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    references: { type: "string", default: "gaussian" },
    rounds: { type: "string", default: "1" },
    models: { type: "string", default: "knn,svm,rbf" },
    sizes: { type: "string", default: "1000,2500,8000" },
    seeds: { type: "string", default: "3" },
    first: { type: "string", default: "0" },
    shuffled: { type: "boolean", default: false },
    jobs: { type: "string" },
  },
});
const [packageFolder, mnistA] = positionals;
if (packageFolder === undefined) throw new Error("name the folder of the npm package mnist");

const SIDE = 28;
const TEST = 2000;
const SIZES = values.sizes.split(",").map(Number);
const MODELS = values.models.split(",");
const SEEDS = Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.first) + i);
const TUNED_ON = 2500;
const REFERENCE_POINTS = 200;
const SPREAD = 14 / 3;

const log = (text) => process.stderr.write(`${(process.cpuUsage().user / 1e6).toFixed(0)} s  ${text}\n`);

/** Intensities 0 to 255, as in the original files: the package stores 255ths with three decimals. */
function packageDigits(folder) {
  return Array.from({ length: 10 }, (_, label) => {
    const { data } = JSON.parse(readFileSync(join(folder, "src", "digits", `${label}.json`), "utf8"));
    return Array.from({ length: data.length / SIDE ** 2 }, (__, i) => ({
      label,
      pixels: Uint8Array.from(data.slice(i * SIDE ** 2, (i + 1) * SIDE ** 2), (value) => Math.round(value * 255)),
    }));
  }).flat();
}

/** Digits of an IDX pair that are not among the known ones. */
function otherDigits(folder, known) {
  const seen = new Set(known.map(({ pixels }) => pixels.join()));
  const images = readFileSync(join(folder, "images.idx3-ubyte")).subarray(16);
  const labels = readFileSync(join(folder, "labels.idx1-ubyte")).subarray(8);
  return Array.from(labels, (label, i) => ({
    label,
    pixels: Uint8Array.from(images.subarray(i * SIDE ** 2, (i + 1) * SIDE ** 2)),
  })).filter(({ pixels }) => !seen.has(pixels.join()));
}

function measureOf({ pixels }) {
  const where = { file: "digits", place: "a digit" };
  return normalise(imageMeasure(pixels, { width: SIDE, height: SIDE }, where));
}

function publishedReference(random) {
  const middle = (SIDE - 1) / 2;
  const points = Float64Array.from({ length: 2 * REFERENCE_POINTS }, () => middle + SPREAD * random.normal());
  return reference(measure(points, { dim: 2 }));
}

const first = (data, count) => ({ ...data, rows: head(data.rows, count), labels: data.labels.subarray(0, count) });
const head = ({ cols, data }, count) => matrix(count, cols, data.subarray(0, count * cols));

/** Settings chosen within the training rows, the first `TUNED_ON` of them; the classifier fitted on all. */
async function learn(model, data, random) {
  const { fitted } = await tuneClassifier(model, first(data, Math.min(TUNED_ON, data.labels.length)), { random: random.fork(0) });
  if (data.labels.length <= TUNED_ON) return fitted;
  const { settings } = fitted;
  return { kind: model, settings, model: await CLASSIFIERS[model].fit(data, settings, random.fork(1)) };
}

const predict = ({ kind, model }, rows) => CLASSIFIERS[kind].predict(model, rows);

/** Rows at some references, side by side. */
async function rowsAtAll(pool, references, measures) {
  const blocks = [];
  for (const one of references) blocks.push((await pool.embedAll(one, measures)).matrix);
  const cols = blocks.reduce((sum, block) => sum + block.cols, 0);
  const rows = matrix(measures.length, cols);
  let start = 0;
  for (const block of blocks) {
    for (let s = 0; s < rows.rows; s++) {
      rows.data.set(block.data.subarray(s * block.cols, (s + 1) * block.cols), s * cols + start);
    }
    start += block.cols;
  }
  log(`${measures.length} digits embedded at ${references.length} references`);
  return rows;
}

async function gaussianRows(pool, random, sets) {
  const references = [publishedReference(random)];
  const rows = {};
  for (const [name, digits] of Object.entries(sets)) rows[name] = await rowsAtAll(pool, references, digits.map(measureOf));
  return () => rows;
}

async function classBarycenterRows(pool, random, sets) {
  const start = publishedReference(random);
  return async (size) => {
    const learnt = sets.train.slice(0, size);
    const measures = learnt.map(measureOf);
    const references = await classBarycenterReferences(measures, {
      items: { labels: labelsOf(learnt), classes: CLASSES },
      start,
      rounds: Number(values.rounds),
      random: random.fork(0),
      embedAll: (at, some) => pool.embedAll(at, some),
    });
    const rows = { train: await rowsAtAll(pool, references, measures) };
    for (const name of Object.keys(sets).filter((other) => other !== "train")) {
      rows[name] = await rowsAtAll(pool, references, sets[name].map(measureOf));
    }
    return rows;
  };
}

const ROWS = { gaussian: gaussianRows, "class-barycenter": classBarycenterRows };
const CLASSES = Array.from({ length: 10 }, (_, label) => String(label));

const labelsOf = (digits) => Int32Array.from(digits, ({ label }) => label);

function shuffleLabels(digits, random) {
  const order = permutation(digits.length, random);
  return digits.map(({ pixels }, i) => ({ pixels, label: digits[order[i]].label }));
}

async function oneSeed(pool, seed, digits, others) {
  const random = seededRandom(seed);
  const order = permutation(digits.length, random.fork(0));
  const shuffled = Array.from(order, (i) => digits[i]);
  const train = shuffled.slice(TEST, TEST + Math.max(...SIZES));
  const sets = {
    train: values.shuffled ? shuffleLabels(train, random.fork(3)) : train,
    test: shuffled.slice(0, TEST),
    ...(others.length > 0 && { others }),
  };
  const rowsAt = await ROWS[values.references](pool, random.fork(1), sets);
  const results = [];
  for (const size of SIZES) {
    const rows = await rowsAt(size);
    const labels = labelsOf(sets.train.slice(0, size));
    for (const model of MODELS) {
      const fitted = await learn(model, training(head(rows.train, size), labels, 10), random.fork(2).fork(size));
      const score = (name) => accuracy(labelsOf(sets[name]), predict(fitted, rows[name]));
      const result = {
        seed, size, model, settings: fitted.settings,
        test: score("test"),
        ...(rows.others && { others: score("others") }),
        majority: majorityRate(labelsOf(sets.test), 10),
      };
      results.push(result);
      log(JSON.stringify(result));
    }
  }
  return results;
}

const mean = (xs) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
const deviation = (xs) => Math.sqrt(xs.reduce((sum, x) => sum + (x - mean(xs)) ** 2, 0) / Math.max(xs.length - 1, 1));
const spread = (xs) => `${mean(xs).toFixed(4)} ± ${deviation(xs).toFixed(4)}`;

const digits = packageDigits(packageFolder);
const others = mnistA === undefined ? [] : otherDigits(mnistA, digits);
const pool = await createPool(values.jobs === undefined ? {} : { workers: Number(values.jobs) });
const results = [];
for (const seed of SEEDS) results.push(...(await oneSeed(pool, seed, digits, others)));
await pool.close();

const line = (cells) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
line(["reference", "training digits", "classifier", `${TEST} test digits`, `${others.length} digits of mnist_a`, `settings of seed ${SEEDS[0]}`]);
line(["---", "---", "---", "---", "---", "---"]);
for (const size of SIZES) {
  for (const model of MODELS) {
    const own = results.filter((result) => result.size === size && result.model === model);
    line([
      values.references, size, model,
      spread(own.map(({ test }) => test)),
      others.length > 0 ? spread(own.map((result) => result.others)) : "",
      JSON.stringify(own[0].settings),
    ]);
  }
}
