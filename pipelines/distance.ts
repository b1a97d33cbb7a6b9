import { type FileOptions, type LoadedMeasure, loadMeasure } from "../loaders/node.js";
import {
  equalMasses,
  exact,
  type Measure,
  MeasureError,
  normalise,
  type OnProgress,
  oneD,
  type Transport,
  totalMass,
} from "../src/index.js";
import { DISTANCE_DEFAULTS, type WithDefaults } from "./defaults.js";
import type { Normalisation } from "./items.js";
import { onData } from "./place.js";
import { type Outcome, report, type Stopwatch, stopwatch, summariseCertificates } from "./report.js";
import type { DistanceResults } from "./results.js";
import { fileSettings } from "./settings.js";
import { short, textTable } from "./text-table.js";

type Solver = (source: Measure, target: Measure, options: { onProgress?: OnProgress }) => Transport;

/** The solvers that `--method` names. */
export const METHODS = { exact, "one-d": oneD } as const satisfies Record<string, Solver>;

export interface DistanceOptions extends FileOptions {
  readonly source: string;
  readonly target: string;
  readonly method: keyof typeof METHODS;
  readonly seed: number;
  /** "mass": both to mass 1 first. "none" (default): refuse unequal masses. */
  readonly normalise: Normalisation;
  readonly onProgress?: OnProgress;
}

export const DISTANCE_FILES = ["report.html"] as const;

/**
 * Optimal transport between two files.
 *
 * @throws FormatError for files that cannot be read; MeasureError if their masses differ (naming the option).
 */
export async function distance(
  given: WithDefaults<DistanceOptions, typeof DISTANCE_DEFAULTS>,
): Promise<Outcome<DistanceResults>> {
  const options = { ...DISTANCE_DEFAULTS, ...given };
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
  const source = prepared(files[0].measure, options.normalise);
  const target = prepared(files[1].measure, options.normalise);
  requireEqualMasses(source, target);
  watch.lap("load");
  const progress = options.onProgress ? { onProgress: options.onProgress } : {};
  const transport = METHODS[options.method](source, target, progress);
  watch.lap("transport");

  const { cost, certificate } = transport;
  const results = { cost, distance: Math.sqrt(cost), certificate };
  const summary = report({
    command: "distance",
    settings: { method: options.method, normalise: options.normalise, ...fileSettings(options) },
    seed: options.seed,
    inputs: files.flatMap((file) => file.inputs),
    results,
    files: DISTANCE_FILES,
    warnings: files.flatMap((file) => file.warnings),
    certificates: summariseCertificates([certificate]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: distanceText(source, target, results),
    render: async () => {
      const { distancePage } = await import("./pages/distance-page.js");
      return [{ name: "report.html", bytes: distancePage(summary, files) }];
    },
  };
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
  { cost, certificate, ...rest }: DistanceResults,
): string {
  return textTable([
    ["source", `${source.count} points in R^${source.dim}`],
    ["target", `${target.count} points in R^${target.dim}`],
    ["cost (W2^2)", cost],
    ["distance (W2)", rest.distance],
    ["certificate", `${certificate.lower} <= cost <= ${certificate.upper}, ${certificate.status}`],
    ["marginal errors", `${short(certificate.sourceError)}, ${short(certificate.targetError)}`],
  ]);
}
