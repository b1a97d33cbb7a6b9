import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { csvParse } from "d3-dsv";
import { describe, expect, it } from "vitest";
import { parseNpyArray } from "../../loaders/index.js";
import type { Report } from "../../pipelines/report.js";
import {
  ITEM_DISTANCES,
  type ItemDistanceName,
  requireFewItems,
} from "../../pipelines/test/item-distances.js";
import type { TestResults } from "../../pipelines/test/results.js";
import { testGroups } from "../../pipelines/test.js";
import { DISSIMILARITIES, permutationTest, seededRandom } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, run } from "./run-program.js";
import { csv, DATA, noise, QUICK, shapes } from "./small-data.js";

const FAST = [...QUICK, "--permutations", "199", "--resamples", "50"] as const;
const MICE = join(DATA, "mice");

async function tested(...argv: readonly string[]): Promise<Report<TestResults>> {
  const { exitCode, output, error } = await run("test", ...argv, "--json");
  expect(exitCode, error).toBe(0);
  return JSON.parse(output);
}

describe("test", () => {
  it("finds a difference between shapes, and none between labels drawn by lot", async () => {
    const folder = await temporaryFolder(shapes({ apart: 0 }));
    const apart = await tested(folder, "--label", "shape", ...FAST);
    expect(apart.results.groups).toEqual(
      ["shape-0", "shape-1", "shape-2"].map((name) => ({ name, items: 5, units: 5 })),
    );
    expect(apart.results.test.pValue).toBe(1 / 200);
    expect(apart.results.test.effect).toBeGreaterThan(0.5);
    expect(apart.results.pairs.length).toBe(3);
    expect(apart.certificates.notConverged).toBe(0);
    const lot = await tested(folder, "--label", "parity", ...FAST);
    expect(lot.results.test.pValue).toBeGreaterThan(0.05);
    expect(lot.results.pairs).toEqual([]);
  });

  it.each(["lot", "sliced", "exact"] as const)(
    "tells groups of mice apart by %s distances",
    async (distance) => {
      const { results, settings } = await tested(MICE, "--label", "group", "--distance", distance, ...FAST);
      expect(results.test.pValue).toBe(1 / 200);
      expect(results.distance.kind).toBe(distance);
      expect([settings.distance, results.statistic]).toEqual([distance, "energy"]);
    },
  );

  it.each(["hk", "opt"] as const)("works in the metric %s", async (metric) => {
    const folder = await temporaryFolder(shapes({ apart: 0, perClass: 4 }));
    const argv = [folder, "--label", "shape", "--metric", metric, "--distance", "exact", ...FAST];
    expect((await tested(...argv)).results.test.pValue).toBeLessThan(0.05);
  });

  it("is not misled by copies if whole units are exchanged", async () => {
    const folder = await temporaryFolder(noise({ clouds: 12, copies: 4, seed: 3 }));
    const alone = await tested(folder, "--label", "class", ...FAST);
    const units = await tested(folder, "--label", "class", "--group", "twin", ...FAST);
    expect(alone.results.test.pValue).toBeLessThan(0.05); // four copies of each cloud: far too sure
    expect(units.results.test.pValue).toBeGreaterThan(0.05);
    expect([units.results.units, units.results.unitColumn]).toEqual([12, "twin"]);
    expect(units.results.groups.map((group) => group.items)).toEqual(
      alone.results.groups.map((group) => group.items),
    );
  });

  it("tries all divisions where there are few, and says that nothing is left to chance", async () => {
    const folder = await temporaryFolder(shapes({ apart: 0, perClass: 2 }));
    const { results } = await tested(folder, "--label", "shape", ...QUICK);
    expect([results.test.exhaustive, results.test.permutations]).toEqual([true, 90]); // 6! / (2! 2! 2!)
    expect(results.test.pInterval).toEqual([results.test.pValue, results.test.pValue]);
    const { output, error } = await run("test", folder, "--label", "shape", ...QUICK);
    expect(output).toContain("of all 90 divisions");
    expect(results.test.effectInterval).toBeNull();
    expect(output).toContain("no interval: too few units in a group");
    expect(error).toContain("the effect has no interval: fewer than 5 units");
    const more = await temporaryFolder(shapes({ apart: 0, perClass: 6 }));
    const rough = await run("test", more, "--label", "shape", ...FAST);
    expect(rough.error).toContain("the interval of the effect is rough: fewer than 8 units");
  });

  it("shows by splits whether it is honest", async () => {
    const { results } = await tested(MICE, "--label", "group", "--splits", "60", ...FAST);
    expect(results.splits).toMatchObject({ group: "c", sizes: [15, 15], splits: 60 });
    for (const { level, interval } of results.splits!.rates) {
      expect(interval[0]).toBeLessThanOrEqual(level);
      expect(interval[1]).toBeGreaterThanOrEqual(level);
    }
  });

  it("leaves its distances, with which the library gives the same answer", async () => {
    const folder = await temporaryFolder(shapes({ apart: 0 }));
    const out = join(await temporaryFolder({}), "out");
    const argv = ["--label", "shape", ...FAST, "--seed", "4"];
    expect((await run("test", folder, ...argv, "--out", out)).exitCode).toBe(0);
    const { results } = await tested(folder, ...argv);
    const { data, shape } = parseNpyArray(await readFile(join(out, "distances.npy")));
    expect(shape).toEqual([15, 15]);
    const distances = { rows: 15, cols: 15, data: Float64Array.from(data as Float64Array) };
    const codes = Int32Array.from({ length: 15 }, (_, s) => s % 3);
    const again = permutationTest(
      { distances: DISSIMILARITIES.energy(distances), codes, groupCount: 3 },
      { random: seededRandom(99), permutations: 199, resamples: 1 },
    );
    expect(again.effect).toBe(results.test.effect);
    const rows = csvParse(await readFile(join(out, "tests.csv"), "utf8"));
    expect(rows.map((row) => row.groups)).toEqual([
      "all",
      "shape-0 | shape-1",
      "shape-0 | shape-2",
      "shape-1 | shape-2",
    ]);
    expect(Number(rows[0]!.p_value)).toBe(results.test.pValue);
    const page = await readFile(join(out, "report.html"), "utf8");
    expectWellFormed(page);
    expectNothingFetched(page);
    expect(page).toContain("Which groups differ");
  });

  it("leaves the same bytes for the same seed and any number of jobs, and other permutations for another", async () => {
    const folder = await temporaryFolder(shapes({ apart: 0 }));
    const outs = await temporaryFolder({});
    const left = async (name: string, ...more: readonly string[]) => {
      const out = join(outs, name);
      expect(
        (await run("test", folder, "--label", "parity", ...FAST, "--out", out, "--quiet", ...more)).exitCode,
      ).toBe(0);
      return filesOf(out);
    };
    const once = await left("once");
    expect(await left("jobs", "--jobs", "2")).toEqual(once);
    const other = await left("other", "--seed", "1");
    expect(other.get("tests.csv")).not.toBe(once.get("tests.csv"));
  });

  it("is a function, too", async () => {
    const folder = await temporaryFolder(shapes({ apart: 0 }));
    const { report } = await testGroups({
      path: folder,
      label: "shape",
      referenceSize: 10,
      permutations: 50,
    });
    expect(report.results.test.permutations).toBe(50);
    await expect(
      testGroups({ path: folder, label: "shape", distance: "sliced", metric: "hk" }),
    ).rejects.toThrow("sliced compares equal masses");
  });
});

