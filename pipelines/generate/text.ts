import type { Metric } from "../../src/index.js";
import { fidelityText } from "../fidelity.js";
import { lotRow, METRICS, type MetricOptions, metricRows } from "../metric.js";
import { short, textTable } from "../text-table.js";
import type { GenerateResults } from "./results.js";

/** What new items are of, in words. */
export function titleOf({
  items,
  class: wanted,
  to,
}: Pick<GenerateResults, "items" | "class" | "to">): string {
  const count = `${items.length} new ${items.length === 1 ? "item" : "items"}`;
  if (to !== undefined) return `${count} between ${wanted} and ${to}`;
  return wanted === undefined ? count : `${count} of ${wanted}`;
}

export function nearestText(
  { medianNew, medianKnown, ratio }: GenerateResults["nearest"],
  symbol: string,
): string {
  const start = `${symbol} ${short(medianNew)} in the median`;
  if (medianKnown === null || ratio === null) return start;
  return `${start}; of a known item to the next ${short(medianKnown)}, ratio ${short(ratio)}`;
}

export function copiesText({ nearest: { copies, copyDistance }, items }: GenerateResults): string {
  return `${copies} of ${items.length} (within ${short(copyDistance)} of a known item)`;
}

export function diversityText({ ofNew, ofKnown, ratio }: GenerateResults["diversity"]): string {
  if (ratio === null) return "not told: one new item, or known items that do not vary";
  return `LOT distance of two new items ${short(ofNew)}, of two known ones ${short(ofKnown)}: ratio ${short(ratio)}`;
}

export function neighbourhoodText({ neighbourhood }: GenerateResults): string {
  if (neighbourhood === undefined) return "not told: there is one known item";
  const { neighbours, precision, recall, coverage, expectedCoverage } = neighbourhood;
  const told = recall === null ? "not told (too few new items)" : short(recall);
  return (
    `precision ${short(precision)}, recall ${told}, coverage ${short(coverage)} ` +
    `(${short(expectedCoverage)} expected of draws from the same law), by ${neighbours} neighbours`
  );
}

/** Undefined where nothing tells classes. */
export function classText({ classified }: GenerateResults): string | undefined {
  if (classified === undefined) return undefined;
  const { classes, counts, model, asWanted, heldOut } = classified;
  const named = classes.flatMap((name, c) => (counts[c]! > 0 ? [`${name} ${counts[c]}`] : []));
  const wanted = asWanted === null ? "" : `; as asked for: ${short(100 * asWanted)} %`;
  const trust =
    heldOut === null ? "" : `, right on ${short(100 * heldOut.accuracy)} % of known items held out from it`;
  return `${named.join(", ")} by ${model}${trust}${wanted}`;
}

export function generateText(
  results: GenerateResults,
  options: MetricOptions,
  description: string,
  metric: Metric,
): string {
  const classes = classText(results);
  return textTable([
    ["dataset", description],
    ...metricRows(options, [metric]),
    [
      "generated",
      `${titleOf(results)}, from ${results.members} known ones (${results.how}), ${pointsText(results)}`,
    ],
    ["nearest known item", nearestText(results.nearest, METRICS[options.metric].symbol)],
    ["copies", copiesText(results)],
    ["diversity", diversityText(results.diversity)],
    ["neighbourhood", neighbourhoodText(results)],
    ["round trip", `error ${short(results.roundTrip)} of the spread`],
    ...(classes === undefined ? [] : [["taken for", classes]]),
    [lotRow(options), fidelityText(results.fidelity)],
  ]);
}

function pointsText({ items }: GenerateResults): string {
  const counts = items.map(({ points }) => points);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${least === most ? least : `${least} to ${most}`} points each`;
}
