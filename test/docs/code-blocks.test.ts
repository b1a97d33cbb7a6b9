import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parsed } from "../pipelines/parse-program.js";
import { beginsProgram, reasonNotRun, runPage } from "./page-run.js";
import { allPages, ROOT } from "./pages.js";
import { commandLines } from "./shell-lines.js";

const pages = allPages();
const blocks = pages.flatMap((page) => page.blocks.map((block) => ({ page: page.name, ...block })));
const runnable = pages.filter(({ blocks }) =>
  blocks.some(({ language, comment }) => language === "ts" || (language === "sh" && comment === "run")),
);
/** Those that are only read; the others are run. */
const commands = blocks
  .filter(({ language, comment }) => language === "sh" && comment !== "run")
  .flatMap(({ page, text }) => commandLines(text).map((words) => ({ page, line: words.join(" "), words })));

/** Pages whose examples are run from end to end: a page that loses its examples, or its fence, is noticed. */
const PAGES_WITH_EXAMPLES = 31;
/** Blocks that say themselves why they cannot be run. */
const BLOCKS_NOT_RUN: readonly string[] = [];
/** What makes a command line print something of the program instead of running it. */
const PRINTS_ONLY = ["--help", "--version", "completion", "config-schema"];

describe("examples of the pages", () => {
  it.each(runnable)("print what $name says", { timeout: 180_000 }, (page) => {
    expect(existsSync(join(ROOT, "dist/src/index.js")), "run `npm run build` first").toBe(true);
    for (const { line, error, printed, promised } of runPage(page)) {
      expect(error, `${page.name}:${line}`).toBe("");
      expect(promised, `${page.name}:${line} promises nothing`).not.toBe("");
      expect(printed, `${page.name}:${line}`).toBe(promised);
    }
  });

  it("are all of them run, but for those that say why not", () => {
    expect(runnable.length).toBe(PAGES_WITH_EXAMPLES);
    const excused = blocks.filter((block) => reasonNotRun(block) !== undefined);
    expect(excused.map(({ page, line }) => `${page}:${line}`)).toEqual(BLOCKS_NOT_RUN);
    for (const { name, blocks } of runnable) {
      const first = blocks.find(({ language }) => language === "ts");
      expect(first === undefined || beginsProgram(first), `${name} begins with its imports`).toBe(true);
    }
  });

  it("are in TypeScript or for the shell, and nothing else looks like code", () => {
    for (const { page, language, text, line } of blocks) {
      expect(["ts", "sh", "text", "json", "csv", ""], `${page}:${line}`).toContain(language);
      if (language === "") expect(text, `${page}:${line}`).not.toMatch(/^(pushforward|node|npm|npx) /m);
    }
  });
});

describe("command lines of the pages", () => {
  const ofProgram = commands.filter(({ words }) => words[0] === "pushforward");
  const others = commands.filter(({ words }) => words[0] !== "pushforward");

  it.each(ofProgram)("are understood: $line ($page)", async ({ words }) => {
    const { job } = await parsed(words.slice(1));
    expect(job !== undefined || PRINTS_ONLY.some((word) => words.includes(word))).toBe(true);
  });

  it("name npm scripts and files that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    for (const { line, words } of others) {
      const [program, first, second] = words;
      if (program === "node") expect(existsSync(join(ROOT, first!)), line).toBe(true);
      else if (program === "npm" && first === "run") expect(scripts, line).toHaveProperty([second!]);
      else
        expect(line).toMatch(
          /^(npm ci|npm test|npm install \S+|git clone \S+|cd \S+|npx vitest run \S+)( .*)?$/,
        );
    }
  });

  it("are found", () => {
    expect(ofProgram.length).toBeGreaterThan(40);
  });
});
