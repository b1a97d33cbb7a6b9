import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { csvParse } from "d3-dsv";
import { describe, expect, it } from "vitest";
import { encodePly, parsePly } from "../../loaders/index.js";
import type { CodeResults } from "../../pipelines/code/results.js";
import type { ImputeResults, MethodErrors } from "../../pipelines/impute/results.js";
import type { Report } from "../../pipelines/report.js";
import { measure, seededRandom } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { uniformCloud } from "../support/random-measures.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, run, succeed } from "./run-program.js";
import { csv, DATA, noise, QUICK, shapes } from "./small-data.js";

/** A reference of few points; `--pairs` belongs to `--atoms`. */
const SMALL = QUICK.slice(0, 2);
const APES = join(DATA, "apes");

async function table(...path: readonly string[]) {
  return csvParse(await readFile(join(...path), "utf8"));
}

/** All but the reports, which tell the time. */
async function tables(out: string) {
  const found = [...(await filesOf(out))].filter(([name]) => name.endsWith(".csv"));
  expect(found.length).toBeGreaterThan(2);
  return found;
}

async function coded(...argv: readonly string[]): Promise<Report<CodeResults>> {
  return JSON.parse(await succeed("code", ...argv, "--json")) as Report<CodeResults>;
}

async function imputed(...argv: readonly string[]): Promise<Report<ImputeResults>> {
  return JSON.parse(await succeed("impute", ...argv, "--json")) as Report<ImputeResults>;
}

function methodOf({ results }: Report<ImputeResults>, name: string): MethodErrors {
  return results.errors!.find(({ method }) => method === name)!;
}

/** Of the mean excess over whole clouds, by hand; items are named cloud-copy. */
function standardErrorOver({ results }: Report<ImputeResults>, name: string): number {
  const errorOf = (item: ImputeResults["items"][number], method: string) =>
    item.errors!.find((one) => one.method === method)!.whole;
  const excess = results.items.map((item) => errorOf(item, name) - errorOf(item, "imputed"));
  const mean = excess.reduce((sum, value) => sum + value, 0) / excess.length;
  const sums: Record<string, number> = {};
  results.items.forEach(({ item }, s) => {
    const cloud = item.split("-")[0]!;
    sums[cloud] = (sums[cloud] ?? 0) + excess[s]! - mean;
  });
  const squares = Object.values(sums).reduce((total, sum) => total + sum * sum, 0);
  const groups = Object.keys(sums).length;
  return Math.sqrt((squares * groups) / (groups - 1)) / excess.length;
}

describe("code", () => {
  it.each([["w2"], ["hk"]])("learns atoms, codes all items, and writes what it says (%s)", async (metric) => {
    const data = await temporaryFolder(shapes());
    const out = join(await temporaryFolder({}), "out");
    const report = await coded(data, "--learn", "3", "--metric", metric, ...QUICK, "--out", out);
    const { results } = report;
    const losses = results.atoms.losses!;
    expect(results.codes.length).toBe(15);
    expect(results.explained).toBeGreaterThan(0.9); // three shapes far apart, three atoms
    expect(results.programmes.notConverged).toBe(0);
    expect(results.programmes.worstGap).toBeLessThan(1e-9);
    losses.slice(1).forEach((loss, p) => {
      expect(loss).toBeLessThanOrEqual(losses[p]!);
    });
    const shares = await table(out, "shares.csv");
    const sums = new Map<string, number>();
    for (const { item, share } of shares) sums.set(item!, (sums.get(item!) ?? 0) + Number(share));
    expect(sums.size).toBe(15);
    expectNear([...sums.values()], Array(15).fill(1), { atol: 1e-9, why: "rounding of sums" });
    expect(new Set((await table(out, "atoms.csv")).map(({ item }) => item))).toEqual(
      new Set(results.atoms.names),
    );
    const page = await readFile(join(out, "report.html"), "utf8");
    expectWellFormed(page);
    expectNothingFetched(page);
  });

  it("codes items over themselves as themselves, and new ones over given atoms", async () => {
    const data = await temporaryFolder(shapes());
    const other = await temporaryFolder(shapes({ seed: 2, perClass: 2 }));
    const own = await coded(data, "--atoms", data, ...QUICK);
    expectNear(own.results.explained, 1, { atol: 1e-9, why: "rounding" });
    expect(own.results.measuredOn).toMatch(/some of which are in files of the atoms/);
    const fresh = await coded(other, "--atoms", data, ...QUICK);
    expect(fresh.results.items).toBe(6);
    expect(fresh.results.explained).toBeGreaterThan(0.9);
    expect(fresh.results.measuredOn).not.toMatch(/some of which/);
    for (const { distance, fromMean } of fresh.results.codes) expect(distance).toBeLessThan(fromMean);
  });

  it("gives the same bytes for the same seed, whatever the number of threads", async () => {
    const data = await temporaryFolder(shapes());
    const outs = [];
    for (const jobs of ["1", "2"]) {
      const out = join(await temporaryFolder({}), "out");
      await succeed("code", data, "--learn", "2", ...QUICK, "--seed", "5", "--jobs", jobs, "--out", out);
      outs.push(await tables(out));
    }
    expect(outs[0]).toEqual(outs[1]);
  });

  it("refuses what does not go together", async () => {
    const data = await temporaryFolder(shapes());
    const cases: [string[], number, RegExp][] = [
      [["code", data], 2, /either --atoms/],
      [["code", data, "--learn", "2", "--atoms", data], 2, /either --atoms/],
      [["code", data, "--learn", "2", "--metric", "opt"], 2, /choices are w2, hk/],
      [["code", data, "--learn", "16"], 3, /--learn 1 to 15/],
      [["code", data, "--atoms", join(DATA, "osteocytes")], 3, /dimension 2, the atoms 3/],
      [["code", data, "--atoms", join(DATA, "digits")], 3, /items are points, the atoms images of 8 x 8/],
      [["code", data, "--atoms", join(data, "none")], 3, /none/],
    ];
    for (const [argv, code, sentence] of cases) {
      const { exitCode, error, output } = await run(...argv, ...QUICK);
      expect([exitCode, output]).toEqual([code, ""]);
      expect(error).toMatch(sentence);
    }
  });
});

