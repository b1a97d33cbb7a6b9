import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Packed, packPackage, ROOT } from "./packed.js";
import { runCommand } from "./run-command.js";

/** Bytes. 3.3 million in November 2026: half of it sources and their maps. */
const LARGEST_TARBALL = 4.5e6;

/** Milliseconds, for what waits for npm or for all types on a machine with other work. */
const LONG = 400_000;
vi.setConfig({ testTimeout: LONG, hookTimeout: LONG });

const manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));

describe("the package", () => {
  let packed: Packed;
  beforeAll(async () => {
    packed = await packPackage();
  });
  afterAll(() => packed?.remove());

  it("holds every file that its manifest names", () => {
    const named = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((target) => Object.values(Object(target))),
      ...Object.values(manifest.imports["#spawn"]),
    ] as string[];
    const paths = named.filter((name) => name.startsWith("./") || name.startsWith("dist/"));
    expect(paths.length).toBeGreaterThan(10);
    expect(
      paths.map((path) => path.replace("./", "")).filter((path) => !packed.files.includes(path)),
    ).toEqual([]);
  });

  it("holds the library, its sources and its guides: no tests, data, notebooks or built pages", () => {
    const folders = new Set(packed.files.map((path) => path.split("/").slice(0, -1)[0] ?? path));
    expect([...folders].sort()).toEqual([
      "CHANGELOG.md",
      "GLOSSARY.md",
      "LICENSE",
      "README.md",
      "dist",
      "docs",
      "loaders",
      "package.json",
      "pipelines",
      "src",
    ]);
    const built = new Set(packed.files.flatMap((path) => /^dist\/(\w+)/.exec(path)?.[1] ?? []));
    expect([...built].sort()).toEqual(["loaders", "pipelines", "src"]);
    expect(packed.files.filter((path) => /\.test\.|fixtures/.test(path))).toEqual([]);
    expect(packed.bytes).toBeLessThan(LARGEST_TARBALL);
  });

  it("has the source of everything in the build, and nothing of sources that are gone", () => {
    const sourceOf = (path: string): string =>
      path.replace("dist/", "").replace(/\.(js|d\.ts)(\.map)?$/, ".ts");
    const built = packed.files.filter((path) => path.startsWith("dist/"));
    expect(built.filter((path) => !packed.files.includes(sourceOf(path)))).toEqual([]);
  });

  it("imports only what it declares", async () => {
    const declared = new Set(
      [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)].concat(
        Object.keys(manifest.imports),
      ),
    );
    const scripts = packed.files.filter((path) => path.startsWith("dist/") && path.endsWith(".js"));
    const imported = await Promise.all(scripts.map(packagesImportedBy));
    expect(imported.flat().length).toBeGreaterThan(50);
    expect(imported.flat().filter((name) => !declared.has(name) && !isBuiltin(name))).toEqual([]);
  });

  it("has nothing for publint to mend", async () => {
    const bytes = await readFile(packed.tarball);
    const { messages } = await publint({ pack: { tarball: Uint8Array.from(bytes).buffer }, strict: true });
    // libsvm-js has a file for browsers but no condition that finds it; the field says it to every bundler
    expect(messages.filter(({ code }) => code !== "USE_EXPORTS_OR_IMPORTS_BROWSER")).toEqual([]);
  });

  it("has types that are right for every resolution but that of CommonJS", async () => {
    // there is no build for require(); Node from 20.19 takes ES modules there, which the rules do not know of
    const program = join(ROOT, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const argv = ["--profile", "esm-only", "--no-definitely-typed", "--format", "ascii", "--no-emoji"];
    const { output } = await runCommand(packed.folder, process.execPath, program, packed.tarball, ...argv);
    const verdicts = [...output.matchAll(/^"(.*)"\n\nnode16 \(from ESM\): (.*)\nbundler: (.*)$/gm)];
    const entries = verdicts.map(([, entry]) => entry!.replace(manifest.name, "."));
    expect(entries.sort()).toEqual(Object.keys(manifest.exports).sort());
    const found = verdicts.flatMap(([, , esm, bundler]) => [esm!, bundler!]);
    expect(found.filter((verdict) => !verdict.startsWith("OK"))).toEqual([]);
  });
});

/** Names of packages, and of Node's own modules, that a file of the build imports. */
async function packagesImportedBy(path: string): Promise<string[]> {
  const code = await readFile(join(ROOT, path), "utf8");
  const found = code.matchAll(/^(?:import|export)\b[^"';]*from "([^."][^"]*)"|\bimport\("([^."][^"]*)"\)/gm);
  return [...found].map((hit) => (hit[1] ?? hit[2])!).map(packageOf);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
