import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { givenFiles } from "./given-files.js";
import { type Block, type Page, ROOT } from "./pages.js";
import { commandLines } from "./shell-lines.js";

/** Something of a page that was run: what it printed, next to what the page says that it prints. */
export interface Ran {
  readonly line: number;
  readonly error: string;
  readonly printed: string;
  readonly promised: string;
}

const NOT_RUN = /^not run: (.+)$/;
const FILE = /^file (\S+)$/;

/** Why the page says that a block is not run; undefined where it is. */
export function reasonNotRun({ comment }: Block): string | undefined {
  return NOT_RUN.exec(comment)?.[1];
}

/**
 * Runs a page as its reader would, from top to bottom, in a folder of its own that has the package installed and the
 * project's data in it.
 *
 * TypeScript: a block that begins with its imports begins a program, one that does not goes on where the block before it
 * ended. Shell: a block runs under the comment `run`, and its output is compared with the block below it, where that
 * has no language. Any other block under the comment `file NAME` becomes that file.
 */
export function runPage(page: Page): Ran[] {
  const folder = mkdtempSync(join(tmpdir(), "pushforward-page-"));
  try {
    furnish(folder, page.name);
    return page.blocks.flatMap((block, at) => runBlock(page, block, at, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function furnish(folder: string, name: string): void {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/pushforward"));
  symlinkSync(join(ROOT, "data"), join(folder, "data"));
  for (const [path, content] of Object.entries(givenFiles(name))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function runBlock(page: Page, block: Block, at: number, folder: string): Ran[] {
  const file = FILE.exec(block.comment)?.[1];
  if (file !== undefined) writeFileSync(join(folder, file), `${block.text}\n`);
  if (block.language === "sh" && block.comment === "run") return [runShell(page, block, at, folder)];
  const program = programAt(page, at);
  return program === undefined ? [] : [runProgram(program, block.line, folder)];
}

/** The program that begins with this block of a page, with the blocks that go on with it; nothing where none begins. */
export function programAt({ blocks }: Page, at: number): string | undefined {
  const block = blocks[at]!;
  if (block.language !== "ts" || !beginsProgram(block) || reasonNotRun(block) !== undefined) return undefined;
  const rest = blocks.slice(at + 1).filter(({ language }) => language === "ts");
  const next = rest.findIndex((later) => beginsProgram(later));
  return [block, ...rest.slice(0, next < 0 ? undefined : next)].map(({ text }) => text).join("\n");
}

/** Imports at the top of a block begin a program of its own. */
export function beginsProgram({ text }: Block): boolean {
  return text.startsWith("import ");
}

const PROMISE = /console\.log\(.*\); \/\/ (.*)/g;

function runProgram(program: string, line: number, folder: string): Ran {
  writeFileSync(join(folder, "example.mjs"), program);
  const run = spawnSync(process.execPath, ["example.mjs"], { cwd: folder, encoding: "utf8" });
  const promised = [...program.matchAll(PROMISE)].map((hit) => hit[1]).join("\n");
  return { line, error: run.stderr, printed: run.stdout.trim(), promised };
}

function runShell(page: Page, block: Block, at: number, folder: string): Ran {
  const runs = commandLines(block.text).map(([, ...argv]) =>
    spawnSync(process.execPath, [join(ROOT, "dist/pipelines/main.js"), ...argv], {
      cwd: folder,
      encoding: "utf8",
    }),
  );
  const error = runs
    .map(({ status, stderr }) => (status === 0 ? "" : `exit code ${status}: ${stderr}`))
    .join("");
  const printed = runs
    .map(({ stdout }) => stdout)
    .join("")
    .trim();
  const below = page.blocks[at + 1];
  return { line: block.line, error, printed, promised: below?.language === "" ? below.text.trim() : printed };
}
