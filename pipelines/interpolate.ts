import {
  type FileOptions,
  type InputFile,
  type LoadedMeasure,
  loadDataset,
  loadMeasure,
} from "../loaders/node.js";
import {
  type AlignmentMode,
  type Collection,
  collection,
  commonDimension,
  equalMasses,
  type Measure,
  MeasureError,
  massive,
  normalise,
  type OnProgress,
  pathShape,
  ShapeError,
  seededRandom,
  selectItems,
  totalMass,
  withMeasures,
} from "../src/index.js";
import { INTERPOLATE_DEFAULTS, type WithDefaults } from "./defaults.js";
import { defaultFormat, type StepFormatName } from "./interpolate-files.js";
import type { InterpolateResults, InterpolateStep } from "./interpolate-results.js";
import { stepsOf, type TakenStep } from "./interpolate-steps.js";
import { interpolateText } from "./interpolate-text.js";
import { MOST_STEPS } from "./interpolate-times.js";
import { aligned, itemCheck, type Normalisation } from "./items.js";
import { optionFault } from "./method-options.js";
import { metricFault } from "./metric.js";
import {
  PATH_FLAGS,
  PATHS,
  type PathKind,
  type PathName,
  type PathOptions,
  type Walk,
} from "./paths/index.js";
import { metricName } from "./paths/lot.js";
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
import type { ReferenceInfo } from "./results.js";
import { requireSameAxis } from "./same-axis.js";
import { fileSettings } from "./settings.js";

export interface InterpolateOptions extends FileOptions, PathOptions {
  /** Two files or more; or one dataset, with `items`. */
  readonly paths: readonly string[];
  /** Names of items of the dataset, in the order in which the path passes them. */
  readonly items?: readonly string[] | undefined;
  /** Default: the geodesic of `metric`, of W2 where that is not given. */
  readonly path?: PathName | undefined;
  /** Equal steps of each leg; the measures written are one more. */
  readonly steps: number;
  /** Instead of steps: times of 0 to 1, increasing. */
  readonly times?: readonly number[] | undefined;
  readonly format?: StepFormatName | undefined;
  readonly seed: number;
  /** Default: "mass" where the path needs equal masses and these differ, else "none". */
  readonly normalise?: Normalisation | undefined;
  readonly align: AlignmentMode;
  readonly onProgress?: OnProgress;
}

/** What `interpolate` leaves beside the measures, whose names `numberedName` makes. */
export const INTERPOLATE_FILES = ["report.html", "steps.csv"] as const;

/** The sentence that refuses options that do not go together; undefined if they do. */
export function interpolateFault(
  options: Omit<InterpolateOptions, "seed" | "steps" | "align">,
): string | undefined {
  const { paths, items, metric } = options;
  const path = pathName(options);
  if (items === undefined && paths.length < 2) return "give two files or more; or one dataset and --items";
  if (items !== undefined && paths.length !== 1)
    return `--items names items of one dataset, ${paths.length} are given`;
  if (items !== undefined && items.length < 2) return "--items needs two names or more";
  const { metric: _, ...rest } = options;
  const isGeodesic = path === metric;
  return (
    optionFault("--path", PATHS, path, PATH_FLAGS, isGeodesic ? rest : options) ??
    (path === "lot"
      ? metricFault({ metric: metricName(options), kappa: options.kappa, price: options.price })
      : undefined) ??
    (options.base !== undefined && (options.reference ?? options.referenceSize) !== undefined
      ? "--base is the reference; leave out --reference and --reference-size"
      : undefined)
  );
}

function pathName({ path, metric }: Pick<InterpolateOptions, "path" | "metric">): PathName {
  return path ?? metric ?? "w2";
}

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
  const loaded = await load(options);
  const base =
    options.base === undefined ? undefined : await loadMeasure(options.base, { ...options, stream: 1000 });
  return onData(options.paths, async () => {
    requireMeasures(options.steps, loaded.items.names.length, options);
    const inputs = [...loaded.inputs, ...(base?.inputs ?? [])];
    return walked(options, { items: loaded.items, inputs }, base?.measure, watch);
  });
}

