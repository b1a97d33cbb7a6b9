/**
 * Takes out of a build what its sources no longer have: tsc leaves there what it once wrote, and npm would pack it.
 *
 *   node scripts/prune-build.mjs [DIST]
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const root = join(import.meta.dirname, "..");
const dist = resolve(process.argv[2] ?? join(root, "dist"));

/** What tsc makes of one source. */
const ENDINGS = /\.(?:js|d\.ts)(?:\.map)?$/;

for (const folder of ["src", "loaders", "pipelines"]) {
  for (const entry of readdirSync(join(dist, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const source = file.replace(dist, root).replace(ENDINGS, ".ts");
    if (!existsSync(source)) rmSync(file);
  }
}
