/**
 * What the default epsilon of the entropic solvers proves on the shipped sets, pair by pair.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/shipped-gaps.js [pairs a set]
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadDataset } from "../../loaders/node.js";
import { median } from "../../pipelines/median.js";
import { textTable } from "../../pipelines/text-table.js";
import {
  type Certificate,
  drawPairs,
  exact,
  type Measure,
  normalise,
  relativeGap,
  seededRandom,
  sinkhorn,
  unbalanced,
} from "../../src/index.js";

const DATA = "data";
const SETS = ["digits", "apes", "mice", "osteocytes"].filter((set) => readdirSync(DATA).includes(set));

interface Solved {
  readonly certificate: Certificate;
  readonly plan: { readonly epsilon: number };
}

/** A length for each pair: half the distance between the measures, so that both moving and leaving matter. */
const reachOf = (mu: Measure, nu: Measure): number => Math.sqrt(exact(mu, nu).cost) / 2;

const SOLVERS: Readonly<Record<string, (mu: Measure, nu: Measure) => Solved>> = {
  sinkhorn,
  unbalanced: (mu, nu) => unbalanced(mu, nu, { reach: reachOf(mu, nu) }),
};

const pairs = Number(process.argv[2] ?? 50);
const rows: (string | number)[][] = [
  [
    "set",
    "solver",
    "pairs",
    "median gap",
    "worst gap",
    "median epsilon / W2^2",
    "not converged",
    "CPU ms a pair",
  ],
];
for (const set of SETS) {
  const { collection } = await loadDataset(join(DATA, set));
  const measures = collection.measures.map((mu) => normalise(mu));
  const drawn = drawPairs(measures.length, pairs, seededRandom(0));
  for (const [name, solve] of Object.entries(SOLVERS)) {
    const before = process.cpuUsage();
    const solved = drawn.map(([s, t]) => solve(measures[s]!, measures[t]!));
    const { user, system } = process.cpuUsage(before);
    const gaps = solved.map(({ certificate }) => relativeGap(certificate));
    const costs = drawn.map(([s, t]) => exact(measures[s]!, measures[t]!).cost);
    rows.push([
      set,
      name,
      drawn.length,
      median(gaps).toPrecision(2),
      Math.max(...gaps).toPrecision(2),
      median(solved.map(({ plan }, p) => plan.epsilon / costs[p]!)).toPrecision(2),
      solved.filter(({ certificate }) => certificate.status !== "converged").length,
      ((user + system) / 1000 / drawn.length).toPrecision(3),
    ]);
  }
}
process.stdout.write(`${textTable(rows)}\n`);
