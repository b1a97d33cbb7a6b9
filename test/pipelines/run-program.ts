import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type ExitCode, main } from "../../pipelines/cli.js";
import type { InterpolateResults } from "../../pipelines/interpolate/results.js";
import type { Report } from "../../pipelines/report.js";
import type {
  BarycenterResults,
  ClassifyResults,
  ClusterResults,
  DistanceResults,
  EmbedResults,
  InfoResults,
} from "../../pipelines/results.js";

export interface Run {
  readonly exitCode: ExitCode;
  readonly output: string;
  readonly error: string;
}

/** The program in this process, away from any terminal, with what it said. */
export async function run(...argv: readonly string[]): Promise<Run> {
  let output = "";
  let error = "";
  const exitCode = await main(argv, {
    output: (text) => {
      output += text;
    },
    error: (text) => {
      error += text;
    },
    interactive: false,
  });
  return { exitCode, output, error };
}

/** Output of a run that must succeed in silence on stderr. */
export async function succeed(...argv: readonly string[]): Promise<string> {
  const { exitCode, output, error } = await run(...argv);
  expect(error).toBe("");
  expect(exitCode).toBe(0);
  return output;
}

interface ResultsOf {
  readonly info: InfoResults;
  readonly barycenter: BarycenterResults;
  readonly distance: DistanceResults;
  readonly embed: EmbedResults;
  readonly interpolate: InterpolateResults;
  readonly cluster: ClusterResults;
  readonly classify: ClassifyResults;
}

/** The one JSON object that a successful run with --json prints. */
export async function reportOf<Command extends keyof ResultsOf>(
  command: Command,
  ...rest: readonly string[]
): Promise<Report<ResultsOf[Command]>> {
  const output = await succeed(command, ...rest, "--json");
  expect(output.endsWith("}\n"), "one line").toBe(true);
  const report: Report<ResultsOf[Command]> = JSON.parse(output);
  expect(report.command).toBe(command);
  return report;
}

/** Bytes of every file of a folder, by name; the wall times of report.json, which alone may differ, left out. */
export async function filesOf(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, name), "latin1");
    files.set(name, name === "report.json" ? text.replace(/"timings":\s*\{[^}]*\}/, '"timings":{}') : text);
  }
  return files;
}
