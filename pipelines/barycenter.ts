import { type FileOptions, type LoadedMeasure, loadMeasure } from "../loaders/node.js";
import {
  equalMasses,
  type Measure,
  MeasureError,
  normalise,
  type OnProgress,
  ShapeError,
  seededRandom,
  totalMass,
} from "../src/index.js";
import {
  KIND_FLAGS,
  KINDS,
  type Kind,
  type KindAnswer,
  type KindName,
  type KindOptions,
} from "./barycenters/index.js";
import { measureCsv } from "./csv-files.js";
import { BARYCENTER_DEFAULTS, type WithDefaults } from "./defaults.js";
import type { Normalisation } from "./items.js";
import { givenOptions, optionFault, stopOf } from "./method-options.js";
import { onData } from "./place.js";
import { type Outcome, report, type Stopwatch, stopwatch, summariseCertificates } from "./report.js";
import type { BarycenterResults } from "./results.js";
import { requireSameAxis } from "./same-axis.js";
import { fileSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { short, textTable } from "./text-table.js";

export interface BarycenterOptions extends FileOptions, KindOptions {
  readonly paths: readonly string[];
  readonly kind: KindName;
  /** Barycentre weights, one a file; taken as shares of their sum. Default: equal. */
  readonly shares?: readonly number[];
  readonly seed: number;
  /** Default: "mass" where the kind needs equal masses, else "none". */
  readonly normalise?: Normalisation;
  readonly onProgress?: OnProgress;
}

export const BARYCENTER_FILES = ["barycenter.csv", "report.html"] as const;

/**
 * An average of the measures in files.
 *
 * @throws FormatError for files that cannot be read; MeasureError for masses that differ where they must not; ShapeError
 *   for shares that do not fit the files or an option that the kind does not take.
 */
export async function barycenterOf(
  given: WithDefaults<BarycenterOptions, typeof BARYCENTER_DEFAULTS>,
): Promise<Outcome<BarycenterResults>> {
  const options = { ...BARYCENTER_DEFAULTS, ...given };
  const { paths, shares } = options;
  const fault = optionFault("--kind", KINDS, options.kind, KIND_FLAGS, options);
  if (fault !== undefined) throw new ShapeError(fault);
  requireShares(shares, paths.length);
  const watch = stopwatch();
  const files: LoadedMeasure[] = [];
  for (const [stream, path] of paths.entries()) files.push(await loadMeasure(path, { ...options, stream }));
  return onData(paths, () => average(files, options, watch));
}

function requireShares(shares: readonly number[] | undefined, files: number): void {
  if (shares === undefined || shares.length === files) return;
  throw new ShapeError(`${shares.length} shares for ${files} files; give one per file, in their order`, {
    expected: files,
    found: shares.length,
  });
}

async function average(
  files: readonly LoadedMeasure[],
  options: BarycenterOptions,
  watch: Stopwatch,
): Promise<Outcome<BarycenterResults>> {
  const kind: Kind = KINDS[options.kind];
  const how = options.normalise ?? (kind.masses === "equal" ? "mass" : "none");
  const measures = files.map(({ measure }) => (how === "mass" ? normalise(measure) : measure));
  requireCommonDimension(files);
  requireSameAxis(files);
  if (kind.masses === "equal") requireEqualMasses(measures);
  watch.lap("load");
  const answer = solved(kind, measures, options);
  watch.lap("transport");
  const results = resultsOf(answer, options);
  const summary = report({
    command: "barycenter",
    settings: {
      kind: options.kind,
      shares: options.shares?.map(String) ?? null,
      ...givenOptions(KIND_FLAGS, options),
      normalise: how,
      ...fileSettings(options),
    },
    seed: options.seed,
    inputs: files.flatMap((file) => file.inputs),
    results,
    files: BARYCENTER_FILES,
    warnings: files.flatMap((file) => file.warnings),
    certificates: summariseCertificates([
      answer.certificate,
      ...results.transports.map((one) => one.certificate),
    ]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: barycenterText(results, answer.measure, kind),
    render: async () => {
      const { barycenterPage } = await import("./pages/barycenter-page.js");
      return [
        { name: "barycenter.csv", bytes: measureCsv(answer.measure) },
        { name: "report.html", bytes: barycenterPage(summary, kind.among, files, answer.measure) },
      ];
    },
  };
}

function solved(kind: Kind, measures: readonly Measure[], options: BarycenterOptions): KindAnswer {
  const { seed, onProgress, shares = measures.map(() => 1) } = options;
  return kind.solve(measures, options, {
    shares,
    random: seededRandom(seed).fork(STREAMS.transport),
    stop: stopOf(options),
    ...(onProgress && { onProgress }),
  });
}

function resultsOf(
  { measure, cost, certificate, transports = [], details = {} }: KindAnswer,
  { paths }: BarycenterOptions,
): BarycenterResults {
  return {
    cost,
    certificate,
    points: measure.count,
    mass: totalMass(measure),
    transports: transports.map((one, s) => ({
      path: paths[s]!,
      cost: one.cost,
      certificate: one.certificate,
    })),
    details,
  };
}

function requireCommonDimension([first, ...others]: readonly LoadedMeasure[]): void {
  const other = others.find(({ measure }) => measure.dim !== first!.measure.dim);
  if (other === undefined) return;
  throw new ShapeError(
    `${first!.inputs[0]!.path} has dimension ${first!.measure.dim}, ${other.inputs[0]!.path} has dimension ` +
      `${other.measure.dim}; they must be equal`,
    { expected: first!.measure.dim, found: other.measure.dim },
  );
}

function requireEqualMasses(measures: readonly Measure[]): void {
  const other = measures.find((mu) => !equalMasses(measures[0]!, mu));
  if (other === undefined) return;
  throw new MeasureError(
    `the masses differ (${totalMass(measures[0]!)} and ${totalMass(other)}); use --normalise mass to average the shapes alone`,
    { value: totalMass(other) },
  );
}

function barycenterText(
  { cost, certificate, points, mass, transports, details }: BarycenterResults,
  { dim }: Measure,
  { among, advice }: Kind,
): string {
  const { lower, upper, status, iterations } = certificate;
  const ended = `${status} after ${iterations} iterations`;
  return textTable([
    ["barycentre", `${points} points in R^${dim}, mass ${short(mass)}`],
    ["objective", cost],
    ["certificate", `${lower} <= least objective <= ${upper}, among ${among}`],
    ["status", status === "converged" || !advice ? ended : `${ended}; ${advice}`],
    ...Object.entries(details).map(([name, value]) => [name, short(value)]),
    ...transports.map((one) => [`W2^2 to ${one.path}`, short(one.cost)]),
  ]);
}
