// Classifies and clusters every set with the command line and writes the tables of RESULTS.md to standard output.
//
//   npm run build && node data/make-results.mjs FOLDER              accuracies and clusters
//   npm run build && node data/make-results.mjs FOLDER references   the references side by side, on the quicker sets
//   npm run build && node data/make-results.mjs FOLDER metrics      the metrics side by side
//
// FOLDER holds the sets by the names below; those that this project ships are also in data/.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const [folder, table = "all"] = process.argv.slice(2);
if (folder === undefined) throw new Error("name the folder that holds the sets");
const program = join(import.meta.dirname, "..", "dist", "pipelines", "main.js");

const SETS = [
  { set: "uci_digits8x8", label: "label", file: "digits.csv" },
  { set: "mnist_a", label: "label" },
  { set: "apes_skull_landmarks", label: "group" },
  { set: "apes_skull_landmarks", label: "group", options: ["--align", "rigid"] },
  { set: "apes_skull_landmarks", label: "genus", options: ["--align", "rigid"] },
  { set: "apes_skull_landmarks", label: "sex", options: ["--align", "centre"] },
  { set: "primate_skull_landmarks", label: "superfamily", options: ["--align", "rigid"] },
  { set: "primate_skull_landmarks", label: "diet", options: ["--align", "rigid"] },
  { set: "primate_skull_landmarks", label: "superfamily", group: "genus", options: ["--align", "rigid"] },
  { set: "mouse_skulls_a", label: "group" },
  { set: "mouse_skulls_a", label: "group", options: ["--align", "scale"] },
  { set: "mice_t2_outlines", label: "group", options: ["--align", "centre"] },
  { set: "mice_t2_outlines", label: "group", options: ["--align", "rigid"] },
  { set: "rats_skull_growth", label: "age_days", group: "individual", options: ["--align", "centre"] },
  { set: "psb_shapes_a", label: "class", options: ["--align", "scale"] },
  { set: "psb_shapes_a", label: "class", options: ["--align", "rigid"] },
  { set: "mcgill_articulated_a", label: "class", options: ["--align", "scale"] },
  { set: "mcgill_articulated_a", label: "class", options: ["--align", "rigid"] },
  { set: "osteocytes3d", label: "individual" },
  { set: "pyramidal_neurons", label: "group" },
  { set: "simba_patterns", label: "group" },
  { set: "steroids_molecules", label: "activity", options: ["--align", "rigid"] },
  { set: "digit3", k: 2, options: ["--align", "rigid"] },
  { set: "teeth_pnas2011", k: 5, options: ["--align", "rigid"] },
];

const HEADER = [
  "set", "items", "column (classes)", "options", "majority rate", "accuracy", "standard error",
  "clusters: adjusted Rand", "LOT-W2 correlation", "worst ratio", "worst gap", "seconds",
];

function run(args) {
  const text = execFileSync(process.execPath, [program, ...args, "--json"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text);
}

const seconds = (report) => Object.values(report.timings).reduce((sum, value) => sum + value, 0);
const digits = (value, places) => (value === undefined || value === null ? "" : value.toFixed(places));

const REFERENCES = ["barycenter", "gaussian", "k-means", "subsample"];
const QUICK = ["uci_digits8x8", "apes_skull_landmarks", "primate_skull_landmarks", "mice_t2_outlines", "rats_skull_growth", "steroids_molecules"];

function resultRow({ set, file, label, group, k, options = [] }) {
  const path = join(folder, set, file ?? "");
  const grouping = group ? ["--group", group] : [];
  const classified = label ? run(["classify", path, "--label", label, ...grouping, ...options]) : undefined;
  const clusters = k ?? classified.results.classes.length;
  const scoring = label ? ["--label", label] : [];
  const clustered = run(["cluster", path, "--k", String(clusters), ...scoring, ...options]);
  const { fidelity } = clustered.results;
  const gap = Math.max(classified?.certificates.worstGap ?? 0, clustered.certificates.worstGap);
  const unsure = (classified?.certificates.notConverged ?? 0) + clustered.certificates.notConverged;
  return [
    set,
    clustered.results.items.length,
    label ? `${label} (${classified.results.classes.length})` : `none (k = ${k})`,
    [...options, ...grouping].join(" "),
    digits(classified?.results.majorityRate, 3),
    digits(classified?.results.accuracy, 3),
    digits(classified?.results.standardError, 3),
    digits(label ? clustered.results.adjustedRandIndex : undefined, 3),
    digits(fidelity.pearson, 3),
    digits(fidelity.worstRatio, 3),
    gap.toExponential(0) + (unsure > 0 ? ` (${unsure} not converged)` : ""),
    digits(seconds(clustered) + (classified ? seconds(classified) : 0), 1),
  ];
}

function referenceRow({ set, file, label, group, options = [] }, reference) {
  const path = join(folder, set, file ?? "");
  const grouping = group ? ["--group", group] : [];
  const { results } = run(["classify", path, "--label", label, ...grouping, ...options, "--reference", reference]);
  return [
    set,
    label,
    [...options, ...grouping].join(" "),
    reference,
    digits(results.accuracy, 3),
    digits(results.standardError, 3),
    digits(results.fidelity.pearson, 3),
    digits(results.fidelity.worstRatio, 3),
  ];
}

/** Sets for the table of metrics, of images, outlines and spectra. */
const METRIC_SETS = [
  { set: "uci_digits8x8", label: "label", file: "digits.csv" },
  { set: "mice_t2_outlines", label: "group", options: ["--align", "centre"] },
  { set: "nir_mayonnaise", label: "oil_type", group: "sample", path: join("data", "spectra"), options: ["--bin", "4"] },
];
/** Each with what the items keep of their masses. */
const METRICS = [
  ["--metric", "w2"],
  ["--metric", "hk"],
  ["--metric", "hk", "--normalise", "mass"],
  ["--metric", "opt"],
];

function metricRow({ set, file, path, label, group, options = [] }, metric) {
  const data = path === undefined ? join(folder, set, file ?? "") : join(import.meta.dirname, "..", path);
  const grouping = group ? ["--group", group] : [];
  const common = [data, "--label", label, ...options, ...metric];
  const { results } = run(["classify", ...common, ...grouping]);
  const clustered = run(["cluster", ...common, "--k", String(results.classes.length)]).results;
  return [
    set,
    label,
    [...options, ...grouping].join(" "),
    metric.join(" "),
    digits(results.accuracy, 3),
    digits(results.standardError, 3),
    digits(clustered.adjustedRandIndex, 3),
    digits(clustered.fidelity.pearson, 3),
    digits(clustered.fidelity.worstRatio, 3),
  ];
}

const TABLES = {
  all: { header: HEADER, rows: () => SETS.map((set) => () => resultRow(set)) },
  references: {
    header: ["set", "column", "options", "reference", "accuracy", "standard error", "LOT-W2 correlation", "worst ratio"],
    rows: () =>
      SETS.filter(({ set }) => QUICK.includes(set)).flatMap((set) =>
        REFERENCES.map((reference) => () => referenceRow(set, reference)),
      ),
  },
  metrics: {
    header: [
      "set", "column", "options", "metric", "accuracy", "standard error",
      "clusters: adjusted Rand", "LOT against distance: correlation", "worst ratio",
    ],
    rows: () => METRIC_SETS.flatMap((set) => METRICS.map((metric) => () => metricRow(set, metric))),
  },
};

const line = (cells) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
const { header, rows } = TABLES[table] ?? TABLES.all;
line(header);
line(header.map(() => "---"));
for (const row of rows()) line(row());
