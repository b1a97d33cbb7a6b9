// The best accuracy that is found without looking at what is tested, set by set, beside baselines: a table on standard output.
//
//   npm run build && node data/make-accuracy.mjs FOLDER [--sets a,b] [--seeds 3] [--shuffled 3] [--jobs N] [--json FILE]
//
// FOLDER holds the sets by their names. For every seed there is a 5-fold cross-validation (stratified, or of whole groups). Inside
// a fold a set offers views of its items: what points are (coordinates or invariant features), alignment, metric, reference.
// On the training items alone each view gets its alignment, scale and reference; each view and all of them side by side
// are candidates, as they are or with standardised columns, with four kinds of classifiers and their grids of settings. The candidate
// with the best accuracy in an inner cross-validation of the training items is fitted on all of them and predicts the
// test items. (Its reference, which sees no labels, is fitted on the training items once and not again in each inner fold.)
//
// Baselines go through the same folds: the bands of spectra, with linear discriminant analysis; landmarks after generalised Procrustes analysis, its consensus from the training
// items, with linear discriminant analysis; the majority. `shuffled` is the whole search again with labels that were
// permuted (between groups where there are groups), for so many of the seeds: it has to come out at the rate of guessing.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadDataset } from "../dist/loaders/node.js";
import {
  accuracy, applyAlignment, attributeValues, barycenterReference, CLASSIFIERS, createPool, defaultMetric, distanceFeatures,
  fitAlignment, fitGlobalScaling, fitPca, fitStandardScaling, geodesicFeatures, groupedFolds, hkMetric, majorityRate, matrix, moments, normalise, permutation,
  selectItems, selectRows, seededRandom, standardError, stratifiedFolds, totalMass, training, transformPca, transformScaling, w2Metric, withMeasures,
} from "../dist/src/index.js";

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    sets: { type: "string" },
    seeds: { type: "string", default: "3" },
    shuffled: { type: "string", default: "3" },
    jobs: { type: "string" },
    json: { type: "string" },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error("name the folder that holds the sets");

const OUTER_FOLDS = 5;
const INNER_FOLDS = 5;
/** The inner cross-validation of a few items is repeated: one division of 40 items says little. */
const innerRepeats = (items) => (items <= 60 ? 3 : 1);
const log = (text) => process.stderr.write(`${(process.cpuUsage().user / 1e6).toFixed(0)} s  ${text}\n`);

// Views: what an item is, before and in the tangent space.

const FEATURES = { coordinates: (mu) => mu, distances: distanceFeatures, geodesics: geodesicFeatures };

/** A view of LOT: items as `prepare` makes them one by one, aligned, at a barycentre of the training items. */
function lotView(name, { align = "none", features = "coordinates", metric = () => w2Metric, mass = true, size = 128, files, load } = {}) {
  return { name, align, features, metric, mass, size, files, load };
}
const coordinates = ["none", "centre", "scale", "rigid"].map((align) => lotView(`coordinates, ${align}`, { align }));
const invariants = ["distances", "geodesics"].flatMap((features) =>
  ["none", "scale"].map((align) => lotView(`${features}, ${align}`, { align, features })),
);
const hk = (name, options) => lotView(name, { mass: false, metric: (measures, random) => defaultMetric("hk", measures, random), ...options });
const hkAt = (name, kappa, options) => lotView(name, { mass: false, metric: () => hkMetric(kappa), ...options });

const data = (name) => join(import.meta.dirname, name);

