import { CommanderError } from "commander";
import { printable } from "../src/errors.js";
import { isOtError } from "../src/index.js";
import { ADAPT_FILES } from "./adapt.js";
import { BARYCENTER_FILES } from "./barycenter.js";
import { CLASSIFY_FILES } from "./classify.js";
import { CLUSTER_FILES } from "./cluster.js";
import { CODE_FILES } from "./code.js";
import { yellow } from "./commands/colours.js";
import { MOST_JOBS } from "./commands/flags.js";
import type { CommonFlags, Job } from "./commands/job.js";
import { program } from "./commands/program.js";
import type { Streams } from "./commands/streams.js";
import type { ConfigUse } from "./config/apply-config.js";
import { ConfigError } from "./config/config-error.js";
import { DISTANCE_FILES } from "./distance.js";
import { EMBED_FILES, SINGULAR_FILE } from "./embed.js";
import { GENERATE_FILES, GENERATED_SPECTRA } from "./generate.js";
import { IMPUTE_FILES } from "./impute.js";
import { INFO_FILES } from "./info.js";
import { INTERPOLATE_FILES } from "./interpolate.js";
import { InterruptError, untilInterrupted } from "./interrupt.js";
import { DIRECTION_FILES, isStepName, MODES_FILES } from "./modes/files.js";
import { isNumberedName } from "./numbered-files.js";
import { PREDICT_FILES } from "./predict.js";
import { progressBar } from "./progress-bar.js";
import { REFERENCES_FILES } from "./references.js";
import type { Outcome, OutputFile, Report } from "./report.js";
import { SEGMENT_FILES } from "./segment.js";
import { SIMULATE_FILES } from "./simulate.js";
import { STEADY_STATE_FILES } from "./steady-state.js";
import { requireFilePlace, writeSaved } from "./store/file.js";
import { requireOutside, requireWritable, StoreError, writeFolder } from "./store.js";
import { TEST_FILES } from "./test.js";

/**
 * 0 done; 1 computed but not converged, or a failed computation; 2 wrong usage; 3 bad input data; 130 and 143
 * interrupted (SIGINT, SIGTERM) in good order.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 130 | 143;

export type { Streams };

/** Runs the program on its arguments (without node and script) and gives its exit code. */
export async function main(argv: readonly string[], streams: Streams): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const submit = async (job: Job, config?: ConfigUse): Promise<void> => {
    exitCode = await execute(job, streams, config);
  };
  try {
    await program(streams, submit).parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(error, streams);
  }
}

/** What commands leave, all of them: nothing else is ever taken away from a folder, whatever a report there says. */
const FILES: ReadonlySet<string> = new Set<string>([
  "report.json",
  ...[
    INFO_FILES,
    DISTANCE_FILES,
    GENERATE_FILES,
    INTERPOLATE_FILES,
    BARYCENTER_FILES,
    EMBED_FILES,
    CLUSTER_FILES,
    CLASSIFY_FILES,
    REFERENCES_FILES,
    MODES_FILES,
    CODE_FILES,
    IMPUTE_FILES,
    DIRECTION_FILES,
    PREDICT_FILES,
    SEGMENT_FILES,
    TEST_FILES,
    ADAPT_FILES,
    SIMULATE_FILES,
    STEADY_STATE_FILES,
  ].flat(),
  SINGULAR_FILE,
  GENERATED_SPECTRA,
]);

/** Checks the destination, runs, stores, prints: in this order, so that a failure leaves nothing behind. */
async function execute(job: Job, streams: Streams, config?: ConfigUse): Promise<ExitCode> {
  const { flags } = job;
  const earlier = flags.out === undefined ? [] : await claimFolder(flags.out, job);
  if (job.save !== undefined) await requireFilePlace(job.save, job.inputs);
  const bar = progressBar(streams.interactive && !flags.quiet);
  const jobs = flags.jobs ?? (streams.cores && Math.min(streams.cores, MOST_JOBS));
  const interruptible = untilInterrupted(flags.out !== undefined);
  const context = { onProgress: bar.onProgress, jobs, interruptible };
  const outcome = withConfig(await job.run(context).finally(bar.stop), config);
  if (flags.out !== undefined) await store(outcome, flags.out, earlier);
  if (outcome.saved !== undefined) await writeSaved(outcome.saved);
  if (!flags.quiet) {
    for (const text of outcome.notes ?? []) streams.error(`pushforward: ${printable(text)}\n`);
    const warning = streams.colours?.error ? yellow("warning:") : "warning:";
    for (const text of outcome.report.warnings) streams.error(`pushforward: ${warning} ${printable(text)}\n`);
  }
  const doubts = notConverged(outcome);
  for (const text of doubts) streams.error(`pushforward: NOT CONVERGED: ${printable(text)}\n`);
  streams.output(flags.json ? `${toJson(outcome)}\n` : flags.quiet ? "" : closing(outcome, flags));
  return doubts.length > 0 ? 1 : 0;
}

/** The report says what a file of options has set, where there was one. */
function withConfig(outcome: Outcome, config: ConfigUse | undefined): Outcome {
  return config === undefined ? outcome : { ...outcome, report: { ...outcome.report, config } };
}

async function store(outcome: Outcome, out: string, earlier: readonly string[]): Promise<void> {
  let written = false;
  try {
    await writeFolder(out, [...(await outcome.render()), reportFile(outcome)], earlier);
    written = true;
  } finally {
    await outcome.finish?.(written);
  }
}

/** The names of files that an earlier run left there, once the folder may be written to. */
async function claimFolder(out: string, { inputs, files }: Job): Promise<readonly string[]> {
  await requireOutside(out, inputs);
  const possible = { has: (name: string) => FILES.has(name) || isNumberedName(name) || isStepName(name) };
  return requireWritable(out, ["report.json", ...files], possible);
}

function toJson(outcome: Outcome): string {
  return JSON.stringify(outcome.report);
}

function reportFile(outcome: Outcome): OutputFile {
  return { name: "report.json", bytes: `${JSON.stringify(outcome.report, null, 2)}\n` };
}

function closing(outcome: Outcome, { out }: CommonFlags): string {
  const doubts = notConverged(outcome).map((text) => `NOT CONVERGED: ${printable(text)}\n`);
  const written = out === undefined ? "" : `written to ${out}\n`;
  const saved = outcome.saved === undefined ? "" : `saved in ${outcome.saved.path}\n`;
  return `${outcome.text}\n${doubts.join("")}${configText(outcome.report)}${written}${saved}`;
}

/** What came from where, as long as a file had a say. */
function configText({ config }: Report): string {
  if (config === undefined) return "";
  const { path, taken, overridden } = config;
  const over = overridden.length === 0 ? "" : `; the command line beats its ${overridden.join(", ")}`;
  return `options of ${printable(path)}: ${taken.join(", ") || "none"}${over}\n`;
}

/** All that was computed but did not converge, in words. */
function notConverged({ report: { certificates, notConverged: other } }: Outcome): string[] {
  const { notConverged: count, transports } = certificates;
  return [
    ...(count > 0 ? [`${count} of ${transports} transports; see certificates`] : []),
    ...(other === undefined ? [] : [other]),
  ];
}

function explain(error: unknown, streams: Streams): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const message = error instanceof Error ? error.message : String(error);
  streams.error(`pushforward: ${printable(message)}\n`);
  if (error instanceof ConfigError) return 2;
  if (error instanceof InterruptError) return error.exitCode;
  if (isOtError(error, "MeasureError", "ShapeError", "FormatError")) return 3;
  return error instanceof StoreError && error.stage === "check" ? 2 : 1;
}
