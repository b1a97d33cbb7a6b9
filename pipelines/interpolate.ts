import { loadMeasure } from "../loaders/node.js";
import { type Collection, type Measure, ShapeError, seededRandom } from "../src/index.js";
import { INTERPOLATE_DEFAULTS, type WithDefaults } from "./defaults.js";
import { defaultFormat, type StepFormatName } from "./interpolate/files.js";
import { loadPathItems, type PathItems, preparedBase, preparedItems } from "./interpolate/items.js";
import {
  type InterpolateOptions,
  interpolateFault,
  pathName,
  requireFewMeasures,
  requireTimes,
} from "./interpolate/options.js";
import type { InterpolateResults } from "./interpolate/results.js";
import { stepsOf } from "./interpolate/steps.js";
import { interpolateResults, stepsCsv } from "./interpolate/summary.js";
import { interpolateText } from "./interpolate/text.js";
import { PATHS, type PathKind, type PathName, type Walk } from "./paths/index.js";
import { onData } from "./place.js";
import {
  type Outcome,
  type OutputFile,
  report,
  type Settings,
  type Stopwatch,
  stopwatch,
  summariseCertificates,
} from "./report.js";
import { fileSettings } from "./settings.js";

export type { InterpolateOptions } from "./interpolate/options.js";

/** What `interpolate` leaves beside the measures, whose names `numberedName` makes. */
export const INTERPOLATE_FILES = ["report.html", "steps.csv"] as const;

/**
 * Measures on a path between measures, written as files, each with its distance from the ends.
 *
 * @throws FormatError for files that cannot be read; MeasureError for masses that differ where they must not; ShapeError
 *   for dimensions that differ, or options that do not go together.
 */
export async function interpolate(
  given: WithDefaults<InterpolateOptions, typeof INTERPOLATE_DEFAULTS>,
): Promise<Outcome<InterpolateResults>> {
  const options = { ...INTERPOLATE_DEFAULTS, ...given };
  const fault = interpolateFault(options);
  if (fault !== undefined) throw new ShapeError(fault);
  requireTimes(options.times);
  const watch = stopwatch();
  const loaded = await loadPathItems(options);
  const base =
    options.base === undefined ? undefined : await loadMeasure(options.base, { ...options, stream: 1000 });
  return onData(options.paths, async () => {
    requireFewMeasures(options, loaded.items.names.length);
    const inputs = [...loaded.inputs, ...(base?.inputs ?? [])];
    return walked(options, { items: loaded.items, inputs }, base?.measure, watch);
  });
}

async function walked(
  options: InterpolateOptions,
  loaded: PathItems,
  base: Measure | undefined,
  watch: Stopwatch,
): Promise<Outcome<InterpolateResults>> {
  const path = pathName(options);
  const kind: PathKind = PATHS[path];
  const { items, how } = preparedItems(loaded.items, options);
  watch.lap("load");
  const walk = kind.walk(items, options, {
    random: seededRandom(options.seed),
    base: preparedBase(base, items, options),
  });
  watch.lap("transport");
  const format =
    options.format ??
    defaultFormat(kind.tokens === true, items.item.kind === "mesh", options.paths[0]!, items.measures[0]!);
  const taken = stepsOf(walk, format, options);
  watch.lap("steps");
  const results = interpolateResults(path, walk, taken, items, options.align);
  const files = [...INTERPOLATE_FILES, ...results.files];
  const summary = report({
    command: "interpolate",
    settings: { ...settingsOf(options, path, walk, format), normalise: how, align: options.align },
    seed: options.seed,
    inputs: loaded.inputs,
    results,
    files,
    warnings: [...items.warnings, ...tokenWarnings(kind, path, items)],
    certificates: summariseCertificates([
      ...(walk.reference?.origin.certificates ?? []),
      ...walk.legs.flatMap((leg) => leg.path.certificates),
      ...taken.flatMap(({ certificates }) => certificates),
    ]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: interpolateText(results),
    render: async () => {
      const { interpolatePage } = await import("./pages/interpolate-page.js");
      return [
        { name: "report.html", bytes: await interpolatePage(summary, walk, items, taken) },
        { name: "steps.csv", bytes: stepsCsv(results) },
        ...taken.map(({ step, bytes }): OutputFile => ({ name: step.file, bytes })),
      ];
    },
  };
}

/** Token embeddings have hundreds of dimensions; points of a shape have an order only where they are landmarks. */
const FEWEST_TOKEN_DIMENSIONS = 4;

function tokenWarnings({ tokens }: PathKind, path: string, { measures }: Collection): string[] {
  const { dim } = measures[0]!;
  if (tokens !== true || dim >= FEWEST_TOKEN_DIMENSIONS) return [];
  return [
    `--path ${path} reads the ${dim} coordinates of each point as a token; for shapes use --path w2, hk, lot or generalised`,
  ];
}

function settingsOf(
  options: InterpolateOptions,
  path: PathName,
  { scale, reference }: Walk,
  format: StepFormatName,
): Settings {
  const { items, steps, times, shares, base, fixed } = options;
  const kind: PathKind = PATHS[path];
  return {
    path,
    items: items ?? null,
    steps: times ? null : steps,
    times: times?.map(String) ?? null,
    format,
    ...kind.settings?.(options),
    ...scale,
    ...(shares && { shares: shares.map((list) => list.join(":")) }),
    ...(reference && { reference: base ?? reference.origin.kind, referenceSize: reference.measure.count }),
    ...(fixed && { fixed: fixed.map(String) }),
    ...fileSettings(options),
  };
}