const SETS = {
  psb_shapes_a: { label: "class", views: [...coordinates.slice(2), invariants[1], invariants[3]] },
  mcgill_articulated_a: { label: "class", views: [...coordinates.slice(2), invariants[1], invariants[3]] },
  mouse_skulls_a: {
    label: "group",
    views: [...coordinates.slice(0, 3), ...invariants.slice(0, 2)],
    landmarks: { landmarks: "landmarks.csv" },
  },
  primate_superfamily: {
    set: "primate_skull_landmarks", label: "superfamily",
    views: [coordinates[3], ...invariants.slice(0, 2)],
    landmarks: { landmarks: undefined },
  },
  primate_superfamily_by_genus: {
    set: "primate_skull_landmarks", label: "superfamily", group: "genus",
    views: [coordinates[3], ...invariants.slice(0, 2)],
    landmarks: { landmarks: undefined },
  },
  primate_diet: {
    set: "primate_skull_landmarks", label: "diet",
    views: [coordinates[3], ...invariants.slice(0, 2)],
    landmarks: { landmarks: undefined },
  },
  apes_genus: { set: "apes_skull_landmarks", label: "genus", views: [...coordinates, invariants[0]], landmarks: { landmarks: undefined } },
  apes_group: { set: "apes_skull_landmarks", label: "group", views: [...coordinates, invariants[0]], landmarks: { landmarks: undefined } },
  vertebrae: {
    set: "mice_t2_outlines", label: "group",
    views: [...coordinates.slice(1), ...invariants.slice(0, 2)],
    landmarks: { landmarks: "landmarks.csv", "outline points": "points.csv" },
  },
  pyramidal_neurons: {
    label: "group",
    views: [
      coordinates[0],
      ...invariants.slice(0, 1),
      hk("hk, mass = number of cells", { load: { unitMass: true } }),
    ],
  },
  mayonnaise: {
    path: data("spectra"), label: "oil_type", group: "sample",
    bands: { bin: 4 },
    views: [
      lotView("w2, linear baseline", { load: { bin: 4, baseline: "linear", negatives: "clip" } }),
      hk("hk, kappa from the data", { load: { bin: 4 } }),
      hkAt("hk, kappa 50 nm", 50, { load: { bin: 4 } }),
      hkAt("hk, kappa 20 nm, mass 1", 20, { load: { bin: 4 }, mass: true }),
    ],
  },
};

// Classifiers with their grids, simple settings first: of equals the first wins.

const COSTS = [0.1, 1, 10, 100, 1000];
const GRIDS = {
  lda: [0.5, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6].map((shrinkage) => ({ shrinkage })),
  svm: COSTS.map((cost) => ({ cost, scaling: "global" })),
  rbf: CLASSIFIERS.rbf.grid,
  knn: CLASSIFIERS.knn.grid,
};

/** Items of a view, each by itself: masses, sizes, features. */
async function loadView(set, view) {
  const path = set.path ?? join(folder, set.set ?? set.name);
  const { collection } = await loadDataset(path, { ...set.load, ...view.load, ...(view.files && { files: view.files }) });
  const items = view.mass ? withMeasures(collection, collection.measures.map((mu) => normalise(mu))) : collection;
  if (view.features === "coordinates") return items;
  const sized = view.align === "none" ? items.measures : applyAlignment({ mode: "scale" }, items);
  return { ...withMeasures(items, sized.map((mu) => FEATURES[view.features](mu))), item: { kind: "features", of: view.features } };
}

function sizeOf(view, items) {
  const counts = items.measures.map((mu) => mu.count).sort((a, b) => a - b);
  if (counts[0] === counts.at(-1) && counts[0] <= 256) return counts[0];
  return Math.min(Math.max(counts[counts.length >> 1], 64), view.size);
}

/** Rows of all items at a reference that the training items alone were used for. */
async function viewRows(pool, view, items, train, random) {
  const alignment = fitAlignment(selectItems(items, train), view.align);
  const all = applyAlignment(alignment, items);
  const learnt = Array.from(train, (s) => all[s]);
  const metric = view.metric(learnt, random.fork(0));
  const mass = view.mass ? totalMass(learnt[0]) : undefined;
  const at = barycenterReference(learnt, {
    count: sizeOf(view, selectItems(items, train)),
    random: random.fork(1),
    metric,
    ...(mass !== undefined && { mass }),
  });
  return (await pool.embedAll(at, all)).matrix;
}

/** Landmarks that all items have, after Procrustes onto the consensus of the training items, as rows. */
function landmarkRows(items, train, align) {
  const shared = items.pointNames[0].filter((name) => items.pointNames.every((own) => own.includes(name)));
  const alignment = fitAlignment(selectItems(items, train), align);
  const measures = applyAlignment(alignment, items);
  const dim = measures[0].dim;
  const rows = matrix(measures.length, shared.length * dim);
  measures.forEach((mu, s) => {
    shared.forEach((name, k) => {
      const i = items.pointNames[s].indexOf(name);
      rows.data.set(mu.points.subarray(i * dim, (i + 1) * dim), s * rows.cols + k * dim);
    });
  });
  return rows;
}

