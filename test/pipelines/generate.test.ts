import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseMeasureCsv, parsePly, parseSpectraCsv } from "../../loaders/index.js";
import type { GenerateResults } from "../../pipelines/generate/results.js";
import { generate } from "../../pipelines/generate.js";
import type { Report } from "../../pipelines/report.js";
import { moments, rowView, totalMass } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, run, succeed } from "./run-program.js";
import { csv, DATA, QUICK, shapes, TINY } from "./small-data.js";

async function generated(...rest: readonly string[]): Promise<Report<GenerateResults>> {
  const { exitCode, output } = await run("generate", ...rest, "--json");
  expect(exitCode).toBe(0);
  return JSON.parse(output);
}

const ONE = ["--class", "shape-1", "--label", "shape", ...QUICK] as const;
const WAYS = {
  mix: ["--parents", "2"],
  mean: [],
  gaussian: ["--components", "2"],
  between: ["--to", "shape-2"],
} as const;

describe.each(Object.entries(WAYS))("--how %s", (how, extra) => {
  const argv = [...ONE, "--how", how, ...extra, "--count", "4"] as const;

  it("makes items of the class, near to known ones and none of them a copy", async () => {
    const { results, settings, certificates } = await generated(await temporaryFolder(shapes()), ...argv);
    const members = how === "between" ? 10 : 5;
    expect(results).toMatchObject({ how, class: "shape-1", members });
    expect(settings).toMatchObject({ how, class: "shape-1", label: "shape", count: 4, referenceSize: 10 });
    expect(results.items.map(({ name }) => name)).toEqual([0, 1, 2, 3].map((s) => `generated-00${s}`));
    for (const { points, mass, predicted } of results.items) {
      expect(points).toBe(10);
      expectNear(mass, 1, { rtol: 1e-14, why: "ten masses of a tenth" });
      expect(how === "between" ? ["shape-1", "shape-2"] : ["shape-1"]).toContain(predicted);
    }
    expect(results.classified?.asWanted).toBe(1);
    expect(results.neighbourhood?.neighbours).toBe(how === "between" ? 5 : 4);
    expect(certificates.notConverged).toBe(0);
  });

  it("leaves the same bytes for the same seed and any number of jobs, and others for another seed", async () => {
    const data = await temporaryFolder(shapes());
    const folders = await temporaryFolder({});
    const files = async (out: string, ...more: readonly string[]) => {
      await succeed("generate", data, ...argv, "--quiet", "--out", join(folders, out), ...more);
      return filesOf(join(folders, out));
    };
    const first = await files("first");
    expect(await files("again", "--jobs", "2")).toEqual(first);
    const other = await files("other", "--seed", "1");
    expect(other.get("generated-000.csv")).not.toBe(first.get("generated-000.csv"));
  });
});

describe("new spectra", () => {
  const argv = [
    join(DATA, "spectra"),
    "--label",
    "oil_type",
    "--class",
    "1",
    "--count",
    "2",
    "--bin",
    "27",
    "--metric",
    "hk",
  ];
  const few = ["--pairs", "5", "--model", "knn"];

  it("come on the axis of the known ones too, in a file that is read as spectra are", async () => {
    const out = join(await temporaryFolder({}), "out");
    const { report } = await generate({
      path: argv[0]!,
      label: "oil_type",
      class: "1",
      count: 2,
      bin: 27,
      metric: "hk",
      pairs: 5,
      model: "knn",
    });
    await succeed("generate", ...argv, ...few, "--out", out);
    const { values } = parseSpectraCsv(await readFile(join(out, "generated-spectra.csv"), "utf8"));
    expect([values.rows, values.cols]).toEqual([2, 13]); // 351 bands by 27
    report.results.items.forEach(({ mass }, s) => {
      const total = rowView(values, s).reduce((sum, value) => sum + value, 0);
      expectNear(total, mass, { rtol: 1e-12, why: "sums of 13 numbers" });
    });
    expect(report.results.reference.kind).toBe("k-means");
    expect(report.warnings.join()).not.toContain("not like them");
  });

  it("that are far from known ones are said to be unlike them", async () => {
    const { warnings } = await generated(...argv, ...few, "--reference", "gaussian", "--reference-size", "3");
    expect(warnings.join()).toMatch(
      /times as far from known ones .* not like them; [\d.]+ % of the transport/,
    );
  });
});

