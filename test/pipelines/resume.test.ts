import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { embedDataset } from "../../pipelines/index.js";
import { seededRandom } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { type Running, runProgram, startProgram, startProgramLimited } from "../support/built-program.js";
import { filesOf } from "./run-program.js";
import { csv } from "./small-data.js";

const ITEMS = 60;
const POINTS = 500;

/** Clouds that take some 10 ms each, in blocks of 10: a run of a second and more. */
function clouds(): string {
  const random = seededRandom(8);
  const lines = ["item,x,y"];
  for (let s = 0; s < ITEMS; s++) {
    for (let i = 0; i < POINTS; i++) lines.push(`c${s},${random.normal() + s / 20},${random.normal()}`);
  }
  return csv(lines);
}

const SETTINGS = ["--reference", "gaussian", "--reference-size", "400", "--pairs", "3"] as const;

async function blocksIn(out: string): Promise<string[]> {
  const names = await readdir(join(out, "blocks")).catch(() => []);
  return names.filter((name) => name.endsWith(".npy") && !name.startsWith(".")).sort();
}

/** Waits until so many blocks are there, or the program has ended. */
async function untilBlocks(out: string, count: number, run: Running): Promise<void> {
  let over = false;
  void run.ended.then(() => {
    over = true;
  });
  while (!over && (await blocksIn(out)).length < count)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

const reusedOf = (error: string): number =>
  Number(/(\d+) of 60 items were embedded by an earlier run/.exec(error)?.[1] ?? 0);

describe("an embedding that is killed", () => {
  let root: string;
  let data: string;
  let folders: string;
  let whole: Map<string, string>;
  afterAll(() => rm(root, { recursive: true, force: true }));
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "pushforward-"));
    data = join(root, "data");
    folders = join(root, "out");
    await mkdir(data);
    await writeFile(join(data, "points.csv"), clouds());
    const out = join(folders, "whole");
    const { exitCode, error } = await runProgram("embed", data, ...SETTINGS, "--jobs", "2", "--out", out);
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: "" });
    whole = await filesOf(out);
    expect([...whole.keys()]).not.toContain("blocks");
  });

  it("twice is finished by the third run, with fewer items to compute, to the same bytes", async () => {
    const out = join(folders, "killed");
    const counts: number[] = [];
    for (const jobs of ["2", "1"]) {
      const before = (await blocksIn(out)).length;
      const run = startProgram("embed", data, ...SETTINGS, "--jobs", jobs, "--out", out);
      await untilBlocks(out, before + 2, run);
      run.child.kill("SIGKILL");
      expect((await run.ended).signal).toBe("SIGKILL");
      counts.push((await blocksIn(out)).length);
      expect(await readdir(out), "no result before all is done").toEqual(["blocks"]);
    }
    expect(counts[0]).toBeGreaterThanOrEqual(2);
    expect(counts[1]).toBeGreaterThan(counts[0]!);
    const { exitCode, error } = await runProgram("embed", data, ...SETTINGS, "--jobs", "2", "--out", out);
    expect(exitCode).toBe(0);
    expect(reusedOf(error)).toBeGreaterThanOrEqual(10 * counts[1]!);
    expect(await filesOf(out)).toEqual(whole);
  });

  it.each([
    ["hk", "--kappa", "0.2", "10"],
    ["opt", "--price", "0.05", "100"],
  ])("with --metric %s is finished to the same bytes, singular masses too", async (...row) => {
    const [metric, scale, value, size] = row; // a reference of so many points, for some 20 items a block
    const flags = ["--metric", metric, scale, value, "--reference-size", size];
    const argv = ["embed", data, ...SETTINGS, ...flags, "--jobs", "1", "--out"] as const;
    const once = join(folders, `${metric}-once`);
    expect((await runProgram(...argv, once)).exitCode).toBe(0);
    const out = join(folders, `${metric}-killed`);
    const run = startProgram(...argv, out);
    await untilBlocks(out, 1, run);
    run.child.kill("SIGKILL");
    expect((await run.ended).signal).toBe("SIGKILL");
    const { exitCode, error } = await runProgram(...argv, out);
    expect(exitCode).toBe(0);
    expect(reusedOf(error)).toBeGreaterThanOrEqual(20);
    const files = await filesOf(out);
    expect(files).toEqual(await filesOf(once));
    expect(files.get("singular.csv")!.split("\n").length).toBeGreaterThan(2);
  });

  it("goes on though a block was damaged, or a part of one is lying about", async () => {
    const out = join(folders, "damaged");
    await interruptedRun(out, 3);
    const names = await blocksIn(out);
    const path = join(out, "blocks", names[0]!);
    await writeFile(path, (await readFile(path)).subarray(0, 1000));
    const part = `.${names[1]!.slice(0, 64)}.00000000-0000-0000-0000-000000000000.tmp`;
    await writeFile(join(out, "blocks", part), "half");
    const { exitCode, error } = await runProgram("embed", data, ...SETTINGS, "--jobs", "2", "--out", out);
    expect(exitCode).toBe(0);
    expect(reusedOf(error)).toBe(10 * (names.length - 1));
    expect(await filesOf(out)).toEqual(whole);
  });

  it("is not continued with another alignment: no block of it is taken over", async () => {
    const out = join(folders, "other");
    await interruptedRun(out, 3);
    const stale = (await blocksIn(out)).length;
    const again = ["embed", data, ...SETTINGS, "--jobs", "2", "--out", out] as const;
    const scaled = await runProgram(...again, "--align", "scale");
    expect(scaled).toMatchObject({ exitCode: 0, error: "" });
    expect(stale).toBeGreaterThanOrEqual(3);
    const fresh = join(folders, "fresh");
    await runProgram("embed", data, ...SETTINGS, "--jobs", "2", "--align", "scale", "--out", fresh);
    expect(await filesOf(out)).toEqual(await filesOf(fresh));
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s ends in good order and says how to go on", async (signal, code) => {
    const out = join(folders, signal);
    const run = startProgram("embed", data, ...SETTINGS, "--jobs", "2", "--out", out);
    await untilBlocks(out, 2, run);
    run.child.kill(signal);
    const { exitCode, output, error } = await run.ended;
    expect(exitCode).toBe(code);
    expect(output).toBe("");
    expect(error).toMatch(
      /interrupted: the rows of \d+ of 60 items are kept; the same command goes on from there/,
    );
    const left = await readdir(join(out, "blocks"));
    expect(left.filter((name) => !/^[0-9a-f]{64}\.npy$/.test(name))).toEqual([]);
    const next = await runProgram("embed", data, ...SETTINGS, "--out", out);
    expect(reusedOf(next.error)).toBe(10 * left.length);
    expect(await filesOf(out)).toEqual(whole);
  });

  it("keeps a second run out of its folder, but not for longer than it lives", async () => {
    const out = join(folders, "shared");
    const first = startProgram("embed", data, ...SETTINGS, "--jobs", "1", "--out", out);
    await untilBlocks(out, 1, first);
    first.child.kill("SIGSTOP"); // else it may have ended when the second one is there
    const second = await runProgram("embed", data, ...SETTINGS, "--jobs", "1", "--out", out);
    first.child.kill("SIGCONT");
    expect(second).toMatchObject({ exitCode: 2, output: "" });
    expect(second.error).toContain("another run is writing there");
    expect((await first.ended).exitCode).toBe(0);
    expect(await filesOf(out)).toEqual(whole);
  });

  it("by a full disk says so, keeps what is whole, and goes on when there is room", async () => {
    const out = join(folders, "full");
    const argv = ["embed", data, ...SETTINGS, "--jobs", "2", "--out", out] as const;
    // A limit on the size of a file stands in for the disk: blocks of 66 kB fit, embedding.npy of 384 kB does not.
    const { exitCode, output, error } = await startProgramLimited(200, ...argv).ended;
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: "" });
    expect(error).toMatch(/cannot write to .*full: EFBIG/);
    expect(await readdir(out)).toEqual(["blocks"]);
    const tight = join(folders, "tight");
    const none = await startProgramLimited(10, ...argv.slice(0, -1), tight).ended;
    expect(none).toMatchObject({ exitCode: 1, output: "" });
    expect(none.error).toMatch(/cannot write to .*tight.blocks: EFBIG/);
    expect(await readdir(join(tight, "blocks"))).toEqual([]);
    expect(reusedOf((await runProgram(...argv)).error)).toBe(ITEMS);
    expect(await filesOf(out)).toEqual(whole);
  });

  async function interruptedRun(out: string, blocks: number): Promise<void> {
    const run = startProgram("embed", data, ...SETTINGS, "--jobs", "2", "--out", out);
    await untilBlocks(out, blocks, run);
    run.child.kill("SIGKILL");
    await run.ended;
  }
});

