import {
  type Certificate,
  type Collection,
  joinEmbedded,
  lotDistanceBetween,
  type OnProgress,
  type Random,
  rowView,
  ShapeError,
  seededRandom,
  someOf,
  type WorkerPool,
} from "../src/index.js";
import { type Coded, codeOver, learnAtoms } from "./code/atoms.js";
import { codingFault } from "./code/fault.js";
import { requireOneMass, requireOneSort } from "./code/item-pair.js";
import type { CodeCheck, CodeResults, ProgrammeSummary } from "./code/results.js";
import { atomsCsv, sharesCsv } from "./code/tables.js";
import { itemsCsv, measureCsv } from "./csv-files.js";
import { CODE_DEFAULTS, type WithMetric } from "./defaults.js";
import { fidelityText } from "./fidelity.js";
import { alignedBy, type ItemOptions, type Items, loadItems } from "./items.js";
import { type Labels, scoringLabels } from "./labels.js";
import {
  certificatesOf,
  type Embedded,
  embedAll,
  type LotOptions,
  referenceInfo,
  referenceSize,
} from "./lot.js";
import { median } from "./median.js";
import { lotRow, METRICS, metricRows, settled } from "./metric.js";
import { onData } from "./place.js";
import { embedItems } from "./references/rows.js";
import { type Outcome, report, type Stopwatch, stopwatch, summariseCertificates } from "./report.js";
import { itemSettings, lotSettings } from "./settings.js";
import { STREAMS } from "./streams.js";
import { tellOnly } from "./tell-only.js";
import { short, textTable } from "./text-table.js";
import { type JobOptions, withPool } from "./workers.js";

export interface CodeOptions extends ItemOptions, LotOptions, JobOptions {
  /** A dataset whose items are the atoms; else they are learnt. */
  readonly atoms?: string;
  /** So many atoms are learnt from the items. */
  readonly learn?: number;
  /** Column by which pictures are coloured and shares averaged; never used for coding. */
  readonly label?: string;
  readonly pairs: number;
  readonly onProgress?: OnProgress;
}

export const CODE_FILES = [
  "codes.csv",
  "shares.csv",
  "atoms.csv",
  "syntheses.csv",
  "reference.csv",
  "report.html",
] as const;

/** The sentence that refuses options that do not go together; undefined if all is in place. */
export function codeFault(options: Pick<CodeOptions, "atoms" | "learn" | "metric">): string | undefined {
  const { atoms, learn } = options;
  if ((atoms === undefined) === (learn === undefined)) {
    return "give either --atoms <dataset>, whose items are the atoms, or --learn <n>, so many are learnt";
  }
  return codingFault(options);
}

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