describe("new items", () => {
  it("come back with their weights from shares.csv, byte for byte, and are the same whatever their number", async () => {
    const data = await temporaryFolder(shapes());
    const folders = await temporaryFolder({});
    const out = (name: string) => join(folders, name);
    for (const [name, ...more] of [
      ["drawn", ...ONE, "--how", "gaussian", "--count", "3"],
      ["more", ...ONE, "--how", "gaussian", "--count", "5"],
      ["given", ...QUICK, "--label", "shape", "--how", "given", "--shares", join(out("drawn"), "shares.csv")],
    ] as const) {
      await succeed("generate", data, ...more, "--quiet", "--out", out(name));
    }
    const [drawn, more, given] = await Promise.all(
      ["drawn", "more", "given"].map((name) => filesOf(out(name))),
    );
    for (const name of ["generated-000.csv", "generated-001.csv", "generated-002.csv"]) {
      expect(more!.get(name)).toBe(drawn!.get(name));
      expect(given!.get(name)).toBe(drawn!.get(name));
    }
    expect(given!.get("shares.csv")).toBe(drawn!.get("shares.csv"));
  });

  it("that are made of one item each are copies, and said to be", async () => {
    const { results } = await generated(
      await temporaryFolder(shapes()),
      ...ONE.slice(0, 4),
      "--pairs",
      "3",
      "--parents",
      "1",
    );
    expect(results.nearest.copies).toBe(10);
    for (const { distance, isCopy } of results.items) {
      expect(isCopy).toBe(true);
      expectNear(distance, 0, {
        atol: 1e-6,
        why: "the root of rounding: plans between 12 and 12 points are maps",
      });
    }
  });

  it.each(["w2", "hk"])("are copies of items that have doubles, too (%s)", async (metric) => {
    const twice = (name: string, x: number, y: number) =>
      ["", "-again"].flatMap((more) => [
        `${name}${more},${x},0`,
        `${name}${more},0,${y}`,
        `${name}${more},1,1`,
      ]);
    const some = csv(["item,x,y", ...twice("a", 0, 1), ...twice("b", 2, 1), ...twice("c", 0, 4)]);
    const argv = ["--parents", "1", "--metric", metric, "--pairs", "3", "--reference-size", "3"] as const;
    const { results } = await generated(
      await temporaryFolder({ "points.csv": some }),
      ...argv,
      "--count",
      "6",
    );
    expect(results.nearest.knownItems).toBe(3); // of six, that differ
    expect(results.nearest.medianKnown).toBeGreaterThan(0.1);
    expect(results.nearest.ratio).toBeLessThan(0.1);
    expect(results.nearest.copies).toBe(6);

    const same = csv([
      "item,x,y",
      ...["p", "q", "r"].flatMap((name) => [`${name},0,0`, `${name},1,2`, `${name},4,1`]),
    ]);
    const alone = await generated(await temporaryFolder({ "points.csv": same }), ...argv, "--count", "4");
    expect(alone.results.nearest).toMatchObject({ medianKnown: null, ratio: null, copies: 4 });
  });

  it("are judged by a classifier whose accuracy is that on items held out from it", async () => {
    const { results } = await generated(await temporaryFolder(shapes()), ...ONE);
    expect(results.classified?.heldOut).toMatchObject({ folds: 5, accuracy: 1 });
    expect(results.classified?.heldOut?.measuredOn).toMatch(/fitted without it/);
  });

  it("are means of items: the mean of all is at the mean place of the class, and does not vary", async () => {
    const data = await temporaryFolder(shapes());
    const out = join(await temporaryFolder({}), "out");
    const argv = [...ONE, "--how", "mean", "--parents", "5", "--count", "2"] as const;
    const { results } = await generated(data, ...argv, "--out", out);
    expectNear(results.diversity.ofNew, 0, { atol: 1e-12, why: "the same five items in another order" });
    const { measure } = parseMeasureCsv(await readFile(join(out, "generated-001.csv")));
    const points = await readFile(join(data, "points.csv"), "utf8");
    const lines = points.split("\n").filter((line) => /^item-(1|4|7|10|13),/.test(line));
    const x = lines.map((line) => Number(line.split(",")[1]));
    const mean = x.reduce((sum, value) => sum + value / x.length, 0);
    const why = "plans keep the mean: rounding only";
    expectNear(moments(measure).mean[0]!, mean, { rtol: 1e-12, why });
  });

  it("are compared with all items where no class is named, and with no classes there is no classifier", async () => {
    const { "points.csv": points } = shapes();
    const { results } = await generated(await temporaryFolder({ "points.csv": points! }), ...QUICK);
    expect(results.members).toBe(15);
    expect(results.class).toBeUndefined();
    expect(results.classified).toBeUndefined();
  });

  it.each(["hk", "opt"])("exist for --metric %s, of the masses of the items", async (metric) => {
    const data = await temporaryFolder(shapes());
    const argv = [data, ...ONE, "--metric", metric, "--normalise", "none", "--count", "3"] as const;
    const { results } = await generated(...argv);
    for (const { mass, predicted } of results.items) {
      expect(predicted).toBe("shape-1");
      expectNear(mass, 1, { rtol: 0.2, why: "all items have mass 1; means of growth are near to it" });
    }
  });
});

