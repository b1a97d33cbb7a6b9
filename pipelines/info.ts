import { type DatasetOptions, loadDataset } from "../loaders/node.js";
import { type Collection, totalMass } from "../src/index.js";
import { INFO_DEFAULTS, type WithDefaults } from "./defaults.js";
import { median } from "./median.js";
import { onData } from "./place.js";
import { type Outcome, report, stopwatch, summariseCertificates } from "./report.js";
import type { AttributeInfo, InfoResults, Range } from "./results.js";
import { fileSettings } from "./settings.js";
import { short, textTable } from "./text-table.js";

export interface InfoOptions extends DatasetOptions {
  readonly path: string;
  readonly seed: number;
}

export const INFO_FILES = ["report.html"] as const;

/** What a file or dataset was understood to hold. */
export async function info(
  given: WithDefaults<InfoOptions, typeof INFO_DEFAULTS>,
): Promise<Outcome<InfoResults>> {
  const options = { ...INFO_DEFAULTS, ...given };
  const watch = stopwatch();
  const { collection, inputs, description } = await onData([options.path], () =>
    loadDataset(options.path, options),
  );
  watch.lap("load");
  const results: InfoResults = { description, ...describe(collection) };
  const summary = report({
    command: "info",
    settings: fileSettings(options),
    seed: options.seed,
    inputs,
    results,
    files: INFO_FILES,
    warnings: collection.warnings,
    certificates: summariseCertificates([]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: infoText(results),
    render: async () => {
      const { infoPage } = await import("./pages/info-page.js");
      return [{ name: "report.html", bytes: infoPage(summary, collection) }];
    },
  };
}

function describe(items: Collection): Omit<InfoResults, "description"> {
  const { measures } = items;
  return {
    items: measures.length,
    dim: measures[0]!.dim,
    kind: items.item.kind,
    points: rangeOf(measures.map((mu) => mu.count)),
    massless: measures.reduce((sum, mu) => sum + mu.weights.filter((w) => w === 0).length, 0),
    mass: rangeOf(measures.map(totalMass)),
    bounds: boundsOf(items),
    attributes: items.attributes.map(({ name, values }) => attributeInfo(name, values)),
  };
}

function rangeOf(values: readonly number[]): Range {
  return {
    least: values.reduce((least, value) => Math.min(least, value)),
    median: median(values),
    most: values.reduce((most, value) => Math.max(most, value)),
  };
}

function boundsOf({ measures }: Collection): [number, number][] {
  const dim = measures[0]!.dim;
  const bounds = Array.from({ length: dim }, (): [number, number] => [Infinity, -Infinity]);
  for (const { points } of measures) {
    points.forEach((x, p) => {
      const range = bounds[p % dim]!;
      range[0] = Math.min(range[0], x);
      range[1] = Math.max(range[1], x);
    });
  }
  return bounds;
}

const SHOWN_VALUES = 20;

function attributeInfo(name: string, values: readonly string[]): AttributeInfo {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const commonest = [...counts].sort((a, b) => b[1] - a[1]).slice(0, SHOWN_VALUES);
  return {
    name,
    distinct: counts.size,
    counts: commonest.map(([value, items]) => ({ value, items })),
  };
}

function infoText(results: InfoResults): string {
  return textTable([
    ["holds", results.description],
    ["points per item", rangeText(results.points)],
    ["mass per item", rangeText(results.mass)],
    ...(results.massless > 0 ? [["points without mass", results.massless]] : []),
    [
      "bounds",
      results.bounds
        .slice(0, 6)
        .map(([low, high]) => `${short(low)} to ${short(high)}`)
        .join(" | "),
    ],
    ...results.attributes.map((attribute) => [`column ${attribute.name}`, attributeText(attribute)]),
  ]);
}

function rangeText({ least, median, most }: Range): string {
  return least === most ? short(least) : `${short(least)} to ${short(most)}, median ${short(median)}`;
}

const VALUES_IN_TEXT = 8;

function attributeText({ distinct, counts }: AttributeInfo): string {
  const shown = counts.slice(0, VALUES_IN_TEXT).map(({ value, items }) => `${value} (${items})`);
  return `${distinct} values: ${shown.join(", ")}${distinct > shown.length ? ", ..." : ""}`;
}