/** Items in the tangent space of the atoms, and their codes. */
interface Work extends Coded {
  /** What the space was fitted on: the atoms that were given, or all items. */
  readonly space: Embedded;
  readonly items: Collection;
  readonly certificates: readonly Certificate[];
  /** LOT distance of item i from known item s; of atoms that were learnt there are no rows. */
  readonly nearest: Int32Array;
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

interface Given {
  readonly loaded: Items;
  readonly known: Items | undefined;
  readonly options: CodeOptions;
  readonly random: Random;
  readonly watch: Stopwatch;
}

async function workOf(pool: WorkerPool, { loaded, known, options, random, watch }: Given): Promise<Work> {
  const { collection } = loaded;
  if (known === undefined) {
    const space = await embedAll(pool, collection, options, random, watch);
    const { onProgress } = options;
    const coded = learnAtoms(space.embedding, {
      atoms: options.learn!,
      random: random.fork(STREAMS.coding),
      onProgress,
    });
    watch.lap("code");
    return {
      ...coded,
      space,
      items: space.items,
      certificates: certificatesOf(space),
      nearest: mostShared(coded),
    };
  }
  const pair = { atoms: known.collection, items: collection };
  requireOneSort(pair);
  if (options.masses === "equal" && options.normalise === "none") requireOneMass(pair);
  const space = await embedAll(pool, known.collection, options, random, watch);
  const items = alignedBy(space.alignment, collection);
  const rows = await embedItems(pool, space.embedding.reference, items, options.onProgress);
  watch.lap("embed");
  const coded = codeOver(space.embedding, known.collection.names, rows);
  watch.lap("code");
  const joined = { ...joinEmbedded(space.embedding, rows) };
  const between = lotDistanceBetween(joined);
  const count = known.collection.names.length;
  const nearest = Int32Array.from(items.names, (_, i) => leastOf(count, (s) => between(s, count + i)));
  return { ...coded, space, items, certificates: [...certificatesOf(space), ...rows.certificates], nearest };
}

/** Of each item the atom with the largest share. */
function mostShared({ codes: { shares } }: Coded): Int32Array {
  return Int32Array.from({ length: shares.rows }, (_, i) =>
    leastOf(shares.cols, (k) => -rowView(shares, i)[k]!),
  );
}

function leastOf(count: number, value: (index: number) => number): number {
  let best = 0;
  let least = Infinity;
  for (let index = 0; index < count; index++) {
    const found = value(index);
    if (found < least) [best, least] = [index, found];
  }
  return best;
}

/** Distances themselves of sampled items to their syntheses, to their nearest atoms and to the mean. */
async function checked(
  pool: WorkerPool,
  work: Work,
  { pairs, onProgress }: CodeOptions,
  random: Random,
): Promise<{ readonly check: CodeCheck; readonly certificates: readonly Certificate[] }> {
  const { items, syntheses, atoms, nearest, mean, space } = work;
  const chosen = someOf(items.names.length, pairs, random);
  const others = [(i: number) => syntheses[i]!, (i: number) => atoms[nearest[i]!]!, () => mean];
  const costs = await pool.costs(
    others.flatMap((other) => Array.from(chosen, (i) => [items.measures[i]!, other(i)] as const)),
    {
      metric: space.embedding.reference.metric,
      onProgress: tellOnly(onProgress),
    },
  );
  const [toSynthesis, toNearestAtom, toMean] = others.map((_, k) =>
    median(costs.slice(k * chosen.length, (k + 1) * chosen.length).map(({ cost }) => Math.sqrt(cost))),
  );
  return {
    check: {
      items: chosen.length,
      toSynthesis: toSynthesis!,
      toNearestAtom: toNearestAtom!,
      toMean: toMean!,
    },
    certificates: costs.map(({ certificate }) => certificate),
  };
}

interface Told {
  readonly loaded: Items;
  readonly known: Items | undefined;
  readonly labels: Labels | undefined;
  readonly options: CodeOptions;
  readonly watch: Stopwatch;
}

function outcome(
  work: Work,
  { check, certificates }: Awaited<ReturnType<typeof checked>>,
  { loaded, known, labels, options, watch }: Told,
): Outcome<CodeResults> {
  const { space, items, codes } = work;
  const { reference } = space.embedding;
  const results: CodeResults = {
    items: items.names.length,
    atoms: atomsInfo(work),
    codes: codeInfos(work),
    explained: explained(codes.squaredErrors, codes.squaredDistances),
    measuredOn: measuredOn(work, loaded, known),
    programmes: programmes(work),
    check,
    reference: referenceInfo(space),
    fidelity: space.fidelity.summary,
  };
  const unproven = codes.certificates.filter(({ status }) => status !== "converged"); // those that a reader must know of
  const summary = report({
    command: "code",
    settings: {
      atoms: options.atoms ?? null,
      learn: options.learn ?? null,
      label: labels?.column ?? null,
      ...itemSettings(options),
      ...lotSettings(
        options,
        referenceSize(options, known?.collection ?? loaded.collection),
        reference.metric,
      ),
      pairs: options.pairs,
    },
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

function atomsInfo({ names, dictionary }: Work): CodeResults["atoms"] {
  return dictionary === undefined
    ? { count: names.length, origin: "given", names }
    : {
        count: names.length,
        origin: "learnt",
        names,
        losses: dictionary.losses,
        status: dictionary.status,
      };
}

/** Shares that are told; all are in shares.csv. */
const LARGEST = 5;

function codeInfos({ items, names, codes }: Work): CodeResults["codes"] {
  return items.names.map((item, i) => {
    const row = rowView(codes.shares, i);
    const used = Array.from(row.keys()).filter((s) => row[s]! > 0);
    const largest = [...used].sort((s, t) => row[t]! - row[s]!).slice(0, LARGEST);
    return {
      item,
      distance: Math.sqrt(codes.squaredErrors[i]!),
      fromMean: Math.sqrt(codes.squaredDistances[i]!),
      used: used.length,
      largest: largest.map((s) => ({ atom: names[s]!, share: row[s]! })),
    };
  });
}

function explained(errors: Float64Array, distances: Float64Array): number {
  const whole = distances.reduce((sum, value) => sum + value, 0);
  const left = errors.reduce((sum, value) => sum + value, 0);
  return whole === 0 ? 1 : 1 - left / whole;
}

function measuredOn({ items, names }: Work, loaded: Items, known: Items | undefined): string {
  const count = `${items.names.length} items`;
  return known === undefined
    ? `the ${count} that the ${names.length} atoms were learnt from; new items are coded less well`
    : `${count}${isAmong(loaded, known) ? ", some of which are in files of the atoms" : ""}; atoms, reference and alignment are of the ${names.length} given ones`;
}

/** Has a file of the one the same bytes as one of the other? */
function isAmong({ inputs }: Items, known: Items): boolean {
  const sums = new Set(known.inputs.map(({ sha256 }) => sha256));
  return inputs.some(({ sha256 }) => sums.has(sha256));
}

function programmes({ codes: { certificates, squaredDistances } }: Work): ProgrammeSummary {
  const mean = squaredDistances.reduce((sum, value) => sum + value, 0) / squaredDistances.length;
  const widest = certificates.reduce((most, { lower, upper }) => Math.max(most, upper - lower), 0);
  return {
    count: certificates.length,
    worstGap: mean > 0 ? widest / mean : widest,
    notConverged: certificates.filter(({ status }) => status !== "converged").length,
  };
}

function codesCsv({ items }: Work, { codes }: CodeResults): string {
  return itemsCsv(items, [
    { name: "distance", values: codes.map(({ distance }) => distance) },
    { name: "from_mean", values: codes.map(({ fromMean }) => fromMean) },
    { name: "atoms_used", values: codes.map(({ used }) => used) },
    { name: "largest_atom", values: codes.map(({ largest }) => largest[0]!.atom) },
    { name: "largest_share", values: codes.map(({ largest }) => largest[0]!.share) },
  ]);
}

function codeText(
  results: CodeResults,
  options: CodeOptions,
  description: string,
  metric: Embedded["embedding"]["reference"]["metric"],
): string {
  const { atoms, check, programmes: found } = results;
  const { symbol } = METRICS[options.metric];
  const used = results.codes.map((one) => one.used);
  return textTable([
    ["dataset", description],
    ...metricRows(options, [metric]),
    [
      "atoms",
      `${atoms.count}, ${atoms.origin}${atoms.losses ? ` (${atoms.status} after ${atoms.losses.length - 1} sweeps)` : ""}`,
    ],
    ["explained", `${short(100 * results.explained)} % of the squared LOT distance to the mean`],
    ["measured on", results.measuredOn],
    ["atoms an item", `${short(median(used))} (median), ${Math.min(...used)} to ${Math.max(...used)}`],
    [
      `${symbol} itself`,
      `${short(check.toSynthesis)} to the synthesis, ${short(check.toNearestAtom)} to the ${atoms.origin === "given" ? "nearest" : "most shared"} atom, ` +
        `${short(check.toMean)} to the mean (medians of ${check.items} items)`,
    ],
    [
      "programmes",
      `${found.count - found.notConverged} of ${found.count} solved, largest duality gap ${found.worstGap.toExponential(1)} of the mean squared distance`,
    ],
    [lotRow(options), fidelityText(results.fidelity)],
  ]);
}
