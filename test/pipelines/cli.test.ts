import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { main } from "../../pipelines/cli.js";
import { CLUSTER_METHODS } from "../../pipelines/cluster.js";
import { VERSION } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { filesOf, run, succeed } from "./run-program.js";
import { csv, QUICK, TINY } from "./small-data.js";

const ABSENT = join(import.meta.dirname, "no-such-data");
const CLUSTER = ["cluster", ABSENT, "--k", "2"] as const;

describe("wrong usage", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["no command", [], ["Usage: pushforward", "classify"]],
    ["an unknown command", ["colour"], ["unknown command 'colour'"]],
    ["an unknown option", ["info", ABSENT, "--colour"], ["unknown option '--colour'"]],
    ["a missing argument", ["info"], ["missing required argument 'path'"]],
    ["a missing second argument", ["distance", ABSENT], ["missing required argument 'B'"]],
    ["an argument too many", ["info", ABSENT, ABSENT], ["too many arguments"]],
    ["a missing option", ["cluster", ABSENT], ["--k <n>", "not specified"]],
    ["a missing column", ["classify", ABSENT], ["--label <column>", "not specified"]],
    ["a missing folder", ["embed", ABSENT], ["--out <dir>", "not specified"]],
    ["a missing value", [...CLUSTER, "--seed"], ["--seed <n>", "argument missing"]],
    ["an unknown choice", [...CLUSTER, "--method", "magic"], ["'magic'", ...Object.keys(CLUSTER_METHODS)]],
    ["an unknown metric", [...CLUSTER, "--metric", "l1"], ["'l1'", "w2", "hk", "opt"]],
    ["a scale of another metric", [...CLUSTER, "--kappa", "2"], ["--kappa means nothing to --metric w2"]],
    [
      "the price of another metric",
      ["embed", ABSENT, "--out", "x", "--metric", "hk", "--price", "1"],
      ["--price means nothing to --metric hk", "belongs to --metric opt"],
    ],
    [
      "a scale that is no length",
      ["classify", ABSENT, "--label", "x", "--metric", "hk", "--kappa", "0"],
      ["--kappa", "'0'", "above 0"],
    ],
    ["no clusters", ["cluster", ABSENT, "--k", "0"], ["--k", "'0'", "whole number 1 to"]],
    ["a negative seed", [...CLUSTER, "--seed", "-1"], ["--seed", "'-1'", "whole number 0 to"]],
    ["a seed with a fraction", [...CLUSTER, "--seed", "1.5"], ["--seed", "'1.5'", "whole number"]],
    ["a seed that a double cannot hold", [...CLUSTER, "--seed", "9007199254740992"], ["9007199254740991"]],
    ["no jobs", [...CLUSTER, "--jobs", "0"], ["--jobs", "'0'", "whole number 1 to"]],
    ["jobs that are no number", [...CLUSTER, "--jobs", "all"], ["--jobs", "'all'", "whole number"]],
    ["half a job", ["embed", ABSENT, "--jobs", "1.5"], ["--jobs", "'1.5'", "whole number"]],
    ["more jobs than any machine has threads", [...CLUSTER, "--jobs", "257"], ["--jobs", "1 to 256"]],
    ["a single fold", ["classify", ABSENT, "--label", "x", "--folds", "1"], ["--folds", "'1'", "2 to"]],
    ["an empty column name", ["info", ABSENT, "--coords", "x,,y"], ["--coords", "x,y,z"]],
    ["an empty name of the items", ["info", ABSENT, "--files", ""], ["--files", "empty"]],
    ["an empty folder name", [...CLUSTER, "--out", ""], ["--out", "empty"]],
    [
      "a sample with weights",
      ["info", ABSENT, "--sample", "100", "--weights", "area"],
      ["--sample", "--weights", "cannot be used with"],
    ],
    [
      "a sample with unit masses",
      ["info", ABSENT, "--sample", "100", "--unit-mass"],
      ["--sample", "--unit-mass", "cannot be used with"],
    ],
  ])("is %s: found before any data are read", async (_, argv, words) => {
    const { exitCode, output, error } = await run(...argv);
    expect(exitCode).toBe(2); // 3 would say that the absent data were looked for
    expect(output).toBe("");
    for (const word of words) expect(error).toContain(word);
  });

  it("is an --out that is a file, or lies below one: found before any data are read", async () => {
    const root = await temporaryFolder({ file: "kept" });
    for (const out of [join(root, "file"), join(root, "file/deeper/down")]) {
      const { exitCode, output, error } = await run(...CLUSTER, "--out", out);
      expect(exitCode).toBe(2);
      expect(output).toBe("");
      expect(error).toContain(`--out ${out}`);
      expect(error).toContain("a file; name a folder");
    }
    expect(await readFile(join(root, "file"), "utf8")).toBe("kept");
  });
});