describe("files of new items", () => {
  it("are PLY where the data are clouds, and read back as they were", async () => {
    const cloud = (s: number) =>
      `ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nend_header\n${s} 0 0\n0 1 0\n0 0 ${1 + s / 7}\n`;
    const data = await temporaryFolder({
      ...Object.fromEntries(Array.from({ length: 4 }, (_, s) => [`a/${s}.ply`, cloud(s)])),
    });
    const out = join(await temporaryFolder({}), "out");
    const { results } = await generated(join(data, "a"), "--count", "2", "--pairs", "2", "--out", out);
    expect(results.items.map(({ file }) => file)).toEqual(["generated-000.ply", "generated-001.ply"]);
    const { vertices, weights, dim } = parsePly(await readFile(join(out, "generated-001.ply")));
    expect([vertices.length, weights?.length, dim]).toEqual([9, 3, 3]);
  });

  it("are CSV and a picture where the data are images, in their frame", async () => {
    const lines = (await readFile(join(DATA, "digits/digits.csv"), "utf8")).split("\n").slice(0, 41);
    const data = join(await temporaryFolder({ "digits.csv": csv(lines) }), "digits.csv");
    const out = join(await temporaryFolder({}), "out");
    const { results } = await generated(data, "--count", "2", "--class", "3", "--pairs", "2", "--out", out);
    const names = (await readdir(out)).sort();
    for (const name of ["generated-000.csv", "generated-000.png", "generated-001.png"])
      expect(names).toContain(name);
    expect(results.reference.points).toBe(64);
    const { measure } = parseMeasureCsv(await readFile(join(out, "generated-000.csv")));
    expectNear(totalMass(measure), 1, { rtol: 1e-12, why: "items were brought to mass 1" });
    const rounding = 1e-14; // of a convex combination of places within the frame
    expect(Math.max(...measure.points)).toBeLessThanOrEqual(7 + rounding);
    expect(Math.min(...measure.points)).toBeGreaterThanOrEqual(-rounding);
  });

  it("are listed, replaced by a later run, and nothing else is", async () => {
    const data = await temporaryFolder(shapes());
    const out = join(await temporaryFolder({}), "out");
    const argv = [data, ...ONE, "--out", out] as const;
    await generated(...argv, "--count", "5");
    const { files } = await generated(...argv, "--count", "2");
    const names = await readdir(out);
    expect(names.sort()).toEqual(["report.json", ...files].sort());
    expect(names.filter((name) => name.startsWith("generated-"))).toEqual([
      "generated-000.csv",
      "generated-001.csv",
    ]);
    const foreign = await temporaryFolder({ "generated-001.ply": "mine" });
    const { exitCode, error } = await run("generate", data, ...ONE, "--out", foreign);
    expect(exitCode).toBe(2);
    expect(error).toContain("holds generated-001.ply");
  });

  it("come with a page that is whole, fetches nothing and names the new items", async () => {
    const data = await temporaryFolder(shapes());
    const out = join(await temporaryFolder({}), "out");
    await generated(data, ...ONE, "--out", out);
    const page = await readFile(join(out, "report.html"), "utf8");
    expectWellFormed(page);
    expectNothingFetched(page);
    for (const text of ["10 new items of shape-1", "generated-009", "coverage"]) expect(page).toContain(text);
  });
});

