import type { Measure } from "../../src/index.js";
import type { Labels } from "../labels.js";
import type { Embedded } from "../lot.js";
import { htmlPage, type PageSection } from "../report/index.js";
import { permutationChart } from "../report/permutation-chart.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import { itemDistanceText } from "../test/item-distances.js";
import type { TestedDifference, TestResults } from "../test/results.js";
import { short } from "../text-table.js";
import { fidelitySection, meansSection, planeChart, principalPlane, referenceSection } from "./sections.js";

export interface TestPageParts extends Embedded {
  readonly description: string;
  readonly labels: Labels;
  /** Mean measure of each group. */
  readonly means: readonly Measure[];
  /** The effect under each permutation. */
  readonly permuted: Float64Array;
}

/** The page of `test`. */
export function testPage(report: Report<TestResults>, parts: TestPageParts): string {
  const { results } = report;
  const { items, embedding, means, fidelity, labels } = parts;
  const plane = principalPlane(embedding, report.seed);
  const titled = means.map((measure, c) => ({ title: labels.classes[c]!, measure }));
  return htmlPage({
    title: `Do the groups of ${results.column} differ? p = ${short(results.test.pValue)}`,
    subtitle: `${parts.description}.`,
    report,
    sections: [
      testSection(results, parts),
      ...pairSection(results),
      ...splitSection(results),
      {
        heading: "Items",
        text: `First two principal components of the embedding, fitted on ${plane.fittedOn} without their groups; the test used all components.`,
        html: planeChart(plane, items, labels.values, {
          title: `Items by ${labels.column}`,
          seed: report.seed,
        }),
      },
      meansSection("Mean measure of each group", titled, embedding, items),
      referenceSection(embedding, items),
      fidelitySection(fidelity, embedding, report.seed),
    ],
  });
}

function testSection(results: TestResults, { embedding, permuted }: TestPageParts): PageSection {
  const { test, units, unitColumn, statistic } = results;
  const exchanged = unitColumn === null ? `${units} items` : `${units} whole units of column ${unitColumn}`;
  const distance = itemDistanceText(results.distance, { metric: embedding.reference.metric.name });
  const rough = test.exhaustive
    ? "All divisions were tried, so that nothing is left to chance."
    : `All permutations would give a p-value of ${intervalText(test.pInterval)}, with 95 % confidence.`;
  return {
    heading: "Test",
    text:
      `If ${results.column} had nothing to do with the measures, its values could be exchanged between the ${exchanged}: with ` +
      `probability ${short(test.pValue)} they would then set the groups as far apart as they do, or farther. ${rough} ` +
      `Distance: ${distance}; statistic: ${statistic}. The distances were computed without the groups. ` +
      `The groups explain ${percent(test.effect)} of the dispersion (${effectInterval(test)}; 0 in the mean where they do not differ).`,
    html:
      permuted.length === 0
        ? []
        : permutationChart(permuted, {
            title: "Share of the dispersion that the groups explain",
            observed: test.effect,
            xLabel: "share of dispersion explained",
            exhaustive: test.exhaustive,
          }),
  };
}

function effectInterval({ effectInterval: interval }: TestedDifference): string {
  return interval === null
    ? "without an interval, units of a group being too few to resample"
    : `95 % bootstrap interval ${interval.map(percent).join(" to ")}`;
}

function pairSection({ pairs, column }: TestResults): PageSection[] {
  if (pairs.length === 0) return [];
  return [
    {
      heading: "Which groups differ",
      text: "Each pair of groups tested on its own. Adjusted p-values hold for all pairs together (Holm's method).",
      html: valueTable({
        title: `Pairs of groups of ${column}`,
        columns: ["pair", "p-value", "adjusted", "effect", "95 % interval"],
        rows: pairs.map((pair) => [
          `${pair.groups[0]} and ${pair.groups[1]}`,
          short(pair.pValue),
          short(pair.adjustedPValue),
          percent(pair.effect),
          pair.effectInterval === null ? "-" : pair.effectInterval.map(percent).join(" to "),
        ]),
        caption: [`${permutationText(pairs[0]!)}.`],
      }),
    },
  ];
}

function permutationText({ exhaustive, permutations }: TestedDifference): string {
  return exhaustive ? `All ${permutations} divisions of the first pair` : `${permutations} permutations each`;
}

function splitSection({ splits }: TestResults): PageSection[] {
  if (splits === null) return [];
  const { group, sizes, splits: count, permutations, rates } = splits;
  return [
    {
      heading: "Where there is no difference",
      text:
        `Group ${group} was split at random into ${sizes[0]} and ${sizes[1]} units, ${count} times, and the halves tested ` +
        `(${permutations} permutations): a test at a level should reject no more often than that.`,
      html: valueTable({
        title: "Rejections without a difference",
        columns: ["level", "rejected", "of", "rate", "95 % interval"],
        rows: rates.map(({ level, rejections, rate, interval }) => [
          String(level),
          String(rejections),
          String(count),
          short(rate),
          intervalText(interval),
        ]),
        caption: ["Intervals: Clopper and Pearson, of the rate over such splits."],
      }),
    },
  ];
}

function intervalText([lower, upper]: readonly [number, number]): string {
  return `${short(lower)} to ${short(upper)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
