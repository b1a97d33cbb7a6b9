import { spawnSync } from "node:child_process";
import { describe } from "vitest";

/** Set to anything but the empty string, a registry that does not answer is a failure and not a reason to skip. */
const REQUIRE = "PUSHFORWARD_REQUIRE_REGISTRY";
/** Milliseconds. */
const PATIENCE = 30_000;

/** A suite that installs packages; without a registry it is skipped and says so on standard error. */
export function describeWithRegistry(title: string, suite: () => void): void {
  const required = (process.env[REQUIRE] ?? "") !== "";
  if (required || answers()) {
    describe(title, suite);
    return;
  }
  const reason = `no registry of npm answers; ${REQUIRE}=1 makes this a failure`;
  process.stderr.write(`SKIPPED: ${title} (${reason})\n`);
  describe.skip(`${title} (skipped: ${reason})`, suite);
}

function answers(): boolean {
  return spawnSync("npm", ["view", "fflate", "version"], { timeout: PATIENCE }).status === 0;
}