describe("what cannot be is refused in a sentence", () => {
  it.each<[readonly string[], string]>([
    [["--how", "between"], "--how between needs --to"],
    [["--how", "between", "--to", "v"], "--how between needs --class"],
    [["--how", "given"], "--how given needs --shares"],
    [["--to", "v"], "--to means nothing to --how mix; it belongs to --how between"],
    [["--how", "gaussian", "--parents", "2"], "--parents means nothing to --how gaussian"],
    [["--how", "given", "--shares", "x.csv", "--count", "3"], "--count means nothing to --how given"],
    [["--features", "distances"], "--features distances cannot be undone"],
    [["--count", "0"], "It must be a whole number 1 to 3000"],
    [["--kappa", "1"], "--kappa means nothing to --metric w2"],
  ])("%j, as wrong usage", async (argv, sentence) => {
    const { exitCode, output, error } = await run("generate", "nowhere", ...argv);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(error).toContain(sentence);
  });

  it.each<[readonly string[], string]>([
    [["--class", "w"], 'column "class" has no class "w"; it has "u", "v"'],
    [["--class", "u", "--label", "kind"], 'there is no column "kind"'],
    [["--class", "u", "--how", "between", "--to", "u"], "--to u is the class itself"],
    [["--class", "u", "--parents", "3"], "cannot combine 3 of 2 items; use 1 to 2"],
    [["--how", "given", "--shares", "SHARES"], 'there is no item "z" in the dataset'],
  ])("%j, as bad data", async (argv, sentence) => {
    const data = await temporaryFolder(TINY);
    const shares = join(await temporaryFolder({ "s.csv": "item,one\na,1\nz,2\n" }), "s.csv");
    const out = join(await temporaryFolder({}), "out");
    const words = argv.map((word) => word.replace("SHARES", shares));
    const { exitCode, output, error } = await run("generate", data, ...words, "--out", out);
    expect({ exitCode, output }, error).toEqual({ exitCode: 3, output: "" });
    expect(error).toContain(sentence);
    await expect(readdir(out)).rejects.toThrow("ENOENT");
  });

  it("a class without a column of classes, and a class of one item", async () => {
    const { "points.csv": points } = TINY;
    const bare = await run("generate", await temporaryFolder({ "points.csv": points }), "--class", "u");
    expect(bare.error).toContain('no column says which items are of class "u"; name one with --label');
    const labels = csv(["item,class", "a,u", "b,v", "c,v", "d,v"]);
    const one = await run(
      "generate",
      await temporaryFolder({ ...TINY, "labels.csv": labels }),
      "--class",
      "u",
    );
    expect(one).toMatchObject({ exitCode: 3 });
    expect(one.error).toContain("the class has one item: all that can be made of it are copies");
  });

  it("by the library as by the program", async () => {
    await expect(generate({ path: DATA, how: "gaussian", parents: 2 })).rejects.toThrow(
      "--parents means nothing",
    );
  });
});