describe("the program", () => {
  it("tells its version and how it is used, on stdout", async () => {
    expect(await succeed("--version")).toBe(`${VERSION}\n`);
    const help = await succeed("--help");
    for (const word of ["info", "distance", "embed", "cluster", "classify", "Exit codes", "130 and 143"]) {
      expect(help).toContain(word);
    }
    for (const command of ["info", "distance", "embed", "cluster", "classify"]) {
      const options = await succeed(command, "--help");
      for (const word of ["--json", "--out", "--seed", "--jobs", "--quiet"]) expect(options).toContain(word);
    }
  });

  it("prints nothing but the report with --json, even with --quiet", async () => {
    const root = await temporaryFolder(TINY);
    const report = JSON.parse(await succeed("info", root, "--json", "--quiet"));
    expect(report.results.items).toBe(4);
  });

  it("says where it has written", async () => {
    const root = await temporaryFolder(TINY);
    const out = join(await temporaryFolder({}), "out");
    expect(await succeed("info", root, "--out", out)).toContain(`written to ${out}\n`);
  });

  it.each([
    ["a terminal", true, [], true],
    ["a terminal, with --quiet", true, ["--quiet"], false],
    ["a pipe", false, [], false],
  ] as const)("on %s", async (_, interactive, extra, shown) => {
    const root = await temporaryFolder(TINY);
    const isTTY = process.stderr.isTTY;
    process.stderr.isTTY = true;
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => {
      write.mockRestore();
      process.stderr.isTTY = isTTY;
    });
    const silent = { output: () => undefined, error: () => undefined, interactive };
    expect(await main(["cluster", root, "--k", "2", ...QUICK, ...extra], silent)).toBe(0);
    const drawn = write.mock.calls.map(([text]) => String(text)).join("");
    expect(drawn.includes("items")).toBe(shown);
    if (!shown) expect(drawn).toBe("");
  });
});

describe("--out", () => {
  it.each(["reference.csv", "report.html", "report.json"])(
    "never replaces a %s of the user's",
    async (name) => {
      const root = await temporaryFolder(TINY);
      const out = await temporaryFolder({ [name]: "x\n1\n" });
      const { exitCode, output, error } = await run("cluster", root, "--k", "2", ...QUICK, "--out", out);
      expect(exitCode).toBe(2);
      expect(output).toBe("");
      expect(error).toContain(`${out} holds ${name}, which this program did not write`);
      expect(await filesOf(out)).toEqual(new Map([[name, "x\n1\n"]]));
    },
  );

  it.each(["", "results", "deep/down"])("is not taken into the dataset (%j below it)", async (below) => {
    const root = await temporaryFolder(TINY);
    const out = join(root, below);
    const { exitCode, output, error } = await run("info", root, "--out", out);
    expect(exitCode).toBe(2);
    expect(output).toBe("");
    expect(error).toContain(`--out ${out} is in the dataset ${root}`);
    expect([...(await filesOf(root)).keys()]).toEqual(["labels.csv", "points.csv"]);
  });

  it("may be used by one command after another, and holds the files of the last", async () => {
    const root = await temporaryFolder(TINY);
    const out = await temporaryFolder({ "mine.csv": "kept" });
    const classify = ["classify", root, "--label", "class", "--folds", "2", "--model", "knn"] as const;
    const cluster = ["cluster", root, "--k", "2"] as const;
    for (const argv of [classify, cluster, classify, ["info", root]]) {
      await succeed(...argv, ...(argv[0] === "info" ? [] : QUICK), "--out", out);
      const files = await filesOf(out);
      const { files: listed } = JSON.parse(files.get("report.json")!);
      expect([...files.keys()]).toEqual([...listed, "mine.csv", "report.json"].sort());
      expect(files.get("mine.csv")).toBe("kept");
    }
  });

  it("replaces what an earlier run of the command left", async () => {
    const root = await temporaryFolder(TINY);
    const out = join(await temporaryFolder({}), "out");
    const argv = ["cluster", root, ...QUICK, "--out", out, "--k"] as const;
    await succeed(...argv, "1");
    const before = await filesOf(out);
    await succeed(...argv, "2");
    const after = await filesOf(out);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(after.get("clusters.csv")).not.toBe(before.get("clusters.csv"));
  });

  it("does not take a file for its own because another command has been there", async () => {
    const root = await temporaryFolder(TINY);
    const out = await temporaryFolder({ "reference.csv": "x\n1\n" });
    await succeed("info", root, "--out", out);
    const { exitCode, error } = await run("embed", root, ...QUICK, "--out", out);
    expect(exitCode).toBe(2);
    expect(error).toContain("holds reference.csv, which the last run there (info) did not write");
    expect(await readFile(join(out, "reference.csv"), "utf8")).toBe("x\n1\n");
  });

  it("does not follow a link in the place of a file", async () => {
    const root = await temporaryFolder(TINY);
    const out = await temporaryFolder({ "kept.csv": csv(["kept"]) });
    await symlink(join(out, "kept.csv"), join(out, "reference.csv"));
    expect((await run("embed", root, ...QUICK, "--out", out)).exitCode).toBe(2);
    expect(await readFile(join(out, "kept.csv"), "utf8")).toBe("kept\n");
  });

  it("that turns out not to be writable is a failure, not bad input", async () => {
    const root = await temporaryFolder(TINY);
    const out = join(await temporaryFolder({}), "out");
    await symlink(out, out); // a circle: it looks absent, and nothing can be made there
    const { exitCode, output, error } = await run("cluster", root, "--k", "2", ...QUICK, "--out", out);
    expect(exitCode).toBe(1);
    expect(output).toBe("");
    expect(error).toContain(`cannot write to ${out}`);
  });
});