/** Centroid size, the root of the mean squared distance from the mean, as a row of one number. */
function sizeRows(items) {
  return matrix(items.measures.length, 1, Float64Array.from(items.measures, (mu) => {
    const { covariance } = moments(mu);
    let variance = 0;
    for (let k = 0; k < mu.dim; k++) variance += covariance.data[k * mu.dim + k];
    return Math.sqrt(variance);
  }));
}

/** Blocks side by side, each divided by the root mean squared distance of its training rows from their mean. */
function sideBySide(blocks, train) {
  const scaled = blocks.map((block) => {
    const mean = new Float64Array(block.cols);
    for (const s of train) for (let k = 0; k < block.cols; k++) mean[k] += block.data[s * block.cols + k] / train.length;
    let square = 0;
    for (const s of train) for (let k = 0; k < block.cols; k++) square += (block.data[s * block.cols + k] - mean[k]) ** 2 / train.length;
    return { ...block, factor: square > 0 ? 1 / Math.sqrt(square) : 1 };
  });
  const rows = matrix(blocks[0].rows, blocks.reduce((sum, block) => sum + block.cols, 0));
  let start = 0;
  for (const block of scaled) {
    for (let s = 0; s < rows.rows; s++) {
      for (let k = 0; k < block.cols; k++) rows.data[s * rows.cols + start + k] = block.factor * block.data[s * block.cols + k];
    }
    start += block.cols;
  }
  return rows;
}

const SCALINGS = { "": fitGlobalScaling, ", standardised": fitStandardScaling };

/**
 * Rows as coordinates in the span of the training rows, centred: all that linear machines, discriminants and orders of neighbours
 * among training rows see of them, in far fewer numbers.
 */
function spanned(rows, train, fitScaling) {
  const scaled = transformScaling(fitScaling(selectRows(rows, train)), rows);
  const components = Math.min(train.length - 1, rows.cols);
  return transformPca(fitPca(selectRows(scaled, train), { components }), scaled);
}

/** Each view, all views; as they are and with standardised columns. */
function candidatesOf(blocks, train) {
  const names = Object.keys(blocks);
  const choices = [...names.map((name) => [name]), ...(names.length > 1 ? [names] : [])];
  return choices.flatMap((chosen) => {
    const rows = sideBySide(chosen.map((name) => blocks[name]), train);
    return Object.entries(SCALINGS).map(([how, fitScaling]) => ({
      name: chosen.join(" + "),
      how,
      rows: spanned(rows, train, fitScaling),
    }));
  });
}

function foldsOf(problem, indices, folds, random) {
  const labels = Int32Array.from(indices, (s) => problem.codes[s]);
  const items = { labels, classes: problem.classes };
  const local = problem.groups === undefined
    ? stratifiedFolds(items, folds, random)
    : groupedFolds(items, Array.from(indices, (s) => problem.groups[s]), folds, random);
  return local.map(({ train, test }) => ({ train: train.map((s) => indices[s]), test: test.map((s) => indices[s]) }));
}

/** Fewer folds where classes are too small, or too few groups hold them. */
function innerFolds(problem, indices, random) {
  for (let folds = INNER_FOLDS; folds >= 2; folds--) {
    try {
      return foldsOf(problem, indices, folds, random);
    } catch (error) {
      if (error.tag !== "ShapeError") throw error;
    }
  }
  return [];
}

const pick = (codes, indices) => Int32Array.from(indices, (s) => codes[s]);
const trainingOf = (problem, rows, indices) => training(selectRows(rows, indices), pick(problem.codes, indices), problem.classes.length);