function requireTimes(times: readonly number[] | undefined): void {
  const odd = times?.findIndex((t, k) => !(t >= 0 && t <= 1) || (k > 0 && t <= times[k - 1]!)) ?? -1;
  if (odd >= 0) {
    throw new ShapeError(`time ${odd} is ${times![odd]}; times must be numbers of 0 to 1 that increase`, {
      found: times![odd],
    });
  }
}

function requireMeasures(steps: number, stops: number, { times }: Pick<InterpolateOptions, "times">): void {
  const count = times?.length ?? steps * (stops - 1) + 1;
  if (count <= MOST_STEPS + 1) return;
  throw new ShapeError(
    `${count} measures would be written, more than ${MOST_STEPS + 1}; ask for fewer steps`,
    {
      expected: MOST_STEPS + 1,
      found: count,
    },
  );
}

interface Loaded {
  readonly items: Collection;
  readonly inputs: readonly InputFile[];
}

async function load(options: InterpolateOptions): Promise<Loaded> {
  const { paths, items } = options;
  if (items === undefined) return loadFiles(options);
  const { collection: all, inputs } = await loadDataset(paths[0]!, options);
  const places = items.map((name) => placeOf(name, all));
  const chosen = selectItems(all, places);
  return { items: { ...chosen, names: distinct(chosen.names) }, inputs };
}

function placeOf(name: string, { names }: Collection): number {
  const place = names.indexOf(name);
  if (place >= 0) return place;
  throw new ShapeError(
    `there is no item "${name}" in the dataset; its first items are ${names.slice(0, 5).join(", ")}`,
    {
      found: name,
    },
  );
}

async function loadFiles(options: InterpolateOptions): Promise<Loaded> {
  const files: LoadedMeasure[] = [];
  for (const [stream, path] of options.paths.entries())
    files.push(await loadMeasure(path, { ...options, stream }));
  return onData(options.paths, async () => {
    requireSameAxis(files);
    const measures = files.map(({ measure }) => measure);
    const dims = measures.map(({ dim }) => dim);
    const odd = dims.findIndex((dim) => dim !== dims[0]);
    if (odd >= 0) {
      throw new ShapeError(
        `${options.paths[0]} has dimension ${dims[0]}, ${options.paths[odd]} has dimension ${dims[odd]}; they must be equal`,
        { expected: dims[0], found: dims[odd] },
      );
    }
    return {
      items: collection({
        names: distinct(options.paths),
        measures,
        item: files[0]!.item,
        warnings: files.flatMap(({ warnings }) => warnings),
      }),
      inputs: files.flatMap((file) => file.inputs),
    };
  });
}

/** A path may come back to a measure. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, s) => {
    const before = names.slice(0, s).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

type Settled = InterpolateOptions;

/** The measures as the path takes them. */
function prepared(items: Collection, options: Settled): { items: Collection; how: Normalisation } {
  itemCheck({ normalise: "mass", masses: "any" })(items);
  const turned = aligned(items, options.align);
  const needsEqual = massesOf(options) === "equal";
  const unequal = turned.measures.find((mu) => !equalMasses(turned.measures[0]!, mu));
  const how = options.normalise ?? (needsEqual && unequal ? "mass" : "none");
  if (how === "none" && needsEqual && unequal) {
    throw new MeasureError(
      `the masses differ (${totalMass(turned.measures[0]!)} and ${totalMass(unequal)}); use --normalise mass, or --metric hk`,
      { value: totalMass(unequal) },
    );
  }
  const measures = how === "mass" ? turned.measures.map((mu) => normalise(mu)) : turned.measures;
  return { items: withMeasures(turned, measures), how };
}

function massesOf(options: Settled): "equal" | "any" {
  const path = pathName(options);
  return path === "lot" && metricName(options) === "w2" ? "equal" : PATHS[path].masses;
}

