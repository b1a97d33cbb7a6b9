import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  encodeMeasureCsv,
  encodeNpy,
  parseMeasureCsv,
  parseNpyArray,
  parsePly,
} from "../../loaders/index.js";
import { loadDataset } from "../../loaders/node.js";
import { interpolate } from "../../pipelines/index.js";
import type { InterpolateResults } from "../../pipelines/interpolate/results.js";
import { exact, type Measure, normalise, seededRandom, totalMass } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, uniformCloud } from "../support/random-measures.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, reportOf, run, succeed } from "./run-program.js";
import { DATA } from "./small-data.js";

const BUNNY = join(DATA, "meshes/bunny.ply");
const random = seededRandom(11);
const A = randomCloud(random, 15, 2);
const B = randomCloud(random, 22, 2);
const HEAVY = normalise(randomCloud(random, 12, 2), 3);
const TOKENS = [uniformCloud(random, 12, 20), uniformCloud(random, 12, 20)] as const;
const FILES = {
  "a.csv": encodeMeasureCsv(A),
  "b.csv": encodeMeasureCsv(B),
  "heavy.csv": encodeMeasureCsv(HEAVY),
  "plane.csv": encodeMeasureCsv(uniformCloud(random, 12, 2)),
  "p.npy": encodeNpy(TOKENS[0].points, [12, 20]),
  "q.npy": encodeNpy(TOKENS[1].points, [12, 20]),
};

async function inFolder(...words: readonly string[]): Promise<{ argv: string[]; out: string }> {
  const folder = await temporaryFolder(FILES);
  const out = join(await temporaryFolder({}), "out");
  return { argv: words.map((word) => (word in FILES ? join(folder, word) : word)), out };
}

async function interpolated(...words: readonly string[]) {
  const { argv, out } = await inFolder(...words);
  const report = await reportOf("interpolate", ...argv, "--out", out);
  const measures: Measure[] = [];
  for (const file of report.results.files) {
    if (file.endsWith(".csv")) measures.push(parseMeasureCsv(await readFile(join(out, file))).measure);
  }
  return { report, results: report.results, measures, out };
}

/** Distances of steps are t and 1 - t of that of their leg. */
function expectLinear({ steps, legs }: InterpolateResults, rtol: number): void {
  for (const { leg, legTime, toSource, toTarget } of steps) {
    const { distance } = legs[leg]!;
    const why = "the promise of the command";
    expectNear(toSource, legTime * distance, { atol: rtol * distance, why });
    expectNear(toTarget, (1 - legTime) * distance, { atol: rtol * distance, why });
  }
}

