import type { Job } from "../../pipelines/commands/job.js";
import { program } from "../../pipelines/commands/program.js";
import type { ConfigUse } from "../../pipelines/config/apply-config.js";

export interface Parsed {
  /** What would be run; absent for commands that only print, as `--help` does. */
  readonly job?: Job;
  readonly config?: ConfigUse;
}

/**
 * What an argument list asks for, as the program understands it: all usage is checked, nothing is run and nothing read but
 * `--config`.
 *
 * Rejects with what the program says of wrong usage.
 */
export async function parsed(argv: readonly string[], input?: string): Promise<Parsed> {
  let found: Parsed = {};
  let said = "";
  const streams = {
    output: () => undefined,
    error: (text: string) => {
      said += text;
    },
    interactive: false,
    ...(input !== undefined && { input: async () => new TextEncoder().encode(input) }),
  };
  const root = program(streams, async (job, config) => {
    found = { job, ...(config && { config }) };
  });
  try {
    await root.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof Error && "exitCode" in error && error.exitCode === 0) return found; // --help
    throw said === "" ? error : new Error(said, { cause: error });
  }
  return found;
}
