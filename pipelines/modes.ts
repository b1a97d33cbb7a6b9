import {
  type Certificate,
  CLASSIFIERS,
  type ClassifierName,
  detour,
  deviationsOf,
  fitModes,
  type ModeStep,
  modeRange,
  type OnProgress,
  placesOf,
  reconstructionErrors,
  ShapeError,
  seededRandom,
  squaredLength,
  type TangentModes,
  totalMass,
  type WorkerPool,
  walkMode,
} from "../src/index.js";
import { ITEM_DEFAULTS, MODES_DEFAULTS, type WithMetric } from "./defaults.js";
import { fidelityText, singularWarnings } from "./fidelity.js";
import { type ItemOptions, loadItems } from "./items.js";
import { fullColumn, type Labels, labelsOf } from "./labels.js";
import {
  certificatesOf,
  type Embedded,
  embedAll,
  type LotOptions,
  referenceInfo,
  referenceSize,
} from "./lot.js";
import { lotRow, metricRows, rowNumbers, settled } from "./metric.js";
import { directionsResult, explainClasses } from "./modes/explanation.js";
import { modesOutput } from "./modes/output.js";
import type { ModesResults, Reconstruction } from "./modes/results.js";
import { fewerText, leftOutText, modeText } from "./modes/text.js";
import type { WalkedMode } from "./modes/walked-mode.js";
import { onData } from "./place.js";
import { type Outcome, report, type Settings, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { tellOnly } from "./tell-only.js";
import { short, textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface ModesOptions extends ItemOptions, LotOptions, JobOptions {
  /** Modes; fewer where the items vary in fewer directions. */
  readonly components: number;
  /** Measures along each mode, equally far apart. */
  readonly steps: number;
  /** How far each is walked to either side, in standard deviations. */
  readonly deviations: number;
  /** Column of classes whose differences are shown. */
  readonly label?: string;
  /** Items with equal values of this column are tested together. */
  readonly group?: string;
  readonly model: ClassifierName;
  readonly folds: number;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

/** The sentence that refuses options that do not go together; undefined if all is in place. */
export function modesFault({
  features = ITEM_DEFAULTS.features,
}: Pick<ModesOptions, "features">): string | undefined {
  return features === ITEM_DEFAULTS.features
    ? undefined
    : `--features ${features} cannot be undone: modes are shown as measures, which need coordinates`;
}

/**
 * Modes of variation of a dataset, as measures: principal components of the tangent space, walked; with a column of classes also the
 * directions in which they differ, and what each reference point has to do with it.
 *
 * @throws ShapeError if all items are equal, a column is absent or has one value, or folds cannot be formed; FormatError if an item has no
 *   label; and for data that do not fit, see `loadItems`.
 */
export async function modes(
  given: WithMetric<ModesOptions, typeof MODES_DEFAULTS>,
): Promise<Outcome<ModesResults>> {
  const options: ModesOptions = settled({ ...MODES_DEFAULTS, ...given });
  const fault = modesFault(options);
  if (fault !== undefined) throw new ShapeError(fault);
  return onData([given.path], () => withPool(options, (pool) => modesOfItems(pool, options)));
}

async function modesOfItems(pool: WorkerPool, options: ModesOptions): Promise<Outcome<ModesResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const { collection, inputs, description } = await loadItems(options);
  const labels = options.label === undefined ? undefined : labelsOf(collection, options.label);
  const groups = options.group === undefined ? undefined : fullColumn(collection, options.group);
  if (labels)
    requireLearnable(
      labels,
      options,
      rowNumbers(options, referenceSize(options, collection), collection.measures[0]!.dim),
    );
  watch.lap("load");
  const embedded = await embedAll(pool, collection, options, random, watch);
  const found = fitModes(embedded.embedding, { components: options.components });
  watch.lap("modes");
  const { walked, certificates } = await walkAll(pool, found, options);
  watch.lap("walk");
  const explanation = labels && (await explainClasses(embedded.embedding, labels, groups, options, random));
  watch.lap("classes");

  const results: ModesResults = {
    items: collection.names.length,
    dim: collection.measures[0]!.dim,
    reference: referenceInfo(embedded),
    totalVariance: found.pca.totalVariance,
    modes: walked.map(({ result }) => result),
    reconstruction: reconstructionOf(found, collection.names),
    ...(explanation && { directions: directionsResult(explanation) }),
    fidelity: embedded.fidelity.summary,
  };
  const output = modesOutput({ modes: found, walked, explanation, embedded });
  const summary = report({
    command: "modes",
    settings: modesSettings(options, embedded),
    seed: options.seed,
    inputs,
    results,
    files: output.names,
    warnings: [...collection.warnings, ...singularWarnings(results.fidelity, "the order of the modes")],
    certificates: summariseCertificates([...certificatesOf(embedded), ...certificates]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: modesText(options, embedded, description, results),
    render: async () => {
      const { modesPage } = await import("./pages/modes-page.js");
      const page = modesPage(summary, {
        description,
        modes: found,
        walked,
        labels,
        explanation,
        ...embedded,
      });
      return [...output.files(), { name: "report.html", bytes: page }];
    },
  };
}

/** Asked before the long work, after which it would be refused. */
function requireLearnable({ column, classes, codes }: Labels, options: ModesOptions, cols: number): void {
  if (classes.length < 2) {
    throw new ShapeError(
      `column "${column}" has the one value "${classes[0]}"; directions between classes need two or more`,
      { found: classes[0]! },
    );
  }
  CLASSIFIERS[options.model].require({ rows: codes.length, cols, classCount: classes.length });
}

/** The measures along all modes, each with the transport that tells whether its vector is a logarithm. */
async function walkAll(
  pool: WorkerPool,
  found: TangentModes,
  options: ModesOptions,
): Promise<{ readonly walked: WalkedMode[]; readonly certificates: readonly Certificate[] }> {
  const { reference } = found.embedded;
  const places = placesOf(options.deviations, options.steps);
  const walks = Array.from({ length: found.pca.components.rows }, (_, k) => walkMode(found, k, places));
  const all = walks.flat();
  const there = all.filter((step) => step.measure !== undefined);
  const costs = await pool.costs(
    there.map((step) => [reference.measure, step.measure!]),
    {
      metric: reference.metric,
      onProgress: tellOnly(options.onProgress),
    },
  );
  const costOf = new Map(there.map((step, p) => [step, costs[p]!.cost]));
  const longest = all.reduce((most, { tangent }) => Math.max(most, squaredLength(reference, tangent)), 0);
  const detourOf = (step: ModeStep): number | null => {
    const cost = costOf.get(step);
    return cost === undefined ? null : detour(reference, step.tangent, cost, longest);
  };
  const deviations = deviationsOf(found);
  let cumulative = 0;
  const walked = walks.map((steps, k) => {
    const explained = found.pca.explained[k]!;
    cumulative += explained;
    const [least, most] = modeRange(found, k);
    const result = {
      deviation: deviations[k]!,
      explained,
      cumulative,
      least,
      most,
      steps: steps.map((step) => ({
        deviations: step.deviations,
        mass: step.measure ? totalMass(step.measure) : 0,
        withinData: step.withinData,
        massOutside: step.massOutside,
        detour: detourOf(step),
      })),
    };
    return { result, steps };
  });
  return { walked, certificates: costs.map(({ certificate }) => certificate) };
}

function reconstructionOf(found: TangentModes, names: readonly string[]): Reconstruction {
  const errors = reconstructionErrors(found);
  const worst = errors.indexOf(errors.reduce((most, error) => Math.max(most, error), 0));
  const squares = errors.reduce((sum, error) => sum + error * error, 0);
  return {
    rootMeanSquare: Math.sqrt(squares / errors.length),
    largest: errors[worst]!,
    worstItem: names[worst]!,
  };
}

function modesSettings(options: ModesOptions, { items, embedding }: Embedded): Settings {
  const { components, steps, deviations, label, group, model, folds, pairs } = options;
  return {
    components,
    steps,
    deviations,
    label: label ?? null,
    ...(label !== undefined && { group: group ?? null, model, folds }),
    ...itemSettings(options),
    ...lotSettings(options, referenceSize(options, items), embedding.reference.metric),
    pairs,
  };
}

function modesText(
  options: ModesOptions,
  { embedding: { reference } }: Embedded,
  description: string,
  results: ModesResults,
): string {
  const { directions } = results;
  return textTable([
    ["dataset", description],
    ...metricRows(options, [reference.metric]),
    ...(results.modes.length < options.components ? [["modes", fewerText(results)]] : []),
    ...results.modes.map((mode, k) => [`mode ${k + 1}`, modeText(mode, reference.metric)]),
    ["left out", leftOutText(results)],
    ...(directions
      ? [
          [
            `${directions.model} by ${directions.column}`,
            `accuracy ${short(directions.heldOut.accuracy)} (standard error ${short(directions.heldOut.standardError)}, majority rate ${short(directions.heldOut.majorityRate)})`,
          ],
          ["measured on", directions.heldOut.measuredOn],
        ]
      : []),
    [lotRow(options), fidelityText(results.fidelity)],
  ]);
}
