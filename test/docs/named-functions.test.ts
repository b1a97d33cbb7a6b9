import { expect, test } from "vitest";
import * as nodeLoaders from "../../loaders/node.js";
import * as pipelines from "../../pipelines/index.js";
import * as library from "../../src/index.js";
import { readPage } from "./pages.js";

const EXPORTED = new Set([library, nodeLoaders, pipelines].flatMap((entry) => Object.keys(entry)));
/** Names in the tables that are of an argument. */
const ARGUMENTS: readonly string[] = ["epsilon"];

test.each([
  { page: "docs/coming-from.md", from: "## POT", column: 2, least: 25 },
  { page: "README.md", from: "## I want to ...", column: 3, least: 20 },
])("functions that the tables of $page name are exported", ({ page, from, column, least }) => {
  const { text } = readPage(page);
  const cells = text
    .slice(text.indexOf(from))
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|")[column] ?? "");
  const names = cells.flatMap((cell) => [...cell.matchAll(/`([a-zA-Z]+)(?=[(`])/g)].map((hit) => hit[1]!));
  expect(names.length).toBeGreaterThan(least);
  for (const name of names) if (!ARGUMENTS.includes(name)) expect(EXPORTED, name).toContain(name);
});
