import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as loadersNode from "../loaders/node.js";
import { main } from "../pipelines/cli.js";
import * as pushforward from "../src/index.js";
import { parsed } from "./pipelines/parse-program.js";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const commandPage = readFileSync(join(root, "docs/command-line.md"), "utf8");

/** Rows of the table "I want to ...", cell by cell. */
const wishes = readme
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| I want"))
  .map((line) => line.split("|").map((cell) => cell.trim()));

/** Folders of data/ that are datasets, with their names in the table of results. */
const RESULT_NAMES: Readonly<Record<string, string>> = {
  digits: "uci_digits8x8",
  apes: "apes_skull_landmarks",
  mice: "mice_t2_outlines",
  osteocytes: "osteocytes3d",
  spectra: "nir_mayonnaise",
};

/** What the program says of itself. */
async function help(): Promise<string> {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  await main(["--help"], { output: say, error: say, interactive: false });
  return said.join("");
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([\w-]+)`/g)].map((hit) => hit[1]!);
}

describe("the table of what a reader wants", () => {
  it("names commands and functions that exist", async () => {
    expect(wishes.length).toBeGreaterThan(14);
    for (const [, , commands, functions] of wishes) {
      for (const command of namesIn(commands!))
        await expect(parsed([command, "--help"])).resolves.toEqual({});
      for (const name of namesIn(functions!)) expect({ ...pushforward, ...loadersNode }).toHaveProperty(name);
    }
  });

  it("leaves no notebook out", () => {
    const notebooks = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".html"));
    for (const name of notebooks) expect(readme).toContain(`notebooks/${name}`);
  });
});

describe("the page of the command line", () => {
  it("lists the commands and exit codes that the program has", async () => {
    const text = await help();
    const commands = [...text.matchAll(/^ {2}([a-z][a-z-]+)(?: [[<]| {2})/gm)].map((hit) => hit[1]!);
    expect(commands).toContain("steady-state");
    for (const command of commands.filter((name) => name !== "help"))
      expect(commandPage, command).toContain(`pushforward ${command}`);
    expect(text).toContain("Exit codes: 0 done");
    expect(commandPage).toContain(
      "0 done, 1 computed but not converged (or failed), 2 wrong usage, 3 bad input data",
    );
  });
});

it("the README refers to results of every set that is shipped", () => {
  const results = readFileSync(join(root, "data/RESULTS.md"), "utf8");
  for (const [set, name] of Object.entries(RESULT_NAMES)) {
    expect(existsSync(join(root, "data", set)), set).toBe(true);
    expect(results, set).toMatch(new RegExp(`^\\| *${name} *\\|`, "m"));
  }
});
