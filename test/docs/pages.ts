import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  /** What the HTML comment right above it says: an order to the harness, or nothing. */
  readonly comment: string;
}

export interface Page {
  /** Path from the top of the project. */
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Every page that a reader of the project meets, with its blocks of code. */
export function allPages(): Page[] {
  const docs = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
  const names = [
    "README.md",
    "GLOSSARY.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    ...docs.map((name) => `docs/${name}`),
  ];
  return names.map(readPage);
}

export function readPage(name: string): Page {
  const text = readFileSync(join(ROOT, name), "utf8");
  return { name, text, blocks: blocksOf(text) };
}

const FENCE = /^```(\w*)$/;
const COMMENT = /^<!-- (.*) -->$/;

function blocksOf(text: string): Block[] {
  const lines = text.split("\n");
  const fences = lines.flatMap((line, at) => (FENCE.test(line) ? [at] : []));
  if (fences.length % 2 !== 0)
    throw new Error(`a block is not closed; the last fence is at line ${fences.at(-1)! + 1}`);
  return fences.flatMap((from, n) => {
    if (n % 2 !== 0) return [];
    const language = FENCE.exec(lines[from]!)![1]!;
    const comment = COMMENT.exec(lines[from - 1] ?? "")?.[1] ?? "";
    return [{ language, text: lines.slice(from + 1, fences[n + 1]).join("\n"), line: from + 1, comment }];
  });
}
