import { type FileOptions, type LoadedMeasure, loadMeasure } from "../loaders/node.js";
import {
  type Certificate,
  equalMasses,
  type Measure,
  MeasureError,
  normalise,
  type OnProgress,
  ShapeError,
  seededRandom,
  totalMass,
} from "../src/index.js";
import { planCsv } from "./csv-files.js";
import { DISTANCE_DEFAULTS, type WithDefaults } from "./defaults.js";
import type { Normalisation } from "./items.js";
import { givenOptions, optionFault, stopOf } from "./method-options.js";
import {
  METHODS,
  type Method,
  type MethodAnswer,
  type MethodName,
  type MethodOptions,
  OPTION_FLAGS,
} from "./methods/index.js";
import { onData } from "./place.js";
import { type Outcome, report, type Stopwatch, stopwatch, summariseCertificates } from "./report.js";
import type { DistanceResults } from "./results.js";
import { requireSameAxis } from "./same-axis.js";
import { fileSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { short, textTable } from "./text-table.js";

export interface DistanceOptions extends FileOptions, MethodOptions {
  readonly source: string;
  readonly target: string;
  readonly method: MethodName;
  readonly seed: number;
  /** "mass": both to mass 1 first. "none" (default): refuse unequal masses where the method needs equal ones. */
  readonly normalise: Normalisation;
  readonly onProgress?: OnProgress;
}

export const DISTANCE_FILES = ["plan.csv", "report.html"] as const;

/**
 * Transport between two files, by the solver that `method` names.
 *
 * @throws FormatError for files that cannot be read; MeasureError if their masses differ (naming the option);
 *   ShapeError for an option that the method does not take.
 */
export async function distance(
  given: WithDefaults<DistanceOptions, typeof DISTANCE_DEFAULTS>,
): Promise<Outcome<DistanceResults>> {
  const options = { ...DISTANCE_DEFAULTS, ...given };
  const fault = optionFault("--method", METHODS, options.method, OPTION_FLAGS, options);
  if (fault !== undefined) throw new ShapeError(fault);
  const watch = stopwatch();
  const files = [
    await loadMeasure(options.source, { ...options, stream: 0 }),
    await loadMeasure(options.target, { ...options, stream: 1 }),
  ] as const;
  return onData([options.source, options.target], () => transportBetween(files, options, watch));
}

async function transportBetween(
  files: readonly [LoadedMeasure, LoadedMeasure],
  options: DistanceOptions,
  watch: Stopwatch,
): Promise<Outcome<DistanceResults>> {
  requireSameAxis(files);
  const method: Method = METHODS[options.method];
  const source = prepared(files[0].measure, options.normalise);
  const target = prepared(files[1].measure, options.normalise);
  if (method.masses === "equal") requireEqualMasses(source, target);
  watch.lap("load");
  const { plan, ...results } = solved(method, source, target, options);
  watch.lap("transport");

  const summary = report({
    command: "distance",
    settings: {
      method: options.method,
      ...givenOptions(OPTION_FLAGS, options),
      normalise: options.normalise,
      ...fileSettings(options),
    },
    seed: options.seed,
    inputs: files.flatMap((file) => file.inputs),
    results,
    files: DISTANCE_FILES,
    warnings: files.flatMap((file) => file.warnings),
    certificates: summariseCertificates([results.certificate]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: distanceText(source, target, method, results),
    render: async () => {
      const { distancePage } = await import("./pages/distance-page.js");
      return [
        { name: "plan.csv", bytes: planCsv(plan) },
        { name: "report.html", bytes: distancePage(summary, method.names, files, plan) },
      ];
    },
  };
}

function solved(method: Method, source: Measure, target: Measure, options: DistanceOptions): MethodAnswer {
  const { onProgress, seed } = options;
  const stop = stopOf(options);
  const random = seededRandom(seed).fork(STREAMS.transport);
  return method.solve(source, target, options, { random, stop, ...(onProgress && { onProgress }) });
}

function prepared(mu: Measure, how: Normalisation): Measure {
  return how === "mass" ? normalise(mu) : mu;
}

function requireEqualMasses(source: Measure, target: Measure): void {
  if (equalMasses(source, target)) return;
  const value = totalMass(target);
  throw new MeasureError(
    `the masses differ (${totalMass(source)} and ${value}); use --normalise mass to compare the shapes alone`,
    { value },
  );
}

function distanceText(
  source: Measure,
  target: Measure,
  { names, advice }: Method,
  { cost, certificate, details = {}, ...rest }: DistanceResults,
): string {
  const { lower, upper } = certificate;
  return textTable([
    ["source", sizeOf(source)],
    ["target", sizeOf(target)],
    [names.cost, cost],
    [names.distance, rest.distance],
    ["certificate", `${lower} <= ${names.bracket ?? "cost"} <= ${upper}`],
    ["status", statusText(certificate, advice)],
    [
      names.errors ?? "marginal errors",
      `${short(certificate.sourceError)}, ${short(certificate.targetError)}`,
    ],
    ...Object.entries(details).map(([name, value]) => [name, short(value)]),
  ]);
}

function statusText({ status, iterations }: Certificate, advice: string | undefined): string {
  const ended = `${status} after ${iterations} iterations`;
  return status === "converged" || advice === undefined ? ended : `${ended}; ${advice}`;
}

function sizeOf(mu: Measure): string {
  return `${mu.count} ${mu.count === 1 ? "point" : "points"} in R^${mu.dim}, mass ${short(totalMass(mu))}`;
}