/** With the mass of the measures where that has to be so, and without its empty points: no plan starts there. */
function preparedBase(
  base: Measure | undefined,
  { measures }: Collection,
  options: Settled,
): Measure | undefined {
  if (base === undefined) return undefined;
  commonDimension([measures[0]!, base]);
  const start = massive(base).measure;
  return massesOf(options) === "equal" ? normalise(start, totalMass(measures[0]!)) : start;
}

async function walked(
  options: Settled,
  loaded: Loaded,
  base: Measure | undefined,
  watch: Stopwatch,
): Promise<Outcome<InterpolateResults>> {
  const path = pathName(options);
  const kind: PathKind = PATHS[path];
  const { items, how } = prepared(loaded.items, options);
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
  const results = resultsOf(path, walk, taken, items, options.align);
  const files = [...INTERPOLATE_FILES, ...results.files];
  const summary = report({
    command: "interpolate",
    settings: { ...settingsOf(options, path, walk, format), normalise: how, align: options.align },
    seed: options.seed,
    inputs: loaded.inputs,
    results,
    files,
    warnings: items.warnings,
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

function resultsOf(
  path: PathName,
  walk: Walk,
  taken: readonly TakenStep[],
  { names }: Collection,
  align: AlignmentMode,
): InterpolateResults {
  const steps = taken.map(({ step }) => step);
  const legs = walk.legs.map(({ from, to, path: { distance } }) => ({ from, to, distance }));
  return {
    path,
    symbol: walk.symbol,
    distance: legs.reduce((sum, leg) => sum + leg.distance, 0),
    legs,
    files: steps.map(({ file }) => file),
    steps,
    departure: departureOf(steps, walk),
    ...(walk.reference && { reference: referenceInfoOf(walk.reference, align) }),
    ...(walk.residuals && {
      residuals: names.map((item, s) => ({ item, residual: walk.residuals![s]! })),
    }),
    ...(walk.keepsMasses && walk.legs.length === 1 && steps.length > 1
      ? { shape: pathShape(steps.map(({ legTime }) => walk.legs[0]!.path.particlesAt(legTime))) }
      : {}),
  };
}

function departureOf(steps: readonly InterpolateStep[], { legs }: Walk): number {
  return Math.max(
    ...steps.map(({ leg, legTime, toSource, toTarget }) => {
      const { distance } = legs[leg]!.path;
      const off = Math.max(
        Math.abs(toSource - legTime * distance),
        Math.abs(toTarget - (1 - legTime) * distance),
      );
      return distance > 0 ? off / distance : off;
    }),
  );
}

function referenceInfoOf(
  { id, measure, origin, metric: { name: _, ...scale } }: NonNullable<Walk["reference"]>,
  align: string,
): ReferenceInfo {
  const { kind, fittedOn, details } = origin;
  return { id, points: measure.count, kind, fittedOn, ...details, ...scale, alignment: align };
}

function settingsOf(
  options: Settled,
  path: PathName,
  { scale, reference }: Walk,
  format: StepFormatName,
): Settings {
  const { items, steps, times, shares, base, fixed } = options;
  return {
    path,
    items: items ?? null,
    steps: times ? null : steps,
    times: times?.map(String) ?? null,
    format,
    ...(path === "lot" && { metric: metricName(options) }),
    ...scale,
    ...(shares && { shares: shares.map((list) => list.join(":")) }),
    ...(reference && { reference: base ?? reference.origin.kind, referenceSize: reference.measure.count }),
    ...(fixed && { fixed: fixed.map(String) }),
    ...fileSettings(options),
  };
}

function stepsCsv({ steps }: InterpolateResults): string {
  const lines = steps.map(({ file, t, leg, legTime, points, mass, toSource, toTarget }) =>
    [file, t, leg, legTime, points, mass, toSource, toTarget].join(","),
  );
  return `${["file,t,leg,leg_time,points,mass,to_source,to_target", ...lines].join("\n")}\n`;
}
