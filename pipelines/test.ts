import { encodeNpy } from "../loaders/index.js";
import {
  type Collection,
  DISSIMILARITIES,
  type DissimilarityName,
  type Interval,
  type Metric,
  type OnProgress,
  type PairTest,
  type PermutationTest,
  pairwiseTests,
  permutationTest,
  type Random,
  ShapeError,
  type SplitRejections,
  seededRandom,
  splitRejections,
  type Units,
  unitsOf,
  type WorkerPool,
} from "../src/index.js";
import { TEST_DEFAULTS, type WithMetric } from "./defaults.js";
import { fidelityText } from "./fidelity.js";
import { groupMeans } from "./group-means.js";
import { type ItemOptions, loadItems } from "./items.js";
import { fullColumn, type Labels, labelsOf } from "./labels.js";
import { certificatesOf, embedAll, type LotOptions, referenceInfo, referenceSize } from "./lot.js";
import { lotRow, metricRows, settled } from "./metric.js";
import { onData } from "./place.js";
import { type Outcome, report, type Settings, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { tellOnly } from "./tell-only.js";
import {
  ITEM_DISTANCES,
  type ItemDistanceName,
  itemDistanceFault,
  itemDistanceText,
  requireFewItems,
} from "./test/item-distances.js";
import type { TestedDifference, TestedPair, TestedSplits, TestResults } from "./test/results.js";
import { testsCsv } from "./test/tests-csv.js";
import { short, textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface TestOptions extends ItemOptions, LotOptions, JobOptions {
  /** Column of the groups that are compared. */
  readonly label: string;
  /** Column of units: items with equal values are exchanged together. */
  readonly group?: string;
  readonly distance: ItemDistanceName;
  /** Random lines of sliced distances. */
  readonly directions?: number;
  readonly statistic: DissimilarityName;
  readonly permutations: number;
  readonly resamples: number;
  /** Random splits of the largest group to be tested, which tell whether the test is honest; 0: none. */
  readonly splits: number;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

export const TEST_FILES = ["tests.csv", "distances.npy", "report.html"] as const;

/** Of pairs of groups; with more groups a table of them would say little. */
const MOST_GROUPS = 12;

/**
 * Permutation test of the question whether groups of measures come from one law, by the distances of their items. Nothing that
 * distances depend on has seen the groups.
 *
 * @throws ShapeError if a column is absent or has one value, each group has one unit only, a unit has items of two groups, or
 *   options do not go together; FormatError if an item has no label; for data that do not fit see `loadItems`.
 */
export async function testGroups(
  given: WithMetric<TestOptions, typeof TEST_DEFAULTS>,
): Promise<Outcome<TestResults>> {
  const options: TestOptions = settled({ ...TEST_DEFAULTS, ...given });
  const fault = itemDistanceFault(options);
  if (fault !== undefined) throw new ShapeError(fault);
  return onData([given.path], () => withPool(options, (pool) => testItems(pool, options)));
}

async function testItems(pool: WorkerPool, options: TestOptions): Promise<Outcome<TestResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const streams = random.fork(STREAMS.permutation);
  const { collection, inputs, description } = await loadItems(options);
  const labels = labelsOf(collection, options.label);
  const unitNames = options.group === undefined ? undefined : fullColumn(collection, options.group);
  requireFewItems(options.distance, collection.measures.length);
  requireTestable(labels, unitNames, options);
  watch.lap("load");
  const embedded = await embedAll(pool, collection, options, random, watch);
  const measured = await ITEM_DISTANCES[options.distance].measure({
    ...{ pool, embedded, random: streams.fork(0) },
    ...{ directions: options.directions, onProgress: options.onProgress },
  });
  watch.lap("distances");
  const units = unitsFrom(DISSIMILARITIES[options.statistic](measured.distances), labels, unitNames);
  const found = findDifferences(units, options, streams);
  watch.lap("permutations");

  const results: TestResults = {
    column: labels.column,
    groups: labels.classes.map((name, c) => ({
      name,
      items: labels.codes.filter((code) => code === c).length,
      units: found.test.sizes[c]!,
    })),
    units: units.codes.length,
    unitColumn: options.group ?? null,
    statistic: options.statistic,
    distance: measured.info,
    test: differenceOf(found.test),
    pairs: found.pairs.map((pair) => pairOf(pair, labels)),
    splits: found.splits ? splitsOf(found.splits, labels) : null,
    reference: referenceInfo(embedded),
    fidelity: embedded.fidelity.summary,
  };
  const summary = report({
    command: "test",
    settings: testSettings(options, collection, embedded.embedding.reference.metric),
    seed: options.seed,
    inputs,
    results,
    files: TEST_FILES,
    warnings: [...collection.warnings, ...testWarnings(results)],
    certificates: summariseCertificates([...certificatesOf(embedded), ...measured.certificates]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: testText(options, embedded.embedding.reference.metric, description, results),
    render: async () => {
      const { testPage } = await import("./pages/test-page.js");
      const means = groupMeans(embedded.embedding, labels.codes, labels.classes.length);
      const { data, rows } = measured.distances;
      const permuted = found.test.permutedEffects;
      return [
        { name: "tests.csv", bytes: testsCsv(results) },
        { name: "distances.npy", bytes: encodeNpy(data, [rows, rows]) },
        {
          name: "report.html",
          bytes: testPage(summary, { description, labels, means, permuted, ...embedded }),
        },
      ];
    },
  };
}

/** Asked before the long work. */
function requireTestable(
  labels: Labels,
  unitNames: readonly string[] | undefined,
  options: TestOptions,
): void {
  const { column, classes, codes } = labels;
  if (classes.length < 2) {
    throw new ShapeError(
      `column "${column}" has the one value "${classes[0]}"; a test compares two groups or more`,
      {
        found: classes[0]!,
      },
    );
  }
  requireWholeUnits(labels, unitNames, options.group);
  const sizes = classes.map(
    (_, c) =>
      new Set(
        Array.from(codes.keys())
          .filter((s) => codes[s] === c)
          .map((s) => unitNames?.[s] ?? s),
      ).size,
  );
  if (sizes.every((size) => size === 1)) {
    const unit = options.group === undefined ? "item" : `value of column "${options.group}"`;
    throw new ShapeError(
      `each value of column "${column}" has one ${unit}: nothing tells how much those of one group differ`,
      { found: classes.length },
    );
  }
  if (options.splits > 0 && Math.max(...sizes) < 4) {
    throw new ShapeError(
      `the largest group has ${Math.max(...sizes)} units; --splits divides it into halves and needs four`,
      { expected: 4, found: Math.max(...sizes) },
    );
  }
}

/** Labels are exchanged between whole units, which have one each. */
function requireWholeUnits(
  { column, values }: Labels,
  unitNames: readonly string[] | undefined,
  unitColumn: string | undefined,
): void {
  if (unitNames === undefined) return;
  const labelOf = new Map<string, string>();
  unitNames.forEach((unit, s) => {
    const label = labelOf.get(unit);
    if (label !== undefined && label !== values[s]) {
      throw new ShapeError(
        `the items with "${unit}" in column "${unitColumn}" have "${label}" and "${values[s]}" in column "${column}"; labels ` +
          "are exchanged between whole units, so all items of one must have the same: leave --group out, or choose another column",
        { found: unit },
      );
    }
    labelOf.set(unit, values[s]!);
  });
}

function unitsFrom(
  distances: Units["distances"],
  { codes, classes }: Labels,
  unitNames: readonly string[] | undefined,
): Units {
  const items: Units = { distances, codes, groupCount: classes.length };
  return unitNames === undefined ? items : unitsOf(items, unitNames);
}

interface Found {
  readonly test: PermutationTest;
  readonly pairs: readonly PairTest[];
  readonly splits: SplitRejections | undefined;
}

function findDifferences(units: Units, options: TestOptions, streams: Random): Found {
  const { permutations, resamples, splits } = options;
  const onProgress = tellOnly(options.onProgress);
  const work = { permutations, resamples };
  const several = units.groupCount > 2 && units.groupCount <= MOST_GROUPS;
  return {
    test: permutationTest(units, { ...work, random: streams.fork(1), onProgress }),
    pairs: several ? pairwiseTests(units, { ...work, random: streams.fork(2), onProgress }) : [],
    splits:
      splits === 0 ? undefined : splitRejections(units, { splits, random: streams.fork(3), onProgress }),
  };
}

function differenceOf(test: PermutationTest): TestedDifference {
  const { effect, effectInterval, pValue, pInterval, atLeast, permutations, exhaustive } = test;
  return {
    effect,
    effectInterval: effectInterval && ends(effectInterval),
    pValue,
    pInterval: ends(pInterval),
    atLeast,
    permutations,
    exhaustive,
  };
}

const ends = ({ lower, upper }: Interval): [number, number] => [lower, upper];

function pairOf({ groups, test, adjusted }: PairTest, { classes }: Labels): TestedPair {
  return {
    groups: [classes[groups[0]]!, classes[groups[1]]!],
    ...differenceOf(test),
    adjustedPValue: adjusted,
  };
}

function splitsOf(found: SplitRejections, { classes }: Labels): TestedSplits {
  const { group, sizes, splits, permutations, rates } = found;
  return {
    group: classes[group]!,
    sizes,
    splits,
    permutations,
    rates: rates.map(({ interval, ...rate }) => ({ ...rate, interval: ends(interval) })),
  };
}

function testSettings(options: TestOptions, items: Collection, metric: Metric): Settings {
  return {
    label: options.label,
    group: options.group ?? null,
    distance: options.distance,
    directions: options.directions ?? null,
    statistic: options.statistic,
    permutations: options.permutations,
    resamples: options.resamples,
    splits: options.splits,
    ...itemSettings(options),
    ...lotSettings(options, referenceSize(options, items), metric),
    pairs: options.pairs,
  };
}

/** Below the first number of units a bootstrap interval is rough, below the second there is none. */
const FEW_UNITS = 8;
const TOO_FEW_UNITS = 5;

function testWarnings({ groups, units, groups: { length } }: TestResults): string[] {
  return [
    ...intervalWarnings(groups),
    ...(length > MOST_GROUPS
      ? [
          `pairs of groups are not tested: there are ${length} groups of ${units} units, at most ${MOST_GROUPS} are paired`,
        ]
      : []),
  ];
}

function intervalWarnings(groups: TestResults["groups"]): string[] {
  const below = (count: number): string =>
    groups
      .filter((group) => group.units < count)
      .map(({ name }) => `"${name}"`)
      .join(", ");
  if (below(TOO_FEW_UNITS) !== "") {
    return [
      `the effect has no interval: fewer than ${TOO_FEW_UNITS} units in ${below(TOO_FEW_UNITS)}, too few to resample`,
    ];
  }
  if (below(FEW_UNITS) === "") return [];
  return [
    `the interval of the effect is rough: fewer than ${FEW_UNITS} units in ${below(FEW_UNITS)}, where it holds the effect less ` +
      "often than it says",
  ];
}

function testText(options: TestOptions, metric: Metric, description: string, results: TestResults): string {
  const { groups, test, pairs, splits, unitColumn, units } = results;
  const unit = unitColumn === null ? "items" : `units of column ${unitColumn}`;
  return textTable([
    ["dataset", description],
    ...metricRows(options, [metric]),
    [`groups of ${results.column}`, groups.map((group) => `${group.name} (${group.units})`).join(", ")],
    ["exchanged", `${units} ${unit}`],
    ["distance", `${itemDistanceText(results.distance, options)}; statistic ${results.statistic}`],
    ["p-value", pText(test)],
    ["effect", effectText(test)],
    ...pairs.map((pair) => [
      `${pair.groups[0]} | ${pair.groups[1]}`,
      `p ${short(pair.pValue)}, adjusted ${short(pair.adjustedPValue)}; effect ${short(pair.effect)}`,
    ]),
    ...(splits ? [["splits without a difference", splitsText(splits)]] : []),
    [lotRow(options), fidelityText(results.fidelity)],
  ]);
}

export function pText({ pValue, pInterval, atLeast, permutations, exhaustive }: TestedDifference): string {
  if (exhaustive)
    return `${short(pValue)} (exact: ${atLeast} of all ${permutations} divisions are at least as far apart)`;
  const [lower, upper] = pInterval;
  return `${short(pValue)} (all permutations: ${short(lower)} to ${short(upper)}, 95 %; ${atLeast} of ${permutations})`;
}

export function effectText({ effect, effectInterval }: TestedDifference): string {
  const interval =
    effectInterval === null
      ? "no interval: too few units in a group"
      : `95 % bootstrap interval ${effectInterval.map(short).join(" to ")}`;
  return `${short(effect)} of the dispersion (${interval})`;
}

function splitsText({ group, sizes, splits, rates }: TestedSplits): string {
  const seen = rates.map(
    ({ level, rate, interval }) =>
      `p <= ${level} in ${short(rate)} (${short(interval[0])} to ${short(interval[1])})`,
  );
  return `${splits} of group ${group} into ${sizes.join(" and ")}: ${seen.join(", ")}`;
}
