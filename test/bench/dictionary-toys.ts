/**
 * The published toys in full size: two atoms on 200 bins, learned back from barycentres between them. epsilon is 1e-3 of the
 * largest cost; what is printed is how far learned atoms are from the true ones, in bins.
 *
 *   npm run bench:build && node node_modules/.bench/test/bench/dictionary-toys.js
 */
import { cpuUsage, stdout } from "node:process";
import { synthesise } from "../../src/dictionary/dictionary.js";
import { fitDictionary } from "../../src/dictionary/fit-dictionary.js";
import { lineCost } from "../../src/dictionary/line-cost.js";
import { barycenterRows } from "../../src/dictionary/loss-gradient.js";
import { DICTIONARY_PRESETS } from "../../src/dictionary/presets.js";
import { type DictionarySettings, problemFrom } from "../../src/dictionary/settings.js";
import { type Matrix, rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import {
  atomsOf,
  gaussian,
  l1,
  laplace,
  normalised,
  positions,
  segment,
  uniform,
} from "../dictionary/toys.js";

const BINS = 200;
const axis = { values: positions(BINS), quantity: "band" };

interface Toy {
  readonly name: string;
  readonly settings: DictionarySettings;
  readonly truth: Matrix;
  readonly count: number;
}

const balanced: DictionarySettings = { ...DICTIONARY_PRESETS.balanced(0), epsilon: 0.01 };
const unbalanced: DictionarySettings = { ...DICTIONARY_PRESETS.principled(1), epsilon: 0.01, loss: "value" };

const toys: readonly Toy[] = [
  {
    name: "N(50, 5^2), N(130, 10^2)",
    settings: balanced,
    truth: atomsOf(gaussian(BINS, 50, 5), gaussian(BINS, 130, 10)),
    count: 51,
  },
  {
    name: "uniform [20, 80] + background, Laplace(140, 4)",
    settings: balanced,
    truth: atomsOf(uniform(BINS, 20, 80, 0.002), laplace(BINS, 140, 4)),
    count: 21,
  },
  {
    name: "N(50, 10^2) of mass 1, N(140, 10^2) of mass 3",
    settings: unbalanced,
    truth: atomsOf(gaussian(BINS, 50, 10, 1), gaussian(BINS, 140, 10, 3)),
    count: 21,
  },
];

for (const { name, settings, truth, count } of toys) {
  const atoms = { ...truth, data: truth.data.map((mass) => mass + 1e-15) };
  const made = barycenterRows(problemFrom(axis.values, settings), atoms, segment(count));
  const data = settings.rhoBarycenter === Infinity ? normalised(made) : made;
  const before = cpuUsage();
  const learned = fitDictionary(data, {
    axis,
    settings,
    size: 2,
    random: seededRandom(0),
    start: "k-means++",
    weightStart: "even",
    atomForm: settings === balanced ? "simplex" : "logarithm",
    learningRate: 0.05,
    weightRate: 0.05,
    steps: 300,
  });
  const { user, system } = cpuUsage(before);
  const nearest = [0, 1].map((s) => {
    const costs = [0, 1].map((r) => lineCost(axis.values, rowView(learned.atoms, s), rowView(truth, r)));
    const r = costs[0]! <= costs[1]! ? 0 : 1;
    const mass = rowView(learned.atoms, s).reduce((sum, value) => sum + value, 0);
    const share = l1(
      normalised(atomsOf(rowView(learned.atoms, s))).data,
      normalised(atomsOf(rowView(truth, r))).data,
    );
    return `atom ${r}: W2 ${Math.sqrt(costs[r]!).toFixed(2)} bins, L1 ${share.toFixed(3)} of 2, mass ${mass.toFixed(3)}`;
  });
  const shown = synthesise(learned, learned.weights!);
  const off = Array.from({ length: count }, (_, n) =>
    Math.sqrt(lineCost(axis.values, rowView(shown, n), rowView(data, n))),
  );
  stdout.write(`${name}\n`);
  stdout.write(`  ${nearest.join("; ")}\n`);
  stdout.write(
    `  rows: W2 ${(off.reduce((sum, d) => sum + d, 0) / count).toFixed(2)} bins in the mean, ${Math.max(...off).toFixed(2)} at most\n`,
  );
  stdout.write(
    `  CPU ${((user + system) / 1e6).toFixed(1)} s, loss ${learned.restarts[0]!.loss.toPrecision(4)}\n`,
  );
}
