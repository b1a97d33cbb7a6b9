import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { bundleForBrowser } from "../browser/bundle.js";
import { ROOT } from "./packed.js";

it.each(["src", "loaders"])(
  "all of dist/%s bundles for browsers without a word about modules of Node",
  async (door) => {
    const folder = await mkdtemp(join(tmpdir(), "pushforward-entry-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const entry = join(folder, "entry.js");
    await writeFile(entry, `export * from ${JSON.stringify(join(ROOT, "dist", door, "index.js"))};\n`);
    const { files, warnings } = await bundleForBrowser(entry);
    expect(warnings).toEqual([]);
    expect(files.size).toBeGreaterThan(0);
    const code = [...files.values()].join("\n");
    expect(code).not.toMatch(/\bfrom\s*"node:|\bimport\(\s*"node:|\brequire\("node:|__vite-browser-external/);
  },
);
