import { type Collection, type Metric, ShapeError, seededRandom, type WorkerPool } from "../src/index.js";
import { type Checked, checked } from "./code/check.js";
import { type CodeOptions, codeFault } from "./code/options.js";
import type { CodeResults } from "./code/results.js";
import { codeResults } from "./code/summary.js";
import { atomsCsv, codesCsv, sharesCsv } from "./code/tables.js";
import { codeText } from "./code/text.js";
import { type CodeWork, workOf } from "./code/work.js";
import { measureCsv } from "./csv-files.js";
import { CODE_DEFAULTS, type WithMetric } from "./defaults.js";
import { type Items, loadItems } from "./items.js";
import { type Labels, scoringLabels } from "./labels.js";
import { referenceSize } from "./lot.js";
import { settled } from "./metric.js";
import { onData } from "./place.js";
import {
  type Outcome,
  report,
  type Settings,
  type Stopwatch,
  stopwatch,
  summariseCertificates,
} from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { withPool } from "./workers.js";

export type { CodeOptions } from "./code/options.js";

export const CODE_FILES = [
  "codes.csv",
  "shares.csv",
  "atoms.csv",
  "syntheses.csv",
  "reference.csv",
  "report.html",
] as const;

/**
 * Items as means of atoms with shares, in the tangent space: atoms that are given, or learnt from the items.
 *
 * With given atoms alignment, reference and scale of the metric are fitted on these; else on all items.
 *
 * @throws ShapeError if options do not go together, there are fewer items than atoms to learn, or items and atoms are of different
 *   sorts; for data that do not fit see `loadItems`.
 */
export async function code(
  given: WithMetric<CodeOptions, typeof CODE_DEFAULTS>,
): Promise<Outcome<CodeResults>> {
  const options: CodeOptions = settled({ ...CODE_DEFAULTS, ...given });
  const fault = codeFault(options);
  if (fault !== undefined) throw new ShapeError(fault);
  return withPool(options, (pool) => codeItems(pool, options));
}

async function codeItems(pool: WorkerPool, options: CodeOptions): Promise<Outcome<CodeResults>> {
  const watch = stopwatch();
  const random = seededRandom(options.seed);
  const { path, atoms } = options;
  const loaded = await onData([path], () => loadItems(options));
  const known =
    atoms === undefined ? undefined : await onData([atoms], () => loadItems({ ...options, path: atoms }));
  requireEnough(options.learn, loaded.collection.names.length, path);
  const { labels } = await onData([path], async () => scoringLabels(loaded.collection, options.label));
  watch.lap("load");
  const inputs = known === undefined ? [path] : [path, atoms!];
  return onData(inputs, async () => {
    const work = await workOf(pool, { loaded, known, options, random, watch });
    const check = await checked(pool, work, options, random.fork(STREAMS.choice));
    watch.lap("check");
    return outcome(work, check, { loaded, known, labels, options, watch });
  });
}

function requireEnough(learn: number | undefined, items: number, path: string): void {
  if (learn === undefined || learn <= items) return;
  throw new ShapeError(
    `${path}: cannot learn ${learn} atoms from ${items} items; use --learn 1 to ${items}`,
    {
      expected: items,
      found: learn,
    },
  );
}

interface Told {
  readonly loaded: Items;
  readonly known: Items | undefined;
  readonly labels: Labels | undefined;
  readonly options: CodeOptions;
  readonly watch: Stopwatch;
}

function outcome(
  work: CodeWork,
  { check, certificates }: Checked,
  { loaded, known, labels, options, watch }: Told,
): Outcome<CodeResults> {
  const { space, items, codes } = work;
  const { reference } = space.embedding;
  const results = codeResults(work, check, loaded, known);
  const unproven = codes.certificates.filter(({ status }) => status !== "converged"); // those that a reader must know of
  const summary = report({
    command: "code",
    settings: settingsOf(options, labels, known?.collection ?? loaded.collection, reference.metric),
    seed: options.seed,
    inputs: [...loaded.inputs, ...(known?.inputs ?? [])],
    results,
    files: CODE_FILES,
    warnings: [...loaded.collection.warnings, ...(known?.collection.warnings ?? [])],
    certificates: summariseCertificates([...work.certificates, ...certificates, ...unproven]),
    timings: watch.timings,
  });
  return {
    report: summary,
    text: codeText(results, options, loaded.description, reference.metric),
    render: async () => {
      const { codePage } = await import("./pages/code-page.js");
      const page = codePage(summary, { ...work, description: loaded.description, labels });
      return [
        { name: "codes.csv", bytes: codesCsv(work, results) },
        { name: "shares.csv", bytes: sharesCsv(items.names, work.names, codes.shares) },
        { name: "atoms.csv", bytes: atomsCsv(work.names, work.atoms) },
        { name: "syntheses.csv", bytes: atomsCsv(items.names, work.syntheses) },
        { name: "reference.csv", bytes: measureCsv(reference.measure) },
        { name: "report.html", bytes: page },
      ];
    },
  };
}

/** @param fittedOn what the reference was fitted on. */
function settingsOf(
  options: CodeOptions,
  labels: Labels | undefined,
  fittedOn: Collection,
  metric: Metric,
): Settings {
  return {
    atoms: options.atoms ?? null,
    learn: options.learn ?? null,
    label: labels?.column ?? null,
    ...itemSettings(options),
    ...lotSettings(options, referenceSize(options, fittedOn), metric),
    pairs: options.pairs,
  };
}