/** Right answers of every candidate, model and setting over the inner folds. */
async function scoresOf(problem, candidates, models, folds, random) {
  const scores = [];
  for (const candidate of candidates) {
    for (const model of models) {
      const grid = GRIDS[model];
      const right = new Int32Array(grid.length);
      for (const { train, test } of folds) {
        const predictions = await CLASSIFIERS[model].trial(
          trainingOf(problem, candidate.rows, train), selectRows(candidate.rows, test), grid, random,
        );
        const actual = pick(problem.codes, test);
        predictions.forEach((predicted, q) => {
          right[q] += predicted.reduce((sum, code, r) => sum + (code === actual[r] ? 1 : 0), 0);
        });
      }
      grid.forEach((settings, q) => scores.push({ candidate, model, settings, right: right[q] }));
    }
  }
  return scores;
}

async function predictBest(problem, scores, { train, test }, random) {
  let best = scores[0];
  for (const score of scores) if (score.right > best.right) best = score;
  const { candidate, model, settings } = best;
  const fitted = await CLASSIFIERS[model].fit(trainingOf(problem, candidate.rows, train), settings, random);
  return { predicted: CLASSIFIERS[model].predict(fitted, selectRows(candidate.rows, test)), best };
}

/** Candidates of a fold: no label has been seen for them. */
async function prepareFold(pool, problem, fold, random) {
  const blocks = {};
  for (const [v, view] of problem.views.entries()) {
    blocks[view.name] = await viewRows(pool, view, problem.items[v], fold.train, random.fork(v));
  }
  return { fold, candidates: candidatesOf(blocks, fold.train), baselines: [...landmarkCandidates(problem, fold.train), ...bandCandidates(problem)] };
}

function landmarkCandidates({ landmarks }, train) {
  return Object.entries(landmarks).flatMap(([what, items]) => {
    const rows = landmarkRows(items, train, "rigid");
    return [
      { name: `Procrustes ${what} + LDA`, rows },
      { name: `Procrustes ${what} and size + LDA`, rows: sideBySide([rows, sizeRows(items)], train) },
    ];
  });
}

/** Spectra as rows of their bands, which do not move from one to the other: what needs no transport. */
function bandCandidates({ bands }) {
  if (bands === undefined) return [];
  const rowsOf = (measures) => matrix(measures.length, measures[0].count, Float64Array.from(measures.flatMap(({ weights }) => [...weights])));
  return [
    { name: "bands + LDA", rows: rowsOf(bands.measures) },
    { name: "bands of sum 1 + LDA", rows: rowsOf(bands.measures.map((mu) => normalise(mu))) },
  ];
}

/** What is compared in a fold: the search over everything, each view by itself with a linear machine, the baselines. */
async function testFold(problem, { fold, candidates, baselines }, random) {
  const inner = Array.from({ length: innerRepeats(fold.train.length) }, (_, r) => innerFolds(problem, fold.train, random.fork(10 + r))).flat();
  const scores = await scoresOf(problem, candidates, Object.keys(GRIDS), inner, random.fork(1));
  const tried = { search: scores };
  for (const { name } of problem.views) {
    tried[`${name}: svm`] = scores.filter(({ candidate, model }) => candidate.name === name && model === "svm");
  }
  for (const candidate of baselines) tried[candidate.name] = await scoresOf(problem, [candidate], ["lda"], inner, random.fork(2));
  const answers = {};
  for (const [name, own] of Object.entries(tried)) answers[name] = await predictBest(problem, own, fold, random.fork(3));
  return answers;
}

async function oneRun(problem, prepared, random) {
  const predicted = {};
  const chosen = [];
  for (const [f, one] of prepared.entries()) {
    const answers = await testFold(problem, one, random.fork(f));
    for (const [name, answer] of Object.entries(answers)) {
      predicted[name] ??= new Int32Array(problem.codes.length);
      one.fold.test.forEach((s, r) => {
        predicted[name][s] = answer.predicted[r];
      });
    }
    const { candidate, model, settings } = answers.search.best;
    chosen.push({ views: candidate.name + candidate.how, model, settings });
  }
  const scores = Object.fromEntries(Object.entries(predicted).map(([name, codes]) => [name, {
    accuracy: accuracy(problem.codes, codes),
    standardError: standardError(problem.codes.map((code, s) => (code === codes[s] ? 1 : 0)), problem.groups),
  }]));
  return { scores, chosen };
}

