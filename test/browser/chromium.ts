import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { describe } from "vitest";

/** Set to anything but the empty string, a missing browser is a failure and not a reason to skip. */
const REQUIRE = "PUSHFORWARD_REQUIRE_BROWSER";
/** Where Debian puts it; playwright-core brings no browser of its own. */
const EXECUTABLE = "/usr/bin/chromium";

const ARGS = [
  "--no-sandbox", // Chromium refuses its sandbox to root, which is who runs tests in a container
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A suite that needs Chromium; without one it is skipped and says so on standard error. */
export function describeInChromium(title: string, suite: () => void): void {
  const required = (process.env[REQUIRE] ?? "") !== "";
  if (required || existsSync(EXECUTABLE)) {
    describe(title, suite);
    return;
  }
  const reason = `no Chromium at ${EXECUTABLE}; ${REQUIRE}=1 makes this a failure`;
  process.stderr.write(`SKIPPED: ${title} (${reason})\n`);
  describe.skip(`${title} (skipped: ${reason})`, suite);
}

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
}
