import { spawn, spawnSync } from "node:child_process";
import { describe } from "vitest";

/** Set to anything but the empty string, a missing shell is a failure and not a reason to skip. */
const REQUIRE = "PUSHFORWARD_REQUIRE_SHELLS";

/** A suite that needs a shell; without it, it is skipped and says so on standard error. */
export function describeInShell(shell: string, title: string, suite: () => void): void {
  const required = (process.env[REQUIRE] ?? "") !== "";
  if (required || spawnSync(shell, ["-c", "exit 0"]).status === 0) {
    describe(title, suite);
    return;
  }
  const reason = `there is no ${shell}; ${REQUIRE}=1 makes this a failure`;
  process.stderr.write(`SKIPPED: ${title} (${reason})\n`);
  describe.skip(`${title} (skipped: ${reason})`, suite);
}

export interface ShellRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly error: string;
}

/** Runs a script, whose `$1`, `$2` ... (in fish `$argv`) are the rest. */
export async function runShell(
  command: readonly [shell: string, ...options: string[]],
  ...rest: readonly string[]
): Promise<ShellRun> {
  const [shell, ...options] = command;
  const child = spawn(shell, [...options, ...rest], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let error = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.on("data", (text) => {
    error += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, output, error }));
  });
}
