import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import ts from "typescript";
import { afterAll, expect, it } from "vitest";
import { programAt } from "./page-run.js";
import { allPages, ROOT } from "./pages.js";

const folder = mkdtempSync(join(tmpdir(), "pushforward-types-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Strict but for what would fill examples with annotations: untyped parameters, and what may be absent. */
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noImplicitAny: false,
  strictNullChecks: false,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  types: ["node"],
  typeRoots: [join(ROOT, "node_modules/@types")],
};

/** Every program of every page as a file beside an installed package, named after its page and line. */
function writePrograms(): string[] {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/pushforward"));
  symlinkSync(join(ROOT, "node_modules/@types"), join(folder, "node_modules/@types"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return allPages().flatMap((page) =>
    page.blocks.flatMap((block, at) => {
      const program = programAt(page, at);
      if (program === undefined) return [];
      const path = join(folder, `${page.name.replaceAll("/", "_")}-line-${block.line}.ts`);
      writeFileSync(path, program);
      return [path];
    }),
  );
}

it("examples have the types of the package", { timeout: 180_000 }, () => {
  const files = writePrograms();
  expect(files.length).toBeGreaterThan(35);
  const faults = ts.getPreEmitDiagnostics(ts.createProgram(files, OPTIONS));
  const told = faults.map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${relative(folder, file?.fileName ?? "")}, line ${line} of it: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
  expect(told).toEqual([]);
});