describe("interpolate", () => {
  it("writes the W2 geodesic, its ends exactly, and distances that are right for what it wrote", async () => {
    const { report, results, measures, out } = await interpolated("a.csv", "b.csv", "--steps", "5");
    const names = [0, 1, 2, 3, 4, 5].map((k) => `step-00${k}.csv`);
    expect(results.files).toEqual(names);
    expect(await readdir(out)).toEqual(["report.html", "report.json", ...names, "steps.csv"]);
    expect(measures[0]).toEqual(A);
    expect(measures[5]).toEqual(B);
    expect(results.distance).toBe(Math.sqrt(exact(A, B).cost));
    expectLinear(results, 1e-6);
    results.steps.forEach(({ toSource, sourceBounds, points }, k) => {
      expect(points).toBe(measures[k]!.count);
      const why = "another solution of the same problem";
      expectNear(toSource ** 2, exact(A, measures[k]!).cost, { rtol: 1e-9, atol: 1e-12, why });
      expect(toSource).toBeGreaterThanOrEqual(sourceBounds![0] * (1 - 1e-12));
    });
    expect(report.settings).toMatchObject({ path: "w2", normalise: "none", steps: 5, format: "csv" });
    expect(report.certificates).toMatchObject({ transports: 11, notConverged: 0 });
    expect((await readFile(join(out, "steps.csv"), "utf8")).split("\n")).toHaveLength(8);
  });

  it("draws a page that fetches nothing", async () => {
    const { out } = await interpolated("a.csv", "b.csv", "--steps", "3");
    const page = await readFile(join(out, "report.html"), "utf8");
    expectWellFormed(page);
    expectNothingFetched(page);
    expect(page).toContain("Distance from the ends");
    expect(page).toContain("step-003.csv");
  });

  it("gives the same bytes for the same seed, on any number of threads", async () => {
    const { argv, out } = await inFolder("a.csv", "b.csv", "--path", "lot", "--steps", "3");
    await succeed("interpolate", ...argv, "--out", out, "--jobs", "1", "--quiet");
    const first = await filesOf(out);
    await succeed("interpolate", ...argv, "--out", out, "--jobs", "2", "--quiet");
    expect(await filesOf(out)).toEqual(first);
    const other = await reportOf("interpolate", ...argv, "--seed", "1");
    expect(other.results.reference!.id).not.toBe(JSON.parse(first.get("report.json")!).results.reference.id);
  });

  it("takes away the measures of an earlier, longer run, and nothing else", async () => {
    const { argv, out } = await inFolder("a.csv", "b.csv");
    await succeed("interpolate", ...argv, "--out", out, "--steps", "6", "--quiet");
    await succeed("interpolate", ...argv, "--out", out, "--steps", "2", "--quiet");
    expect((await readdir(out)).filter((name) => name.startsWith("step-"))).toHaveLength(3);
  });

  it("writes PLY where meshes come in, doubles with weights", async () => {
    const { results, out } = await interpolated(BUNNY, BUNNY, "--sample", "30", "--steps", "2");
    expect(results.files).toEqual(["step-000.ply", "step-001.ply", "step-002.ply"]);
    const { vertices, weights } = parsePly(await readFile(join(out, "step-001.ply")));
    expect(vertices.length).toBe(3 * weights!.length);
    expectNear(
      weights!.reduce((sum, w) => sum + w, 0),
      1,
      { rtol: 1e-12, why: "rounding" },
    );
    expectLinear(results, 1e-6);
  });

  it("follows the HK geodesic between measures of different mass", async () => {
    const { results, measures } = await interpolated(
      "a.csv",
      "heavy.csv",
      "--metric",
      "hk",
      "--kappa",
      "1",
      "--steps",
      "4",
    );
    expect(results).toMatchObject({ path: "hk", symbol: "HK" });
    expect(measures[0]).toEqual(A);
    expect(measures[4]).toEqual(HEAVY);
    expectLinear(results, 1e-6);
    const masses = measures.map(totalMass);
    expect(masses[2]! - (masses[1]! + masses[3]!) / 2, "masses are not linear").toBeLessThan(-1e-3);
  });

  it("fades and grows as squares where HK moves nothing", async () => {
    const { measures } = await interpolated(
      "a.csv",
      "heavy.csv",
      "--path",
      "hk",
      "--kappa",
      "1e-9",
      "--times",
      "0.3",
    );
    expectNear(totalMass(measures[0]!), 0.49 * 1 + 0.09 * 3, {
      rtol: 1e-12,
      why: "nothing is near enough to move",
    });
  });

  it("brings masses to 1 where the path needs equal ones, says so, and refuses to where it is told not to", async () => {
    const { report, measures } = await interpolated("a.csv", "heavy.csv", "--steps", "1");
    expect(report.settings.normalise).toBe("mass");
    expectNear(totalMass(measures[1]!), 1, { rtol: 1e-12, why: "rounding" });
    const { argv } = await inFolder("a.csv", "heavy.csv", "--normalise", "none");
    const refused = await run("interpolate", ...argv);
    expect(refused.exitCode).toBe(3);
    expect(refused.error).toMatch(
      /the masses differ \(0\.99.* and 3.*\); use --normalise mass, or --metric hk\n$/,
    );
  });

  it.each(["w2", "hk"])(
    "goes straight in the tangent space of %s, and tells the residuals",
    async (metric) => {
      const { results } = await interpolated(
        "a.csv",
        "b.csv",
        "--path",
        "lot",
        "--metric",
        metric,
        "--reference-size",
        "12",
        "--steps",
        "4",
      );
      expect(results.reference).toMatchObject({ kind: "barycenter", points: 12 });
      expect(results.residuals!.map(({ residual }) => residual > 0)).toEqual([true, true]);
      expectLinear(results, metric === "w2" ? 1e-9 : 1e-3); // of HK nothing is promised; seen: 1e-6
    },
  );

  it("starts from a given base", async () => {
    const lot = await interpolated("a.csv", "b.csv", "--path", "lot", "--base", "heavy.csv", "--steps", "1");
    const massive = HEAVY.weights.filter((weight) => weight > 0).length;
    expect(lot.results.reference).toMatchObject({ kind: "given", points: massive });
    expect(lot.report.inputs).toHaveLength(3);
  });

  it("passes several measures, and mixtures of them", async () => {
    const { results, measures } = await interpolated("a.csv", "b.csv", "a.csv", "--steps", "2");
    const names = results.legs.map(({ from, to }) =>
      [from, to].map((name) => name.slice(name.lastIndexOf("/") + 1)),
    );
    expect(names).toEqual([
      ["a.csv", "b.csv"],
      ["b.csv", "a.csv (2)"],
    ]);
    expect(measures.map(({ count }) => count)[2]).toBe(B.count);
    expect(results.steps.map(({ t, leg, legTime }) => [t, leg, legTime])).toEqual([
      [0, 0, 0],
      [0.25, 0, 0.5],
      [0.5, 0, 1],
      [0.75, 1, 0.5],
      [1, 1, 1],
    ]);
    const mixed = await interpolated(
      "a.csv",
      "b.csv",
      "heavy.csv",
      "--path",
      "generalised",
      "--shares",
      "1,1,2",
      "--steps",
      "4",
    );
    expect(mixed.measures[0]).toEqual({ ...A, weights: normalise(A).weights });
    expect(mixed.results.legs.map(({ to }) => to)).toEqual(["1:1:2"]);
    expectLinear(mixed.results, 1e-9);
  });

  it("counts the legs of stops, not the measures", async () => {
    const three = [
      "a.csv",
      "b.csv",
      "a.csv",
      "--path",
      "generalised",
      "--shares",
      "0,1,0",
      "--steps",
      "600",
      "--quiet",
    ];
    const { results } = await interpolated(...three);
    expect(results.files).toHaveLength(601);
  });

  it("joins lists of tokens in NPY files, fixed ones to themselves", async () => {
    const { results, out } = await interpolated(
      "p.npy",
      "q.npy",
      "--path",
      "ot",
      "--fixed",
      "0,10-11",
      "--steps",
      "2",
    );
    expect(results.files).toEqual(["step-000.npy", "step-001.npy", "step-002.npy"]);
    const middle = parseNpyArray(await readFile(join(out, "step-001.npy")));
    expect(middle.shape).toEqual([12, 20]);
    for (const i of [0, 10, 11]) {
      const mean = Array.from(
        { length: 20 },
        (_, k) => (TOKENS[0].points[20 * i + k]! + TOKENS[1].points[20 * i + k]!) / 2,
      );
      expectNear(middle.data.subarray(20 * i, 20 * i + 20), mean, {
        rtol: 1e-14,
        atol: 1e-15,
        why: "rounding",
      });
    }
    expectLinear(results, 1e-9);
    const free = await interpolated("p.npy", "q.npy", "--path", "ot", "--steps", "2");
    const linear = await interpolated("p.npy", "q.npy", "--path", "linear", "--steps", "2");
    expect(free.results.distance).toBeLessThan(results.distance);
    expect(results.distance).toBeLessThan(linear.results.distance);
    const turned = await interpolated("p.npy", "q.npy", "--path", "ot-slerp", "--steps", "20");
    expect(turned.results.shape!.length).toBeGreaterThan(turned.results.shape!.chord);
    const ends = (norms: readonly number[]) => Math.min(norms[0]!, norms.at(-1)!);
    const { meanNorms } = turned.results.shape!;
    expectNear(Math.min(...meanNorms), ends(meanNorms), { rtol: 1e-12, why: "norms go straight" });
    const straight = free.results.shape!.meanNorms;
    expect(straight[1]).toBeLessThan(0.9 * ends(straight));
  });

  it.each([
    ["landmarks", "rats", ["--items", "1,8"], "csv"],
    ["images", "digits", ["--items", "0,1", "--metric", "hk"], "csv"],
    ["spectra", "spectra", ["--items", "1,4"], "csv"],
    ["spectra by HK", "spectra", ["--items", "1,4", "--metric", "hk", "--bin", "8"], "csv"],
  ])("walks between %s of a dataset", async (_, set, argv, extension) => {
    const { results, report } = await interpolated(join(DATA, set), ...argv, "--steps", "2");
    expect(results.files[2]).toBe(`step-002.${extension}`);
    expect(results.legs[0]!.from).toBe(argv[1]!.split(",")[0]);
    expect(report.certificates.notConverged).toBe(0);
    expectLinear(results, 1e-6);
  });

  it("finds the landmarks of a growing skull without being told which is which", async () => {
    const { collection } = await loadDataset(join(DATA, "rats"), {});
    const { measures } = await interpolated(join(DATA, "rats"), "--items", "1,8", "--times", "0.5");
    const [young, old] = [collection.measures[0]!, collection.measures[7]!];
    const mean = young.points.map((x, p) => (x + old.points[p]!) / 2);
    expectNear(measures[0]!.points, mean, { rtol: 1e-12, atol: 1e-9, why: "rounding" });
  });

  it("prints what a reader asks for first", async () => {
    const { argv } = await inFolder("a.csv", "b.csv", "--steps", "2");
    const text = await succeed("interpolate", ...argv);
    expect(text).toMatch(/^path +w2\nW2 +\d/);
    expect(text).toMatch(/step-001\.csv +0\.5 +\d+ +1 /);
  });

  it("is the same by a call without options", async () => {
    const { argv } = await inFolder("a.csv", "b.csv");
    const called = await interpolate({ paths: argv });
    const { timings: _, ...asked } = await reportOf("interpolate", ...argv);
    expect(JSON.parse(JSON.stringify({ ...called.report, timings: undefined }))).toEqual(asked);
  });
});

