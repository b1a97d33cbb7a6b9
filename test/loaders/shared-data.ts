import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";

/** Data sets for local checks, beside the project; they are not part of it. */
const SHARED = join(import.meta.dirname, "..", "..", "..", "shared", "data");

/** A suite on a shared data set; without it, it is skipped and says so on standard error. */
export function describeWithShared(name: string, title: string, suite: (folder: string) => void): void {
  const folder = join(SHARED, name);
  if (existsSync(folder)) {
    describe(title, () => suite(folder));
    return;
  }
  process.stderr.write(`SKIPPED: ${title} (no data set ${name} beside the project)\n`);
  describe.skip(`${title} (skipped: no data set ${name} beside the project)`, () => suite(folder));
}
