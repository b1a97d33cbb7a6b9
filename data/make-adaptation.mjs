// Names the items of one set with the labels of another, with each plan, and prints a Markdown table.
//
//   npm run build && node data/make-adaptation.mjs FOLDER
//
// FOLDER holds mnist_a (28 x 28 digits, an IDX pair); the other sets are shipped.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("name the folder that holds mnist_a");
const program = join(import.meta.dirname, "..", "dist", "pipelines", "main.js");
const parts = mkdtempSync(join(tmpdir(), "adaptation-"));

/** The items of a set with one value in a column, as a set of their own. */
function part(set, column, value) {
  const [header, ...rows] = readFileSync(join(import.meta.dirname, set, "labels.csv"), "utf8").trim().split("\n");
  const place = header.split(",").indexOf(column);
  const kept = rows.filter((row) => row.split(",")[place] === value);
  const names = new Set(kept.map((row) => row.split(",")[0]));
  const [columns, ...points] = readFileSync(join(import.meta.dirname, set, "points.csv"), "utf8").trim().split("\n");
  const out = join(parts, `${set}-${value}`);
  mkdirSync(out);
  writeFileSync(join(out, "labels.csv"), `${[header, ...kept].join("\n")}\n`);
  const own = points.filter((row) => names.has(row.slice(0, row.indexOf(","))));
  writeFileSync(join(out, "points.csv"), `${[columns, ...own].join("\n")}\n`);
  return out;
}

const digits = join(import.meta.dirname, "digits");
const mnist = join(folder, "mnist_a");
const females = part("apes", "sex", "f");
const males = part("apes", "sex", "m");
const TASKS = [
  { name: "ape females to males", source: females, target: males, label: "genus", align: "none" },
  { name: "ape females to males", source: females, target: males, label: "genus", align: "rigid" },
  { name: "digits 8x8 to MNIST", source: digits, target: mnist, label: "label", align: "none" },
  { name: "digits 8x8 to MNIST", source: digits, target: mnist, label: "label", align: "scale" },
];

console.log("| source to target | align | plan | unadapted | adapted | gain | W2^2 of the rows | status |");
console.log("|---|---|---|---|---|---|---|---|");
for (const { name, source, target, label, align } of TASKS) {
  for (const plan of ["exact", "entropic", "class"]) {
    const size = align === "none" || label === "label" ? ["--reference-size", "64"] : [];
    const argv = ["--label", label, "--align", align, "--plan", plan, "--model", "knn", "--anchors", "1000", ...size];
    const json = execFileSync(process.execPath, [program, "adapt", source, target, ...argv, "--json", "--quiet"], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const { scores, plan: solved } = JSON.parse(json).results;
    const { lower, upper, status } = solved.certificate;
    const bracket = `${lower.toPrecision(4)} to ${upper.toPrecision(4)}`;
    const cells = [
      `${scores.unadapted.toFixed(3)} ± ${scores.unadaptedError.toFixed(3)}`,
      `${scores.accuracy.toFixed(3)} ± ${scores.standardError.toFixed(3)}`,
      `${scores.gain.toFixed(3)} ± ${scores.gainError.toFixed(3)}`,
    ];
    console.log(`| ${[name, align, plan, ...cells, bracket, status].join(" | ")} |`);
  }
}
rmSync(parts, { recursive: true });