describe("interpolate notices", () => {
  it("that ends are not apart, where HK leaves rounding between equal measures", async () => {
    const { argv } = await inFolder("a.csv", "a.csv", "--path", "hk", "--kappa", "1", "--json");
    const { output } = await run("interpolate", ...argv);
    expect(JSON.parse(output).results.departure).toBeLessThan(1e-100);
  });

  it("that points of a shape are read as tokens", async () => {
    const { argv } = await inFolder("plane.csv", "plane.csv", "--path", "linear", "--json");
    const { output } = await run("interpolate", ...argv);
    expect(JSON.parse(output).warnings.join()).toContain("as a token");
  });
});

describe("interpolate refuses", () => {
  it.each([
    [["a.csv"], "give two files or more; or one dataset and --items"],
    [["a.csv", "b.csv", "--items", "x,y"], "--items names items of one dataset, 2 are given"],
    [["a.csv", "b.csv", "--steps", "0"], "whole number 1 to 999"],
    [["a.csv", "b.csv", "--times", "0.5,0.2"], "increasing numbers of 0 to 1"],
    [["a.csv", "b.csv", "--path", "hk", "--metric", "w2"], "--metric means nothing to --path hk"],
    [["a.csv", "b.csv", "--kappa", "1"], "--kappa means nothing to --path w2"],
    [["a.csv", "b.csv", "--path", "lot", "--kappa", "1"], "--kappa means nothing to --metric w2"],
    [["a.csv", "b.csv", "--shares", "1,1"], "--shares means nothing to --path w2"],
    [["a.csv", "b.csv", "--path", "lot", "--shares", "0,0"], "not all 0"],
    [["a.csv", "b.csv", "--path", "lot", "--shares", "1,1,1"], "--shares 1,1,1 has 3 numbers for 2 measures"],
    [
      ["a.csv", "b.csv", "--path", "lot", "--base", "a.csv", "--reference", "gaussian"],
      "--base is the reference",
    ],
    [["p.npy", "q.npy", "--path", "ot", "--fixed", "5-2"], "A range goes up"],
    [["p.npy", "q.npy", "--path", "linear", "--fixed", "5"], "--fixed means nothing to --path linear"],
    [["a.csv", "b.csv", "--path", "wasserstein"], "Allowed choices are"],
  ])("usage %j", async (words, sentence) => {
    const { argv, out } = await inFolder(...words);
    const { exitCode, error, output } = await run("interpolate", ...argv, "--out", out);
    expect(exitCode).toBe(2);
    expect(error).toContain(sentence);
    expect(output).toBe("");
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    [["a.csv", "p.npy"], "has dimension 2"],
    [["a.csv", "absent.csv"], "absent.csv"],
    [["a.csv", "b.csv", "--path", "ot"], "15 tokens and 22 tokens"],
    [["p.npy", "q.npy", "--path", "ot", "--fixed", "12"], "fixed token 12 is not one of the 12 tokens"],
    [["a.csv", "b.csv", "--path", "lot", "--base", "p.npy"], "dimension 20"],
    [["a.csv", "b.csv", "--format", "npy"], "an NPY file of points holds no masses; use --format csv"],
    [["p.npy", "q.npy", "--format", "ply"], "write a CSV"],
    [[join(DATA, "rats"), "--items", "1,800"], 'has no item "800"'],
    [["a.csv", "b.csv", "a.csv", "--steps", "900"], "1801 measures would be written"],
  ])("data %j", async (words, sentence) => {
    const { argv, out } = await inFolder(...words);
    const { exitCode, error, output } = await run("interpolate", ...argv, "--out", out);
    expect(exitCode, error).toBe(3);
    expect(error).toContain(sentence);
    expect(error).toMatch(/^pushforward: .+\n$/);
    expect(output).toBe("");
    expect(existsSync(out)).toBe(false);
  });
});
