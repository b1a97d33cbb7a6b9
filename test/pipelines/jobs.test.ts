import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { runProgram } from "../support/built-program.js";
import { filesOf, run } from "./run-program.js";
import { QUICK, shapes, TINY } from "./small-data.js";

const COMMANDS = [
  ["embed", []],
  ["cluster", ["--k", "3"]],
  ["classify", ["--label", "shape", "--folds", "2"]],
] as const;

describe.each(COMMANDS)("%s", (command, extra) => {
  it("leaves the same bytes for any number of jobs, on a terminal as in this thread", async () => {
    const data = await temporaryFolder(shapes({ perClass: 8 }));
    const folders = await temporaryFolder({});
    const argv = [command, data, ...extra, ...QUICK, "--out"] as const;
    expect((await run(...argv, join(folders, "none"))).exitCode).toBe(0);
    const wanted = await filesOf(join(folders, "none"));
    for (const jobs of ["1", "2", "4"]) {
      const out = join(folders, jobs);
      expect(await run(...argv, out, "--jobs", jobs)).toMatchObject({ exitCode: 0, error: "" });
      expect(await filesOf(out)).toEqual(wanted);
    }
  });

  it("says the same of bad data with jobs as without", async () => {
    const data = await temporaryFolder({
      ...TINY,
      "points.csv": "item,x,y\na,1e200,0\nb,1,1\nc,1,2\nd,2,2\n",
    });
    const out = join(await temporaryFolder({}), "out");
    const flags = ["--label", "class"];
    const argv = [command, data, ...(command === "classify" ? flags : extra), "--out", out] as const;
    const plain = await run(...argv);
    expect(plain.exitCode).toBe(3);
    expect(await run(...argv, "--jobs", "2")).toEqual(plain);
  });
});

describe("the installed program", () => {
  it("takes as many jobs as there are cores, ends when it is done, and leaves the bytes of one", async () => {
    const data = await temporaryFolder(shapes({ perClass: 8 }));
    const folders = await temporaryFolder({});
    const argv = ["cluster", data, "--k", "3", ...QUICK, "--out"] as const;
    const usual = await runProgram(...argv, join(folders, "usual"));
    expect(usual).toMatchObject({ exitCode: 0, error: "" });
    await run(...argv, join(folders, "none"));
    expect(await filesOf(join(folders, "usual"))).toEqual(await filesOf(join(folders, "none")));
  });
});
