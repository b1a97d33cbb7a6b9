import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { leavesBelow } from "../../pipelines/commands/command-tree.js";
import { program } from "../../pipelines/commands/program.js";
import { completionTree } from "../../pipelines/completion/completion-tree.js";
import { SEGMENT_METHODS } from "../../pipelines/segment/methods.js";
import { SYSTEMS } from "../../pipelines/systems/index.js";
import { CLASSIFIERS } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { run, succeed } from "./run-program.js";
import { describeInShell, runShell } from "./shells.js";

const simulated = Object.keys(SYSTEMS).filter((name) => SYSTEMS[name]!.simulate);
const methods = Object.keys(SEGMENT_METHODS);

/** Lines as they are typed, and the words that any shell offers for the last of them. */
const OFFERED: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["pushforward cl", ["classify", "cluster"]],
  ["pushforward cluster data --me", ["--method", "--metric"]],
  ["pushforward cluster data --metric ", ["w2", "hk", "opt"]],
  ["pushforward classify cluster --model ", Object.keys(CLASSIFIERS)], // a file may be named as a command is
  ["pushforward simulate ", simulated],
  ["pushforward simulate langevin --pres", ["--preset"]],
  ["pushforward simulate langevin --preset ", ["paper", "small"]],
  ["pushforward cluster data --k ", []],
  ["pushforward simulate langevin --part", ["--particles"]],
  ["pushforward completion ", ["bash", "zsh", "fish"]],
  ["pushforward config-schema cl", ["classify", "cluster"]],
];

const sorted = (words: readonly string[]): string[] => [...new Set(words)].sort();

/** A script where the shell can read it, beside two files and a folder. */
async function scriptFile(shell: string): Promise<{ readonly folder: string; readonly script: string }> {
  const folder = await temporaryFolder({
    "cloud one.csv": "x,y\n0,0\n",
    "cloud.ply": "",
    "deep/down.csv": "",
  });
  const script = join(folder, "script");
  await writeFile(script, await succeed("completion", shell));
  return { folder, script };
}

describe("completion", () => {
  it("knows every command and option of the parser", () => {
    const root = program(
      { output: () => undefined, error: () => undefined, interactive: false },
      async () => {},
    );
    const known = new Map(completionTree(root).map((one) => [one.path.join(" "), one]));
    for (const { path, command } of leavesBelow(root)) {
      const flags = known.get(path.join(" "))!.options.map(({ flag }) => flag);
      expect(flags.sort()).toEqual([...command.options.map(({ long }) => long), "--help"].sort());
    }
    const places = known.get("generate")!.options.map(({ flag, value }) => [flag, value.kind]);
    expect(Object.fromEntries(places)).toMatchObject({
      "--out": "folder",
      "--shares": "file",
      "--config": "file",
      "--class": "text",
      "--json": "nothing",
      "--how": "names",
    });
    expect(known.get("info")!.argument.kind).toBe("file");
  });

  it("is for shells that it knows", async () => {
    const { exitCode, output, error } = await run("completion", "fihs");
    expect([exitCode, output]).toEqual([2, ""]);
    expect(error).toContain("bash, zsh, fish. (Did you mean fish?)");
  });
});

