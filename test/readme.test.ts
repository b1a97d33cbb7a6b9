import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** The README's example, which runs on the built package under its own name. */
const example = readme.match(/```ts\n([\s\S]*?)```/)?.[1] ?? "";
/** What its comments promise: the text after `// ` on the lines that print. */
const promised = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((hit) => hit[1]);

/** Folders of data/ that are datasets, with their names in the table of results. */
const RESULT_NAMES: Readonly<Record<string, string>> = {
  digits: "uci_digits8x8",
  apes: "apes_skull_landmarks",
  mice: "mice_t2_outlines",
  osteocytes: "osteocytes3d",
  spectra: "nir_mayonnaise",
};

describe("the README", () => {
  it("has an example that prints what its comments say", () => {
    expect(existsSync(join(root, "dist/src/index.js")), "run `npm run build` first").toBe(true);
    const run = spawnSync(process.execPath, ["--input-type=module", "--eval", example], {
      cwd: root,
      encoding: "utf8",
    });
    expect(run.stderr).toBe("");
    expect(promised.length).toBe(2);
    expect(run.stdout.trim().split("\n")).toEqual(promised);
  });

  it("names npm scripts and files that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const [, name] of readme.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([name!]);
    for (const [, file] of readme.matchAll(/\]\(([\w./-]+)\)/g))
      expect(existsSync(join(root, file!))).toBe(true);
  });

  it("lists the commands and exit codes that the program has", () => {
    const help = spawnSync(process.execPath, ["dist/pipelines/main.js", "--help"], {
      cwd: root,
      encoding: "utf8",
    });
    for (const command of ["info", "distance", "barycenter", "embed", "cluster", "classify", "segment"]) {
      expect(readme).toContain(`pushforward ${command}`);
      expect(help.stdout).toContain(command);
    }
    expect(help.stdout).toContain("Exit codes: 0 done");
  });

  it("refers to results of every set that is shipped", () => {
    const results = readFileSync(join(root, "data/RESULTS.md"), "utf8");
    for (const [set, name] of Object.entries(RESULT_NAMES)) {
      expect(existsSync(join(root, "data", set)), set).toBe(true);
      expect(results, set).toMatch(new RegExp(`^\\| *${name} *\\|`, "m"));
    }
  });
});
