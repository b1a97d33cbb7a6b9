// How often the two-sample test rejects where there is no difference, and where there is one, on shipped sets; Markdown tables on
// standard output.
//
//   npm run build && node data/make-two-sample.mjs [SPLITS]     default 2000
import { join } from "node:path";
import { loadDataset } from "../dist/loaders/node.js";
import {
  barycenterReference,
  binomialInterval,
  DISSIMILARITIES,
  embed,
  lotDistances,
  normalise,
  permutation,
  permutationTest,
  seededRandom,
  selectUnits,
  slicedDistances,
  splitRejections,
} from "../dist/src/index.js";

const splits = Number(process.argv[2] ?? 2000);
const LEVELS = [0.01, 0.05, 0.1];

async function groups(set, column, wanted) {
  const { collection } = await loadDataset(join(import.meta.dirname, set), {});
  const { values } = collection.attributes.find(({ name }) => name === column);
  const places = values.flatMap((value, s) => (wanted.includes(value) ? [s] : []));
  const measures = places.map((s) => normalise(collection.measures[s]));
  return { measures, codes: Int32Array.from(places, (s) => wanted.indexOf(values[s])), groupCount: wanted.length };
}

const DISTANCES = {
  LOT: (measures) => {
    const reference = barycenterReference(measures, { count: 60, random: seededRandom(0) });
    return lotDistances(embed(reference, measures));
  },
  "sliced W2": (measures) => slicedDistances(measures, { random: seededRandom(0) }).distances,
};

const share = (value) => value.toFixed(4);

async function nullTable() {
  console.log("| group, halves | distance | statistic | p <= 0.01 | p <= 0.05 | p <= 0.1 |\n|---|---|---|---|---|---|");
  for (const [set, column, group] of [
    ["mice", "group", "c"],
    ["mice", "group", "l"],
    ["osteocytes", "individual", "c77za4"],
    ["apes", "group", "gorf"],
  ]) {
    const { measures, codes } = await groups(set, column, [group]);
    for (const [distance, between] of Object.entries(DISTANCES)) {
      const distances = between(measures);
      for (const [statistic, of] of Object.entries(DISSIMILARITIES)) {
        const units = { distances: of(distances), codes, groupCount: 1 };
        const found = splitRejections(units, { random: seededRandom(1), splits, levels: LEVELS });
        const cells = found.rates.map(
          ({ rate, interval }) => `${share(rate)} (${share(interval.lower)} to ${share(interval.upper)})`,
        );
        console.log(`| ${set} ${group}, ${found.sizes.join(" + ")} | ${distance} | ${statistic} | ${cells.join(" | ")} |`);
      }
    }
  }
}

async function powerTable() {
  const draws = Math.ceil(splits / 4);
  const SIZES = [4, 6, 8, 12, 16];
  console.log(`\n| mice l and s | ${SIZES.map((size) => `${size} + ${size}`).join(" | ")} |\n|---|${SIZES.map(() => "---").join("|")}|`);
  const { measures, codes } = await groups("mice", "group", ["l", "s"]);
  for (const [distance, between] of Object.entries(DISTANCES)) {
    const distances = between(measures);
    for (const [statistic, of] of Object.entries(DISSIMILARITIES)) {
      const units = { distances: of(distances), codes, groupCount: 2 };
      const cells = SIZES.map((size) => {
        let rejected = 0;
        for (let draw = 0; draw < draws; draw++) {
          const random = seededRandom(draw);
          const order = permutation(codes.length, random);
          const drawn = [0, 1].flatMap((group) => Array.from(order).filter((s) => codes[s] === group).slice(0, size));
          const test = permutationTest(selectUnits(units, drawn), { random, permutations: 999, resamples: 1 });
          if (test.pValue <= 0.05) rejected++;
        }
        const { lower, upper } = binomialInterval(rejected, draws, 0.95);
        return `${(rejected / draws).toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
      });
      console.log(`| ${distance}, ${statistic} | ${cells.join(" | ")} |`);
    }
  }
}

await nullTable();
await powerTable();
