import { type Command, InvalidArgumentError, Option } from "commander";
import { ALIGNMENTS, type MetricName } from "../../src/index.js";
import { ITEM_DEFAULTS, LOT_DEFAULTS } from "../defaults.js";
import { FEATURES } from "../features.js";
import { type ItemOptions, NORMALISATIONS, type Normalisation } from "../items.js";
import { type LotOptions, type ReferenceKind, referenceFault, UNLABELLED_KINDS } from "../lot.js";
import { METRICS, type MetricOptions, metricFault } from "../metric.js";
import type { CommonFlags } from "./job.js";
import { describing, TEXT_LIST, type ValueParser } from "./value-parser.js";

/** A whole number in a range, or a usage error that says so. */
export function wholeNumber(smallest: number, largest = Number.MAX_SAFE_INTEGER): ValueParser<number> {
  return describing({ type: "integer", minimum: smallest, maximum: largest }, (text) => {
    const value = Number(text);
    if (
      !/^\d+(?:e\d+)?$/i.test(text) ||
      !Number.isSafeInteger(value) ||
      value < smallest ||
      value > largest
    ) {
      throw new InvalidArgumentError(`It must be a whole number ${smallest} to ${largest}.`);
    }
    return value;
  });
}

/** A number in a range, or a usage error that says so. */
export function numberIn(smallest: number, largest: number): ValueParser<number> {
  const least = smallest === Number.MIN_VALUE ? { exclusiveMinimum: 0 } : { minimum: smallest };
  const most = largest === Number.MAX_VALUE ? {} : { maximum: largest };
  return describing({ type: "number", ...least, ...most }, (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= smallest && value <= largest)) {
      throw new InvalidArgumentError(`It must be a number ${rangeText(smallest, largest)}.`);
    }
    return value;
  });
}

export const positive = numberIn(Number.MIN_VALUE, Number.MAX_VALUE);
export const atLeastZero = numberIn(0, Number.MAX_VALUE);

function rangeText(smallest: number, largest: number): string {
  if (largest < Number.MAX_VALUE) return `${smallest} to ${largest}`;
  return smallest === Number.MIN_VALUE ? "above 0" : `of at least ${smallest}`;
}

export const nonEmpty = describing<string>({ type: "string", pattern: "\\S" }, (text) => {
  if (text.trim() === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
});

const columnList = describing<string[]>(TEXT_LIST, (text) => {
  const names = text.split(",").map((name) => name.trim());
  if (names.some((name) => name === "")) throw new InvalidArgumentError("Give column names, as in x,y,z.");
  return names;
});

/**
 * Refuses a command without an option that it cannot do without. Asked when the command runs and not by the parser,
 * which would complain of the missing `--label` before it noticed the `--lable`.
 */
export function requireFlag(command: Command, flags: object, name: string, given: string): void {
  if (!(name in flags)) command.error(`error: required option '${given}' not specified`);
}

/** Was the option said, be it on the command line or in the file of `--config`? Otherwise its value is the default. */
export function isGiven(command: Command, name: string): boolean {
  const source = command.getOptionValueSource(name);
  return source === "cli" || source === "config";
}

/** Threads that few machines have yet, and the most that a pool takes; more is a typing error. */
export const MOST_JOBS = 256;

export function addCommonFlags(command: Command): Command {
  return command
    .option(
      "--config <file>",
      "options as JSON, - for stdin; the command line beats them (see config-schema)",
      nonEmpty,
    )
    .option("--out <dir>", "folder for the report and its files", nonEmpty)
    .option("--seed <n>", "seed of every random choice", wholeNumber(0), ITEM_DEFAULTS.seed)
    .option(
      "--jobs <n>",
      "threads that compute transports (default: one per core); results do not depend on it",
      wholeNumber(1, MOST_JOBS),
    )
    .option("--json", "print the report as one JSON object, and nothing else")
    .option("--quiet", "print nothing but errors (and the JSON report, if asked for)");
}

/** How much entropy a solver may add. */
export function addEntropyFlags(command: Command): Command {
  return command
    .option("--epsilon <cost>", "entropy, in units of cost", positive)
    .addOption(
      new Option("--blur <length>", "the same as a length: epsilon = 2 blur^2")
        .argParser(positive)
        .conflicts("epsilon"),
    );
}

/** When an iterative solver stops. */
export function addStopFlags(command: Command): Command {
  return command
    .option("--tolerance <x>", "the error at which an iterative solver is content", atLeastZero)
    .option("--max-iterations <n>", "its limit", wholeNumber(0, 1_000_000_000));
}

/** How files become measures. */
export function addFileFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--weights <rule>",
        "masses of mesh vertices: the file's own or equal ones (vertex, the default), or by face area",
      ).choices(["vertex", "area"]),
    )
    .addOption(
      new Option("--sample <n>", "instead of vertices, n points spread over the surface by area")
        .argParser(wholeNumber(1, 10_000_000))
        .conflicts("weights"),
    )
    .option("--coords <a,b,c>", "the columns that are coordinates, in a CSV", columnList)
    .addOption(
      new Option("--unit-mass", "mass 1 (not 1/n) for each point of a file without weights").conflicts(
        "sample",
      ),
    );
}