describeInShell("bash", "completion in bash", () => {
  /** Splits words as readline does, and asks the function that `complete` has been given. */
  const ASK = `source "$1"; shift
    for line in "$@"; do
      read -ra COMP_WORDS <<< "\${line//=/ = }"
      [[ $line == *[\\ =] ]] && COMP_WORDS+=("")
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _pushforward
      printf '%s\\n' "\${COMPREPLY[@]}" "<end>"
    done`;

  const offered = async (...lines: readonly string[]): Promise<string[][]> => {
    const { script } = await scriptFile("bash");
    const { output, error, exitCode } = await runShell(
      ["bash", "--norc", "-c", ASK, "ask"],
      script,
      ...lines,
    );
    expect([error, exitCode]).toEqual(["", 0]);
    return output
      .split("<end>\n")
      .slice(0, -1)
      .map((part) => sorted(part.split("\n").filter((word) => word !== "")));
  };

  it("offers what fits", async () => {
    const answers = await offered(...OFFERED.map(([line]) => line));
    expect(answers).toEqual(OFFERED.map(([, words]) => sorted(words)));
  });

  it("goes on behind a comma, and behind =", async () => {
    const [list, all, some] = await offered(
      "pushforward segment x --methods hk,k",
      "pushforward cluster --metric=",
      "pushforward cluster --metric=h",
    );
    expect(list).toEqual(methods.filter((name) => name.startsWith("k")).map((name) => `hk,${name}`));
    expect(all).toEqual(["hk", "opt", "w2"]);
    expect(some).toEqual(["hk"]);
  });

  it("does it at the Tab key, with files where files belong", async () => {
    const { folder, script } = await scriptFile("bash");
    const typed = [
      `cd '${folder}'; source '${script}'; pushforward() { printf '<%s>' "$@" >> told; echo >> told; }`,
      "pushforward clu\tcloud.\t --metr\th\t",
      "pushforward info cloud\\ \t",
      "pushforward embed cloud.ply --out d\t",
      "exit",
    ].join("\n");
    // the pseudo-terminal that a Tab key needs
    const terminal = `printf '%s\\n' "$1" | script -qec "bash --norc --noprofile -i" /dev/null`;
    await runShell(["bash", "-c", terminal, "terminal"], typed);
    expect((await readFile(join(folder, "told"), "utf8")).split("\n")).toEqual([
      "<cluster><cloud.ply><--metric><hk>",
      "<info><cloud one.csv>",
      "<embed><cloud.ply><--out><deep/>",
      "",
    ]);
  });
});

describeInShell("zsh", "completion in zsh", () => {
  /** What it has offered, in one session: to start one, with all of its completions, takes seconds. */
  const offered = async (lines: readonly string[]): Promise<string[][]> => {
    const { folder, script } = await scriptFile("zsh");
    const ask = join(import.meta.dirname, "complete.zsh");
    const typed = lines.map((line) => line.replace("FOLDER", folder));
    const { error, exitCode } = await runShell(["zsh", "-f", ask], script, folder, ...typed);
    expect([error, exitCode]).toEqual(["", 0]);
    const parts = (await readFile(join(folder, "offered"), "utf8")).split("<end>\n").slice(0, -1);
    return parts.map((part) => sorted(part.split("\n").slice(1, -1)));
  };

  it("offers what fits, also behind a comma, behind = and in folders", async () => {
    const more = [
      ["pushforward segment x --methods hk,k", methods.filter((name) => name.startsWith("k"))],
      ["pushforward cluster --metric=h", ["hk"]],
      ["pushforward info FOLDER/cl", ["cloud.ply", "cloud\\ one.csv"]],
      ["pushforward embed x --out FOLDER/d", ["deep"]],
    ] as const;
    const all = [...OFFERED, ...more];
    const answers = await offered(all.map(([line]) => line));
    expect(answers).toEqual(all.map(([, words]) => sorted(words)));
  }, 120_000);
});

describeInShell("fish", "completion in fish", () => {
  const offered = async (...lines: readonly string[]): Promise<string[][]> => {
    const { folder, script } = await scriptFile("fish");
    const ask = "cd $argv[2]; source $argv[1]; for line in $argv[3..]; complete -C $line; echo '<end>'; end";
    const { output, error } = await runShell(["fish", "--no-config", "-c", ask], script, folder, ...lines);
    expect(error).toBe("");
    return output
      .split("<end>\n")
      .slice(0, -1)
      .map((part) => sorted(part.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t")[0]!]))));
  };

  it("offers what fits", async () => {
    const answers = await offered(...OFFERED.map(([line]) => line));
    expect(answers).toEqual(OFFERED.map(([, words]) => sorted(words)));
  });

  it("goes on behind a comma, behind =, and in folders", async () => {
    const answers = await offered(
      "pushforward segment x --methods hk,k",
      "pushforward cluster --metric=h",
      "pushforward info cl",
      "pushforward embed x --out d",
    );
    expect(answers).toEqual([
      methods.filter((name) => name.startsWith("k")).map((name) => `hk,${name}`),
      ["--metric=hk"],
      ["cloud one.csv", "cloud.ply"],
      ["deep/"],
    ]);
  });
});