describe("impute", () => {
  it("completes damaged skulls better than the mean and the nearest of the others does", async () => {
    const report = await imputed(APES, "--lose", "0.25", "--align", "rigid", "--items", "30", "--folds", "3");
    const [own, nearest, mean] = ["imputed", "nearest", "mean"].map((name) => methodOf(report, name));
    expect(report.results.items.length).toBe(30);
    expect(own!.whole.mean).toBeLessThan(0.9 * nearest!.whole.mean);
    expect(own!.whole.mean).toBeLessThan(0.7 * mean!.whole.mean);
    expect(own!.missing!.mean).toBeLessThan(0.7 * mean!.missing!.mean);
    expect(methodOf(report, "nothing").missing).toBeNull();
    expect(report.certificates.notConverged).toBe(0);
  });

  it("is no better than the mean where items have nothing to tell of each other", async () => {
    const data = await temporaryFolder(noise({ clouds: 40, copies: 1, seed: 3 }));
    const report = await imputed(data, "--lose", "0.3", "--damage", "scatter", "--items", "40");
    const { excess, whole } = methodOf(report, "mean");
    // points here and there of random clouds: nothing to learn, so a gain of more than a few standard errors would be a leak
    expect(excess!.mean).toBeLessThan(4 * excess!.standardError! + 0.05 * whole.mean);
  });

  it.each([["w2"], ["hk"]])(
    "completes files over given atoms, and keeps what was there (%s)",
    async (metric) => {
      const { "points.csv": points, "labels.csv": labels } = shapes({ perClass: 6, apart: 0 });
      const whole = await temporaryFolder({ "points.csv": points!, "labels.csv": labels! });
      const rows = points!.trimEnd().split("\n").slice(1, 13);
      const kept = rows.slice(3).map((row) => row.slice(row.indexOf(",") + 1));
      const damaged = join(await temporaryFolder({ "damaged.csv": csv(["x,y", ...kept]) }), "damaged.csv");
      const out = join(await temporaryFolder({}), "out");
      const argv = [damaged, "--atoms", whole, "--metric", metric, "--pairs", "5"];
      const report = await imputed(...argv, "--unit-mass", "--out", out);
      expectNear(report.results.items[0]!.missing, 0.25, { atol: 1e-12, why: "9 of 12 points" });
      const parts = await table(out, "completed.csv");
      const left = parts.filter(({ part }) => part === "kept");
      expect(left.map(({ x, y }) => `${x},${y}`)).toEqual(kept);
      const filled = parts.filter(({ part }) => part === "filled");
      expect(filled.length).toBeGreaterThan(0);
      if (metric === "w2") {
        expectNear(
          filled.reduce((sum, { weight }) => sum + Number(weight), 0),
          3,
          { atol: 1e-9, why: "rounding" },
        );
      }
      const page = await readFile(join(out, "report.html"), "utf8");
      expectWellFormed(page);
      expectNothingFetched(page);
      const told = await imputed(...argv, "--missing", "0.25"); // 1 / n each: masses say nothing
      expect(told.results.items[0]!.missing).toBe(0.25);
      const { exitCode, error } = await run("impute", ...argv);
      expect(exitCode).toBe(3);
      expect(error).toMatch(/--missing, or use --unit-mass/);
    },
  );

  it("writes meshes and clouds as PLY files, from which the completed item can be read", async () => {
    const random = seededRandom(5);
    const clouds = Array.from({ length: 6 }, (_, s) => {
      const { points } = uniformCloud(random, 12, 3);
      return [`cloud-${s}.ply`, encodePly(measure(points, { dim: 3 }))];
    });
    const data = await temporaryFolder(Object.fromEntries(clouds));
    const out = join(await temporaryFolder({}), "out");
    const report = await imputed(data, "--lose", "0.25", "--folds", "2", ...SMALL, "--out", out);
    const rows = await table(out, "completed.csv");
    for (const { item, file } of report.results.items) {
      expect(report.files).toContain(file);
      const { vertices, weights } = parsePly(await readFile(join(out, file!)));
      const own = rows.filter((row) => row.item === item && row.part !== "lost");
      expect(Array.from(weights!)).toEqual(own.map(({ weight }) => Number(weight)));
      expect(Array.from(vertices)).toEqual(own.flatMap(({ x, y, z }) => [x, y, z].map(Number)));
    }
    await imputed(data, "--lose", "0.25", "--folds", "2", ...SMALL, "--items", "2", "--out", out);
    const left = (await filesOf(out)).keys();
    expect([...left].filter((name) => name.endsWith(".ply")).length).toBe(2); // those of the earlier run are gone
  });

  it("never has an item, or one of its group, among its atoms", async () => {
    const data = await temporaryFolder(noise({ clouds: 12, copies: 3, seed: 4 }));
    const argv = [data, "--lose", "0.3", "--folds", "3", ...SMALL] as const;
    const grouped = await imputed(...argv, "--group", "twin");
    const apart = await imputed(...argv);
    for (const report of [grouped, apart]) {
      for (const { item, largest } of report.results.items) {
        expect(largest.map(({ atom }) => atom)).not.toContain(item);
      }
    }
    for (const { item, largest } of grouped.results.items) {
      const cloud = item.split("-")[0];
      for (const { atom } of largest) expect(atom.split("-")[0]).not.toBe(cloud);
    }
    const { excess, whole } = methodOf(grouped, "nearest");
    const own = methodOf(grouped, "imputed");
    expectNear(excess!.mean, whole.mean - own.whole.mean, { atol: 1e-12, why: "rounding of sums" });
    expect(excess!.standardError).toBeCloseTo(standardErrorOver(grouped, "nearest"), 12);
    const error = (report: typeof grouped) => methodOf(report, "imputed").whole.mean;
    expect(error(apart)).toBeLessThan(error(grouped)); // copies of the item itself are among the atoms there
  });

  it("gives the same bytes for the same seed, others for another", async () => {
    const data = await temporaryFolder(shapes());
    const made = async (seed: string, jobs: string) => {
      const out = join(await temporaryFolder({}), "out");
      const argv = [
        "impute",
        data,
        "--lose",
        "0.3",
        "--items",
        "4",
        ...SMALL,
        "--seed",
        seed,
        "--jobs",
        jobs,
      ];
      await succeed(...argv, "--out", out);
      return tables(out);
    };
    const first = await made("1", "1");
    expect(await made("1", "2")).toEqual(first);
    expect(await made("2", "1")).not.toEqual(first);
  });

  it("refuses what does not go together", async () => {
    const data = await temporaryFolder(shapes());
    const cases: [string[], number, RegExp][] = [
      [["impute", data], 2, /either --atoms/],
      [["impute", data, "--lose", "0.2", "--atoms", data], 2, /either --atoms/],
      [["impute", data, "--atoms", data, "--group", "shape"], 2, /belong to --lose/],
      [["impute", data, "--lose", "0.2", "--pairs", "3"], 2, /--pairs belongs to --atoms/],
      [["impute", data, "--atoms", data, "--folds", "3"], 2, /--folds belongs to --lose/],
      [["impute", data, "--lose", "0.2", "--metric", "opt"], 2, /choices are w2, hk/],
      [["impute", data, "--lose", "1"], 2, /0.001 to 0.95/],
      [["impute", data, "--lose", "0.2", "--features", "distances"], 3, /no places/],
      [
        ["impute", data, "--atoms", data, "--missing", "0.1", "--align", "rigid"],
        3,
        /align items and atoms before/,
      ],
      [["impute", data, "--lose", "0.2", "--folds", "16"], 3, /16 folds/],
    ];
    for (const [argv, code, sentence] of cases) {
      const { exitCode, error, output } = await run(...argv, ...SMALL);
      expect([exitCode, output]).toEqual([code, ""]);
      expect(error).toMatch(sentence);
    }
  });
});