/** How a dataset, not yet its items, is read. */
export function addSourceFlags(command: Command): Command {
  return addFileFlags(command).option(
    "--files <name>",
    "the sub-folder or CSV that holds the items, where a dataset has several",
    nonEmpty,
  );
}

const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** @param metrics those that the command takes. */
export function addDatasetFlags(command: Command, metrics: readonly MetricName[] = METRIC_NAMES): Command {
  return addSourceFlags(command)
    .addOption(
      new Option(
        "--normalise <how>",
        `mass: every item to mass 1; none: as in the files (default: ${massDefaults(metrics)})`,
      ).choices(NORMALISATIONS),
    )
    .addOption(
      new Option(
        "--align <how>",
        "each includes the ones before it; rigid: Procrustes where points correspond, else principal axes",
      )
        .choices(ALIGNMENTS)
        .default(ITEM_DEFAULTS.align),
    )
    .addOption(
      new Option(
        "--features <kind>",
        "what points are: their coordinates; or, unchanged by rotation, the distances seen from each (by geodesics: along the cloud); " +
          "--align scale then takes sizes away first",
      )
        .choices(FEATURES)
        .default(ITEM_DEFAULTS.features),
    );
}

/** What `--normalise` is where it is not given, metric by metric. */
function massDefaults(metrics: readonly MetricName[]): string {
  return metrics.map((name) => `${METRICS[name].normalise} with --metric ${name}`).join(", ");
}

/** Scales of metrics, in words. */
const SCALE_OPTIONS = {
  kappa: ["--kappa <length>", "length scale of hk (default: from the data)"],
  price: ["--price <cost>", "of opt, for a unit of mass that is not moved (default: from the data)"],
} as const;

/** The metric and what belongs to it. @param metrics those that the command takes. */
export function addMetricFlags(command: Command, metrics: readonly MetricName[] = METRIC_NAMES): Command {
  const about = metrics.map((name) => `${name}: ${METRICS[name].about}`);
  command.addOption(
    new Option("--metric <name>", `geometry of the tangent space; ${about.join("; ")}`)
      .choices(metrics)
      .default(LOT_DEFAULTS.metric),
  );
  for (const scale of metrics.flatMap((name) => METRICS[name].takes)) {
    const [flag, words] = SCALE_OPTIONS[scale];
    command.option(flag, words, positive);
  }
  return command;
}

/** Refuses the scale of another metric. Asked when the command runs, as `requireFlag` is. */
export function requireOwnScale(command: Command, flags: MetricOptions): void {
  const fault = metricFault(flags);
  if (fault !== undefined) command.error(`error: ${fault}`);
}

export function addLotFlags(
  command: Command,
  kinds: readonly ReferenceKind[] = UNLABELLED_KINDS,
  metrics: readonly MetricName[] = METRIC_NAMES,
): Command {
  addMetricFlags(command, metrics).addOption(
    new Option("--reference <kind>", "the measure that transports start from")
      .choices(kinds)
      .default(LOT_DEFAULTS.reference),
  );
  return addPairFlags(command);
}

/** How large references are, and on how many pairs of items they are measured. */
export function addPairFlags(command: Command): Command {
  return command
    .option(
      "--reference-size <n>",
      "its number of points (default: that of the items where they agree, else their median, 64 to 256)",
      wholeNumber(1, 100_000),
    )
    .option(
      "--pairs <n>",
      "pairs of items on which LOT is compared with the distance itself",
      wholeNumber(1, 1_000_000),
      LOT_DEFAULTS.pairs,
    );
}

/** Several references, for commands that take rows side by side. */
export function addSeveralFlags(command: Command): Command {
  return command.option(
    "--references <n>",
    "so many references of the kind, whose squared LOT distances are averaged (default: 1)",
    wholeNumber(1, MOST_REFERENCES),
  );
}

/** Refuses what a reference of this kind does not have. Asked when the command runs, as `requireFlag` is. */
export function requireOwnReference(command: Command, flags: LotOptions): void {
  const fault = referenceFault(flags);
  if (fault !== undefined) command.error(`error: ${fault}`);
}

/** Rows grow with each, and what further ones add falls as 1 / n. */
export const MOST_REFERENCES = 64;

export interface DatasetFlags extends CommonFlags, Omit<ItemOptions, "path" | "normalise" | "masses"> {
  readonly normalise?: Normalisation;
}
export interface LotFlags extends DatasetFlags, LotOptions {
  readonly pairs: number;
}

/** Options of a pipeline as the parser gives them: the path is an argument, and the metric decides on masses. */
export type LotFlagsOf<Options> = LotFlags & Omit<Options, "path" | "normalise" | "masses" | "onProgress">;