/** The search with the true labels and with shuffled ones, in the same folds: their rows know of neither. */
async function oneSeed(pool, problem, seed) {
  const random = seededRandom(seed);
  const folds = foldsOf(problem, Int32Array.from(problem.codes.keys()), OUTER_FOLDS, random.fork(0));
  const prepared = [];
  for (const [f, fold] of folds.entries()) prepared.push(await prepareFold(pool, problem, fold, random.fork(1).fork(f)));
  log(`${problem.name}, seed ${seed}: embedded`);
  const run = await oneRun(problem, prepared, random.fork(2));
  log(`${problem.name}, seed ${seed}: ${JSON.stringify(run)}`);
  if (seed >= Number(flags.shuffled)) return { seed, run };
  const shuffled = await oneRun(shuffledProblem(problem, random.fork(3)), prepared, random.fork(4));
  log(`${problem.name}, shuffled: ${JSON.stringify(shuffled.scores.search)}`);
  return { seed, run, shuffled };
}

/** Labels permuted, between groups where there are groups, whose items share a label then as before. */
function shuffledProblem(problem, random) {
  if (problem.groups === undefined) {
    const order = permutation(problem.codes.length, random);
    return { ...problem, codes: problem.codes.map((_, s) => problem.codes[order[s]]) };
  }
  const names = [...new Set(problem.groups)];
  const order = permutation(names.length, random);
  const codeOf = new Map(names.map((name, g) => [name, problem.codes[problem.groups.indexOf(names[order[g]])]]));
  return { ...problem, codes: problem.codes.map((_, s) => codeOf.get(problem.groups[s])) };
}

async function problemOf(name) {
  const set = { name, ...SETS[name] };
  const items = [];
  for (const view of set.views) items.push(await loadView(set, view));
  const landmarks = {};
  for (const [what, files] of Object.entries(set.landmarks ?? {})) landmarks[what] = await loadView(set, lotView(what, { files }));
  const values = attributeValues(items[0], set.label);
  const classes = [...new Set(values)].sort();
  return {
    name, views: set.views, items, classes,
    codes: Int32Array.from(values, (value) => classes.indexOf(value)),
    groups: set.group && attributeValues(items[0], set.group),
    landmarks,
    bands: set.bands && (await loadView(set, lotView("bands", { load: set.bands, mass: false }))),
  };
}

const mean = (xs) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
const deviation = (xs) => Math.sqrt(xs.reduce((sum, x) => sum + (x - mean(xs)) ** 2, 0) / Math.max(xs.length - 1, 1));
const spread = (xs) => (xs.length === 0 ? "" : `${mean(xs).toFixed(3)} ± ${deviation(xs).toFixed(3)}`);
const line = (cells) => process.stdout.write(`| ${cells.join(" | ")} |\n`);

const accuraciesOf = (runs, name) => runs.map(({ scores }) => scores[name].accuracy);

const pool = await createPool(flags.jobs === undefined ? {} : { workers: Number(flags.jobs) });
const kept = [];
line(["set", "items", "classes", "majority", "method", `accuracy over ${flags.seeds} seeds`, "standard error of one", "shuffled labels"]);
line(["---", "---", "---", "---", "---", "---", "---", "---"]);
for (const name of flags.sets?.split(",") ?? Object.keys(SETS)) {
  const problem = await problemOf(name);
  log(`${name}: ${problem.codes.length} items, views prepared`);
  const results = [];
  for (let seed = 0; seed < Number(flags.seeds); seed++) results.push(await oneSeed(pool, problem, seed));
  const runs = results.map(({ run }) => run);
  const shuffled = results.flatMap((result) => result.shuffled ?? []);
  for (const method of Object.keys(runs[0].scores)) {
    line([
      name, problem.codes.length, problem.classes.length, majorityRate(problem.codes, problem.classes.length).toFixed(3), method,
      spread(accuraciesOf(runs, method)),
      mean(runs.map(({ scores }) => scores[method].standardError)).toFixed(3),
      spread(accuraciesOf(shuffled, method)),
    ]);
  }
  kept.push({ name, results });
  if (flags.json) writeFileSync(flags.json, JSON.stringify(kept));
}
await pool.close();