describe("an embedding read in chunks", () => {
  it.each(["w2", "hk", "opt"] as const)("has the bytes of one that is loaded at once: %s", async (metric) => {
    const data = await temporaryFolder({ "images.csv": images(200) });
    const folders = [Number.POSITIVE_INFINITY, 0].map(async (chunkedFrom) => {
      const { report, render } = await embedDataset({
        path: data,
        metric,
        referenceSize: 8,
        chunkedFrom,
        label: "label",
      });
      const files = await Promise.all(
        (await render()).map(async ({ name, bytes }) => [name, await textOf(bytes)]),
      );
      return { ...report, timings: {}, files: Object.fromEntries(files) };
    });
    const [whole, chunked] = await Promise.all(folders);
    expect(chunked).toEqual(whole);
  });

  it("of very many items is fitted on some of them, and says so", async () => {
    const data = await temporaryFolder({ "images.csv": images(5000) });
    const call = { path: data, referenceSize: 2, reference: "subsample", pairs: 3, label: "label" } as const;
    const { report, render } = await embedDataset(call);
    expect(report.results.items).toBe(5000);
    expect(report.results.reference.fittedOn).toBe(4096);
    expect(report.certificates.transports).toBe(5000 + 3);
    const page = (await render()).find(({ name }) => name === "report.html")!;
    expect(page.bytes).toContain("Shown are 4096 of the 5000 items, chosen with seed 0.");
    expect((await embedDataset(call)).report.results).toEqual(report.results);
    expect((await embedDataset({ ...call, seed: 1 })).report.results).not.toEqual(report.results);
  });
});

/** Images of 3 x 3 pixels. */
function images(count: number): string {
  const random = seededRandom(3);
  const header = ["label", ...Array.from({ length: 9 }, (_, p) => `p${p}`)].join(",");
  const rows = Array.from({ length: count }, (_, s) =>
    [s % 3, ...Array.from({ length: 9 }, () => 1 + random.integer(9))].join(","),
  );
  return csv([header, ...rows]);
}

async function textOf(bytes: Uint8Array | string | AsyncIterable<Uint8Array>): Promise<string> {
  if (typeof bytes === "string") return bytes;
  const parts: Uint8Array[] = [];
  if (bytes instanceof Uint8Array) parts.push(bytes);
  else for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString("latin1");
}
