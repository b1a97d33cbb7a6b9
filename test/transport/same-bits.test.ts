import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "..", "..", "src", "transport");

/** What engines may round differently: powers but squares and those of whole constants, logarithms and their like. */
const VARYING = /Math\.(?:pow|log|exp|sin|cos|tan|atan|cbrt|hypot)|\*\* *(?!-?\d+\b)[\w(]/;

const isComment = (line: string): boolean => /^\s*(?:\/?\*|\/\/)/.test(line);

describe("exact transport gives the same bits in every engine", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );

  it.each(files)("%s rounds only as IEEE 754 says", (file) => {
    const lines = readFileSync(join(folder, file), "utf8").split("\n");
    expect(lines.filter((line) => !isComment(line) && VARYING.test(line))).toEqual([]);
  });
});
