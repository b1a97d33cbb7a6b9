import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandsBelow, leavesBelow } from "../../pipelines/commands/command-tree.js";
import { EXAMPLES, examplesOf } from "../../pipelines/commands/examples.js";
import { program } from "../../pipelines/commands/program.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { parsed } from "./parse-program.js";
import { run, succeed } from "./run-program.js";

const root = join(import.meta.dirname, "../..");
const silent = { output: () => undefined, error: () => undefined, interactive: false };
const tree = program(silent, async () => undefined);
const commands = [[] as readonly string[], ...commandsBelow(tree).map(({ path }) => path)];
const lines = [...new Set(commands.flatMap((path) => examplesOf(path).map(([words]) => words)))];

/** Examples that compute for long (their commands are run elsewhere), or name images that cannot be shipped. */
const LONG =
  /^(cluster|generate|adapt) data\/digits|^classify data\/spectra|^segment|^(simulate|steady-state) (?!.*--help$)/;

describe("examples", () => {
  it("are two or three for every command, and for none that there is not", () => {
    expect(leavesBelow(tree).length).toBeGreaterThan(25);
    for (const path of commands) {
      expect(examplesOf(path).length, path.join(" ")).toBeGreaterThanOrEqual(2);
      expect(examplesOf(path).length, path.join(" ")).toBeLessThanOrEqual(3);
    }
    const names = new Set(commands.map((path) => path.join(" ")));
    expect(Object.keys(EXAMPLES).filter((name) => !names.has(name))).toEqual([]);
  });

  it("are of their own command", () => {
    for (const path of commands) {
      for (const [words] of examplesOf(path)) expect(`${words} `).toMatch(new RegExp(`^${path.join(" ")} ?`));
    }
  });

  it("end the help", async () => {
    for (const path of [[], ["cluster"], ["simulate"], ["simulate", "diffusion"], ["completion"]]) {
      const help = await succeed(...path, "--help");
      const [, end] = help.split("\nExamples:\n");
      const shown = examplesOf(path).map(([words, about]) => `  pushforward ${words}\n      ${about}\n`);
      expect(end).toBe(shown.join(""));
    }
  });

  it("end the help that help shows", async () => {
    expect(await succeed("help", "simulate", "diffusion")).toBe(
      await succeed("simulate", "diffusion", "--help"),
    );
    expect(await succeed("help")).toBe(await succeed("--help"));
  });

  it.each(lines)("are in order: %s", async (words) => {
    const argv = words.split(" ");
    const { job } = await parsed(argv);
    const onlyPrints = /^(help|config-schema|completion) |--help$/.test(words);
    expect(job === undefined).toBe(onlyPrints);
    for (const path of job?.inputs ?? []) {
      // what an earlier example leaves, and images that cannot be shipped
      if (!/^report\/|^(scene|truth)\./.test(path)) expect(existsSync(join(root, path)), path).toBe(true);
    }
  });

  it("run: all that take a second or so, one after the other", async () => {
    const report = await temporaryFolder({});
    const place = (word: string): string =>
      word.startsWith("data/") ? join(root, word) : word.replace(/^report\//, `${report}/`);
    const ran = lines.filter((words) => !LONG.test(words));
    expect(ran.length).toBeGreaterThan(30);
    for (const words of ran) {
      const { exitCode, error } = await run(...words.split(" ").map(place));
      expect([words, exitCode, error.replaceAll(/pushforward: warning: .*\n/g, "")]).toEqual([words, 0, ""]);
    }
  }, 120_000);
});
