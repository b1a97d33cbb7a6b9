import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KINDS } from "../../pipelines/barycenters/index.js";
import { METHODS } from "../../pipelines/methods/index.js";
import * as pushforward from "../../src/index.js";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs/solvers.md"), "utf8");

describe("the page of the solver family", () => {
  it("names verbs that exist", () => {
    const table = page.slice(page.indexOf("## Which one"));
    const cells = table
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(2)
      .map((line) => line.split("|")[2]!);
    const verbs = cells.flatMap((cell) => [...cell.matchAll(/`([a-zA-Z]+)`/g)].map((match) => match[1]!));
    expect(verbs.length).toBeGreaterThan(15);
    const options = new Set(["mass", "price", "kappa"]);
    for (const verb of verbs) if (!options.has(verb)) expect(pushforward).toHaveProperty(verb);
  });

  it("and that of the command line name every method and kind there is", () => {
    const commands = readFileSync(join(root, "docs/command-line.md"), "utf8");
    for (const name of [...Object.keys(METHODS), ...Object.keys(KINDS)])
      expect(commands).toContain(`\`${name}\``);
  });

  it("leaves no folder of solvers out of the map of the house", () => {
    const map = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
    const folders = readdirSync(join(root, "src/transport"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    for (const { name } of folders) expect(map).toContain(`\`${name}\``);
  });
});