describe("test refuses", () => {
  it("more items than distances between all of them have room for", () => {
    for (const [name, { most }] of Object.entries(ITEM_DISTANCES)) {
      expect(() => requireFewItems(name as ItemDistanceName, most)).not.toThrow();
      expect(() => requireFewItems(name as ItemDistanceName, most + 1)).toThrow(
        `${most + 1} items are too many for --distance ${name}, which takes up to ${most}`,
      );
    }
  });

  it.each([
    [["--distance", "lot", "--directions", "9"], "--directions means nothing to --distance lot"],
    [["--distance", "sliced", "--metric", "hk"], "--distance sliced compares equal masses"],
    [["--permutations", "0"], "1 to 10000000"],
    [["--statistic", "t"], "energy, mmd, variance"],
    [["--reference", "class-barycenter"], "gaussian"],
  ])("%j as wrong usage", async (flags, sentence) => {
    const { exitCode, error, output } = await run("test", "nowhere", "--label", "x", ...flags);
    expect([exitCode, output]).toEqual([2, ""]);
    expect(error).toContain(sentence);
  });

  it("a call without a label", async () => {
    expect(await run("test", MICE)).toMatchObject({ exitCode: 2, output: "" });
  });

  it.each([
    ["nothing", "class", [], 'there is no column "class"'],
    ["one", "one", [], 'column "one" has the one value "x"'],
    ["unit in two groups", "label", ["--group", "mixed"], 'with "u" in column "mixed" have "p" and "q"'],
    ["items alone", "item2", [], "has one item: nothing tells"],
    ["units alone", "label", ["--group", "label"], 'has one value of column "label"'],
    ["few to split", "label", ["--splits", "5"], "--splits divides it into halves and needs four"],
  ])("data with %s as bad", async (_, label, flags, sentence) => {
    const folder = await temporaryFolder({
      "labels.csv": csv(["item,label,one,mixed,item2", "a,p,x,u,1", "b,p,x,v,2", "c,q,x,u,3", "d,q,x,w,4"]),
      "points.csv": csv(["item,x", "a,1", "b,2", "c,3", "d,5"]),
    });
    const { exitCode, error, output } = await run("test", folder, "--label", label, ...flags);
    expect([exitCode, output]).toEqual([3, ""]);
    expect(error).toContain(sentence);
    expect(error.split("\n").length).toBe(2);
  });
});

it("names what can be chosen in its help", async () => {
  const { output } = await run("test", "--help");
  for (const name of [...Object.keys(ITEM_DISTANCES), ...Object.keys(DISSIMILARITIES)])
    expect(output).toContain(name);
});
