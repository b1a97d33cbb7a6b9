import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { csvParse, type DSVRowArray } from "d3-dsv";
import { describe, expect, it } from "vitest";
import { parseMeasureCsv, parseNpyArray } from "../../loaders/index.js";
import { loadDataset } from "../../loaders/node.js";
import { CLUSTER_METHODS } from "../../pipelines/cluster.js";
import { REFERENCES } from "../../pipelines/lot.js";
import {
  ALIGNMENTS,
  CLASSIFIERS,
  logMap,
  lotDistance,
  normalise,
  reference,
  totalMass,
  VERSION,
} from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, reportOf, run, succeed } from "./run-program.js";
import { csv, DATA, noise, QUICK, shapes } from "./small-data.js";

const BUNNY = join(DATA, "meshes/bunny.ply");
const APES = join(DATA, "apes");
const OSTEOCYTES = join(DATA, "osteocytes");

async function table(...path: readonly string[]): Promise<DSVRowArray<string>> {
  return csvParse(await readFile(join(...path), "utf8"));
}

async function digits(rows: number): Promise<string> {
  const lines = (await readFile(join(DATA, "digits/digits.csv"), "utf8")).split("\n");
  return join(await temporaryFolder({ "digits.csv": csv(lines.slice(0, rows + 1)) }), "digits.csv");
}

function distanceOfRows(data: ArrayLike<number>, cols: number, a: number, b: number): number {
  let sum = 0;
  for (let p = 0; p < cols; p++) sum += (data[a * cols + p]! - data[b * cols + p]!) ** 2;
  return Math.sqrt(sum);
}

describe("a report", () => {
  const COMMANDS = [
    ["info", [APES]],
    ["distance", [BUNNY, BUNNY, "--sample", "20"]],
    ["embed", [OSTEOCYTES, ...QUICK, "--out", "OUT"]],
    ["cluster", [OSTEOCYTES, "--k", "2", ...QUICK]],
    ["classify", [APES, "--label", "sex", "--folds", "2", "--model", "knn", ...QUICK]],
  ] as const;

  it.each(COMMANDS)("of %s has every part, and the checksums of what was read", async (command, given) => {
    const out = join(await temporaryFolder({}), "out");
    const argv = given.map((word) => (word === "OUT" ? out : word));
    const report = await reportOf(command, ...argv, "--seed", "7");
    expect(Object.keys(report)).toEqual([
      "command",
      "version",
      "settings",
      "seed",
      "inputs",
      "results",
      "files",
      "warnings",
      "certificates",
      "timings",
    ]);
    expect(report.version).toBe(VERSION);
    expect(report.seed).toBe(7);
    expect(report.certificates.notConverged).toBe(0);
    expect(Object.values(report.timings).every((seconds) => seconds >= 0)).toBe(true);
    expect(report.inputs.length).toBeGreaterThan(0);
    for (const { path, sha256 } of report.inputs) {
      expect(sha256).toBe(
        createHash("sha256")
          .update(await readFile(path))
          .digest("hex"),
      );
    }
  });

  it.each(COMMANDS)(
    "of %s is not printed as JSON unless asked for, and with --quiet not at all",
    async (...row) => {
      const [command, given] = row;
      const out = join(await temporaryFolder({}), "out");
      const argv = [command, ...given.map((word) => (word === "OUT" ? out : word))];
      const text = await succeed(...argv);
      expect(text.split("\n").length).toBeGreaterThan(3);
      expect(() => JSON.parse(text)).toThrow(SyntaxError);
      expect(await succeed(...argv, "--quiet")).toBe("");
    },
  );

  it("in --out is the one that --json prints, and its page is whole and self-contained", async () => {
    const data = await temporaryFolder(shapes());
    const out = join(await temporaryFolder({}), "deep/out");
    const printed = await reportOf("cluster", data, "--k", "3", ...QUICK, "--out", out);
    expect(JSON.parse(await readFile(join(out, "report.json"), "utf8"))).toEqual(printed);
    const page = await readFile(join(out, "report.html"), "utf8");
    expectWellFormed(page);
    expectNothingFetched(page.replaceAll(data, ""));
    expect(page).toContain(printed.inputs[0]!.sha256);
  });
});

describe("info", () => {
  it("tells what the shipped data hold", async () => {
    const { results } = await reportOf("info", OSTEOCYTES);
    expect(results).toMatchObject({ items: 40, dim: 3, kind: "points", massless: 0 });
    expect(results.attributes.map((attribute) => attribute.name)).toEqual([
      "individual",
      "brick",
      "depth",
      "n",
    ]);
    expect((await reportOf("info", await digits(200))).results).toMatchObject({ items: 200, kind: "image" });
  });

  it("samples exactly the points that were asked for, the same ones each time", async () => {
    const first = await reportOf("info", BUNNY, "--sample", "200");
    const second = await reportOf("info", BUNNY, "--sample", "200");
    expect(first.results.points).toEqual({ least: 200, median: 200, most: 200 });
    expectNear(first.results.mass.least, 1, { rtol: 1e-12, why: "rounding of a sum of 200 masses" });
    expect(second.results).toEqual(first.results);
    expect((await reportOf("info", BUNNY, "--sample", "200", "--seed", "1")).results.bounds).not.toEqual(
      first.results.bounds,
    );
  });

  it("leaves its page in --out", async () => {
    const out = join(await temporaryFolder({}), "out");
    await succeed("info", APES, "--out", out);
    expect([...(await filesOf(out)).keys()]).toEqual(["report.html", "report.json"]);
  });
});

describe("distance", () => {
  it("is the length of a translation, by either method on a line", async () => {
    const root = await temporaryFolder({ "a.csv": "x\n0\n1\n3\n", "b.csv": "x\n2\n3\n5\n" });
    for (const method of ["exact", "one-d"]) {
      const { results } = await reportOf(
        "distance",
        join(root, "a.csv"),
        join(root, "b.csv"),
        "--method",
        method,
      );
      expectNear(results.distance, 2, { rtol: 1e-12, why: "rounding: three points, moved by 2" });
      expect(results.certificate.lower).toBeLessThanOrEqual(results.certificate.upper);
    }
  });

  it("compares shapes alone with --normalise mass", async () => {
    const root = await temporaryFolder({
      "a.csv": "x,y,weight\n0,0,1\n0,0,2\n",
      "b.csv": "x,y,weight\n3,4,10\n9,9,0\n",
    });
    const { results, settings } = await reportOf(
      "distance",
      join(root, "a.csv"),
      join(root, "b.csv"),
      "--normalise",
      "mass",
    );
    expectNear(results.distance, 5, { rtol: 1e-12, why: "rounding: all mass moves by (3, 4)" });
    expect(settings).toMatchObject({ normalise: "mass" });
  });

  it("draws two different samples of one mesh, and leaves its page", async () => {
    const out = join(await temporaryFolder({}), "out");
    const { results } = await reportOf("distance", BUNNY, BUNNY, "--sample", "50", "--out", out);
    expect(results.distance).toBeGreaterThan(0);
    const files = await filesOf(out);
    expect([...files.keys()]).toEqual(["plan.csv", "report.html", "report.json"]);
    const plan = csvParse(files.get("plan.csv")!);
    expect(plan.columns).toEqual(["source", "target", "mass"]);
    const moved = plan.reduce((sum, { mass }) => sum + Number(mass), 0);
    expectNear(moved, 1, { rtol: 1e-12, why: "a sum of 50 masses or so" });
  });
});

describe("embed", () => {
  it("leaves an array whose rows are as far apart as the tangent vectors from the reference it leaves", async () => {
    const data = await temporaryFolder(shapes());
    const out = join(await temporaryFolder({}), "out");
    const { results } = await reportOf("embed", data, "--align", "centre", ...QUICK, "--out", out);
    expect([...(await filesOf(out)).keys()]).toEqual(
      ["embedding-items.csv", "embedding.npy", "reference.csv", "report.html", "report.json"].sort(),
    );
    const { measure } = parseMeasureCsv(await readFile(join(out, "reference.csv")));
    const sigma = reference(measure);
    expect(measure.count).toBe(results.reference.points);
    const rows = parseNpyArray(await readFile(join(out, "embedding.npy")));
    expect(rows.shape).toEqual([15, 2 * measure.count]);

    const { collection } = await loadDataset(data);
    const tangents = collection.measures.map((mu) => logMap(sigma, centred(normalise(mu))));
    for (const [a, b] of [
      [0, 1],
      [3, 14],
      [7, 7],
    ] as const) {
      expectNear(
        distanceOfRows(rows.data, rows.shape[1]!, a, b),
        lotDistance(sigma, tangents[a]!, tangents[b]!),
        { rtol: 1e-9, atol: 1e-12, why: "rounding: centring and rows are computed here a second time" },
      );
    }
    const items = await table(out, "embedding-items.csv");
    expect(items.columns).toEqual(["item", "shape", "parity", "residual"]);
    expectNear(
      items.map((row) => Number(row.residual)),
      tangents.map((tangent) => tangent.residual),
      { rtol: 1e-9, atol: 1e-12, why: "rounding, as above" },
    );
  });

  it.each(Object.keys(REFERENCES))("starts from a %s reference", async (kind) => {
    const data = await temporaryFolder(shapes({ perClass: 2 }));
    const out = join(await temporaryFolder({}), "out");
    const { settings, results } = await reportOf("embed", data, ...QUICK, "--reference", kind, "--out", out);
    expect(settings).toMatchObject({ reference: kind, referenceSize: 10 });
    const { measure } = parseMeasureCsv(await readFile(join(out, "reference.csv")));
    expect(measure.count).toBe(results.reference.points);
    expectNear(totalMass(measure), 1, { rtol: 1e-12, why: "rounding of a sum of ten masses" });
    expect(results.fidelity.residualShare).toBeGreaterThanOrEqual(0);
    expect(results.fidelity.residualShare).toBeLessThan(1);
  });

  it.each(ALIGNMENTS)("aligns items with --align %s", async (mode) => {
    const data = await temporaryFolder(shapes({ perClass: 2 }));
    const out = join(await temporaryFolder({}), "out");
    const { settings } = await reportOf("embed", data, ...QUICK, "--align", mode, "--out", out);
    expect(settings).toMatchObject({ align: mode });
    const { measure } = parseMeasureCsv(await readFile(join(out, "reference.csv")));
    const rows = parseNpyArray(await readFile(join(out, "embedding.npy")));
    const mean = centreOf(measure).x;
    if (mode === "none") expect(mean).toBeGreaterThan(5);
    else expectNear(mean, 0, { atol: 1e-9, why: "a k-means reference has the mean of the pooled points" });
    expect(rows.data.every(Number.isFinite)).toBe(true);
  });

  it("takes one item and two items, which have no correlation to show", async () => {
    for (const items of [1, 2]) {
      const files = Object.fromEntries(
        ["a.csv", "b.csv"].slice(0, items).map((name, s) => [name, `x,y\n${s},0\n1,1\n`]),
      );
      const out = join(await temporaryFolder({}), "out");
      const { results } = await reportOf("embed", await temporaryFolder(files), ...QUICK, "--out", out);
      expect(results.fidelity).toMatchObject({ pairs: items - 1, pearson: null, spearman: null });
      expect(await readFile(join(out, "report.html"), "utf8")).toContain("too few for a correlation");
    }
  });
});

describe("cluster", () => {
  it.each(Object.keys(CLUSTER_METHODS))("finds well separated groups by %s", async (method) => {
    const data = await temporaryFolder(shapes());
    const out = join(await temporaryFolder({}), "out");
    const argv = [data, "--k", "3", "--label", "shape", "--method", method, ...QUICK, "--out", out];
    const { results, settings } = await reportOf("cluster", ...argv);
    expect(settings).toMatchObject({ k: 3, method, label: "shape", normalise: "mass" });
    expect(results).toMatchObject({ k: 3, sizes: [5, 5, 5], adjustedRandIndex: 1, accuracy: 1 });

    const clusters = await table(out, "clusters.csv");
    expect(clusters.columns).toEqual(["item", "shape", "parity", "cluster"]);
    expect(clusters.map((row) => Number(row.cluster))).toEqual(results.labels);
    expect(clusters.map((row) => row.item)).toEqual(results.items);
    const means = await table(out, "cluster-means.csv");
    expect(means.columns).toEqual(["cluster", "x", "y", "weight"]);
    for (const cluster of ["0", "1", "2"]) {
      const mass = means
        .filter((row) => row.cluster === cluster)
        .reduce((sum, row) => sum + Number(row.weight), 0);
      expectNear(mass, 1, { rtol: 1e-12, why: "rounding of a sum of ten masses" });
    }
    expect(parseMeasureCsv(await readFile(join(out, "reference.csv"))).measure.count).toBe(10);
  });

  it("does not look at the labels", async () => {
    const files = shapes();
    const shuffled = { ...files, "labels.csv": files["labels.csv"]!.replaceAll(/shape-\d/g, "shape-9") };
    const argv = ["--k", "3", "--label", "shape", ...QUICK] as const;
    const one = await reportOf("cluster", await temporaryFolder(files), ...argv);
    const other = await reportOf("cluster", await temporaryFolder(shuffled), ...argv);
    expect(other.results.labels).toEqual(one.results.labels);
  });

  it("scores nothing where there is nothing to score against", async () => {
    const { results } = await reportOf("cluster", OSTEOCYTES, "--k", "2", ...QUICK);
    expect(results).not.toHaveProperty("adjustedRandIndex");
    expect(results.labels.length).toBe(40);
  });

  it("scores nothing, and says why, where a column that nobody asked for has a blank", async () => {
    const files = shapes();
    const blank = files["labels.csv"]!.replace("item,shape,parity", "item,class,parity").replace(
      /shape-1/,
      "",
    );
    const out = join(await temporaryFolder({}), "out");
    const data = await temporaryFolder({ ...files, "labels.csv": blank });
    const argv = [data, "--k", "3", ...QUICK] as const;
    const { results, settings } = await reportOf("cluster", ...argv, "--out", out);
    expect(settings).toMatchObject({ label: null });
    expect(results).not.toHaveProperty("adjustedRandIndex");
    const reason = 'item "item-1" has no value in column "class"';
    expect(results.unscored).toContain(reason);
    expect(await succeed("cluster", ...argv)).toContain(reason);
    const page = await readFile(join(out, "report.html"), "utf8");
    expect(page).toContain(reason.replaceAll('"', "&quot;"));
    expect((await reportOf("cluster", ...argv, "--label", "parity")).results.scores?.column).toBe("parity");
  });

  it("clusters images by their digit better than chance", async () => {
    const { results } = await reportOf("cluster", await digits(200), "--k", "10", ...QUICK);
    expect(results.scores?.column).toBe("label");
    expect(results.adjustedRandIndex).toBeGreaterThan(0.2); // ten random clusters score 0 on average
  });
});

describe("classify", () => {
  it.each(Object.keys(CLASSIFIERS))("names every well separated item right with %s", async (model) => {
    const data = await temporaryFolder(shapes({ perClass: 6 }));
    const out = join(await temporaryFolder({}), "out");
    const argv = [data, "--label", "shape", "--model", model, "--folds", "3", ...QUICK, "--out", out];
    const { results, settings } = await reportOf("classify", ...argv);
    expect(settings).toMatchObject({ model, folds: 3, label: "shape", group: null });
    expect(results).toMatchObject({ accuracy: 1, model, majorityRate: 1 / 3 });
    expectNear(results.standardError, 0, { atol: 1e-15, why: "rounding: no item differs from the mean" });
    expect(results.classes).toEqual(["shape-0", "shape-1", "shape-2"]);
    expect(results.confusion).toEqual([
      [6, 0, 0],
      [0, 6, 0],
      [0, 0, 6],
    ]);
    expect(results.folds.map((fold) => fold.tested)).toEqual([6, 6, 6]);
    expect(new Set(results.folds.map((fold) => fold.reference.id)).size, "a reference per fold").toBe(3);
    const predictions = await table(out, "predictions.csv");
    expect(predictions.columns).toEqual(["item", "shape", "parity", "fold", "predicted"]);
    expect(predictions.every((row) => row.predicted === row.shape)).toBe(true);
  });

  it("tells shapes apart that lie on one another", async () => {
    const data = await temporaryFolder(shapes({ perClass: 6, apart: 0 }));
    const argv = ["--label", "shape", "--align", "scale", "--folds", "3", ...QUICK] as const;
    expect((await reportOf("classify", data, ...argv)).results.accuracy).toBe(1);
  });

  it.each(["svm", "knn", "lda"])("is at chance for classes drawn by lot, with %s", async (model) => {
    const data = await temporaryFolder(noise({ clouds: 80, copies: 1, seed: 5 }));
    const argv = ["--label", "class", "--model", model, "--reference-size", "30", "--pairs", "1"];
    const { results } = await reportOf("classify", data, ...argv);
    // 60 features on 64 training items: whatever saw its test items would name nearly all of them right.
    expectNear(results.accuracy, 0.5, {
      atol: 4 * Math.sqrt(0.25 / 80),
      why: "four binomial standard errors",
    });
  });

  it("keeps groups together, so that copies of a test item are not learnt from", async () => {
    const data = await temporaryFolder(noise({ clouds: 40, copies: 2, seed: 6 }));
    const out = join(await temporaryFolder({}), "out");
    const argv = [data, "--label", "class", "--model", "knn", "--folds", "4", ...QUICK] as const;
    const { results } = await reportOf("classify", ...argv, "--group", "twin", "--out", out);
    expectNear(results.accuracy, 0.5, {
      atol: 4 * Math.sqrt(0.25 / 40),
      why: "four binomial standard errors of 40 independent items",
    });
    expect(results.measuredOn).toContain("grouped (column twin, 40 groups)");
    expect(results.groups).toBe(40);
    const foldOf = new Map<string, string>();
    for (const { twin, fold } of await table(out, "predictions.csv")) {
      expect(foldOf.get(twin!) ?? fold).toBe(fold);
      foldOf.set(twin!, fold!);
    }
    expect(new Set(foldOf.values()).size).toBe(4);
    // The same data without groups: a copy is the nearest neighbour, and the score is worthless.
    expect((await reportOf("classify", ...argv)).results.accuracy).toBeGreaterThan(0.75);
  });

  it("predicts each item of the apes once", async () => {
    const out = join(await temporaryFolder({}), "out");
    const argv = ["--label", "group", "--folds", "3", "--model", "lda", ...QUICK] as const;
    const { results } = await reportOf("classify", APES, ...argv, "--out", out);
    expect(results.folds.reduce((sum, fold) => sum + fold.tested, 0)).toBe(167);
    expect(results.confusion.flat().reduce((sum, items) => sum + items, 0)).toBe(167);
    expect((await table(out, "predictions.csv")).length).toBe(167);
    expect(results.accuracy).toBeGreaterThan(3 * results.majorityRate);
  });
});

describe("a page is made of whatever was computed:", () => {
  /** Items on a line, each a class of two. */
  function manyClasses(classes: number): Record<string, string> {
    const names = Array.from({ length: 2 * classes }, (_, s) => `item-${s}`);
    return {
      "labels.csv": csv(["item,class", ...names.map((name, s) => `${name},c${s % classes}`)]),
      "points.csv": csv(["item,x", ...names.map((name, s) => `${name},${s % classes}`)]),
    };
  }
  const TINY_RUN = ["--reference-size", "1", "--pairs", "5"] as const;

  it.each<[string, Record<string, string>, readonly string[], string]>([
    [
      "51 folds",
      manyClasses(30),
      ["classify", "--label", "class", "--model", "knn", "--folds", "51"],
      "number of folds by accuracy",
    ],
    [
      "210 classes",
      manyClasses(210),
      ["classify", "--label", "class", "--model", "knn", "--folds", "2"],
      "The 111 smallest classes are added up",
    ],
    [
      "150 clusters of 210 labels",
      manyClasses(210),
      ["cluster", "--k", "150"],
      "Of 150 clusters and 210 labels",
    ],
    [
      "coordinates whose squares nearly overflow",
      { "points.csv": csv(["item,x,y", "a,9e149,0", "b,-9e149,1e149", "c,0,-9e149"]) },
      ["embed"],
      "Reference",
    ],
  ])("%s", async (_, files, [command, ...rest], words) => {
    const data = await temporaryFolder(files);
    const out = join(await temporaryFolder({}), "out");
    await succeed(command!, data, ...rest, ...TINY_RUN, "--out", out);
    const page = await readFile(join(out, "report.html"), "utf8");
    expectWellFormed(page);
    expect(page).toContain(words);
  });
});

describe("what is too large for a method", () => {
  const names = Array.from({ length: 10_001 }, (_, s) => `item-${s}`);
  const files = (items: number): Record<string, string> => ({
    "labels.csv": csv(["item,class", ...names.slice(0, items).map((name, s) => `${name},${s % 2}`)]),
    "points.csv": csv(["item,x", ...names.slice(0, items).map((name, s) => `${name},${s % 7}`)]),
  });

  it.each([
    ["svm", 10_001, ["classify", "--label", "class", "--model", "svm"], "8001 rows are too many"],
    ["rbf", 10_001, ["classify", "--label", "class", "--model", "rbf"], "8001 rows are too many"],
    ["hierarchical", 4001, ["cluster", "--k", "2", "--method", "hierarchical"], "it takes up to 4000"],
    ["k-medoids", 10_001, ["cluster", "--k", "2", "--method", "k-medoids"], "it takes up to 10000"],
  ] as const)("(%s) is refused before any transport", async (_, items, [command, ...rest], words) => {
    const data = await temporaryFolder(files(items));
    // A size that no machine can hold: whoever fits the reference first does not get to the sentence.
    const { exitCode, error } = await run(command, data, ...rest, "--reference-size", "100000");
    expect(exitCode).toBe(3);
    expect(error).toContain(words);
    expect(error).toContain(data);
  });
});

describe("a seed", () => {
  const RUNS = [
    ["embed", []],
    ["cluster", ["--k", "3"]],
    ["classify", ["--label", "shape", "--folds", "2", "--model", "forest"]],
  ] as const;

  it.each(RUNS)(
    "gives the same bytes of all files of %s again, but for the timings in report.json",
    async (command, extra) => {
      const data = await temporaryFolder(shapes());
      const folders = await temporaryFolder({});
      for (const out of ["one", "two"]) {
        await succeed(command, data, ...extra, ...QUICK, "--seed", "3", "--out", join(folders, out));
      }
      expect(await filesOf(join(folders, "two"))).toEqual(await filesOf(join(folders, "one")));
    },
  );

  it("that is another gives another reference", async () => {
    const data = await temporaryFolder(shapes());
    const out = await temporaryFolder({});
    const ids: string[] = [];
    for (const seed of ["1", "2"]) {
      const argv = [data, ...QUICK, "--reference", "gaussian", "--seed", seed, "--out", join(out, seed)];
      ids.push((await reportOf("embed", ...argv)).results.reference.id);
    }
    expect(ids[0]).not.toBe(ids[1]);
    expect(await readFile(join(out, "1/reference.csv"), "utf8")).not.toBe(
      await readFile(join(out, "2/reference.csv"), "utf8"),
    );
  });
});

describe("a hostile dataset", () => {
  const HOSTILE = [
    "../../escape",
    "/etc/passwd",
    '</title><script>alert("1")</script>',
    "__proto__",
    "constructor",
    "nul\0escape\u001b[31m",
    "two\nlines",
    "a,b",
  ];

  it("is only names: all files are in --out, the tables give the names back, the page escapes them", async () => {
    const data = '<i onload="x">&';
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const labels = HOSTILE.map((name, s) => `${cell(name)},${cell(HOSTILE[2 + (s % 2)]!)}`);
    const points = HOSTILE.flatMap((name, s) => [`${cell(name)},${s},0`, `${cell(name)},${s % 2},1`]);
    const root = await temporaryFolder({
      [`${data}/labels.csv`]: csv(["item,__proto__", ...labels]),
      [`${data}/points.csv`]: csv(["item,x,y", ...points]),
    });
    const out = join(root, "deep/down/out");
    const argv = ["cluster", join(root, data), "--k", "2", "--label", "__proto__", ...QUICK];
    const text = await succeed(...argv, "--out", out);
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("\0");
    expect((await table(out, "clusters.csv")).map((row) => row.item)).toEqual(HOSTILE);
    const page = await readFile(join(out, "report.html"), "utf8");
    expectWellFormed(page);
    expect(page).not.toMatch(/<script>alert|<i onload/);
    const everything = await readdir(root, { recursive: true, withFileTypes: true });
    expect(
      everything
        .filter((entry) => !entry.isDirectory())
        .map((entry) => entry.name)
        .sort(),
    ).toEqual([
      "cluster-means.csv",
      "clusters.csv",
      "labels.csv",
      "points.csv",
      "reference.csv",
      "report.html",
      "report.json",
    ]);
  });

  it("cannot steer the terminal from a column or an error", async () => {
    const labels = csv(["item,class", 'a,"\u001b[2J"', "b,"]);
    const root = await temporaryFolder({ "labels.csv": labels, "points.csv": csv(["item,x", "a,1", "b,2"]) });
    expect(await succeed("info", root)).toContain("\\u{1b}[2J");
    const { error } = await run("classify", root, "--label", "no\u001b[2J");
    expect(error).toContain("no\\u{1b}[2J");
  });
});

function centreOf({ points, weights }: { points: Float64Array; weights: Float64Array }): {
  x: number;
  y: number;
} {
  let x = 0;
  let y = 0;
  let mass = 0;
  weights.forEach((w, i) => {
    x += w * points[2 * i]!;
    y += w * points[2 * i + 1]!;
    mass += w;
  });
  return { x: x / mass, y: y / mass };
}

function centred<M extends { readonly points: Float64Array; readonly weights: Float64Array }>(mu: M): M {
  const { x, y } = centreOf(mu);
  return { ...mu, points: mu.points.map((value, p) => value - (p % 2 === 0 ? x : y)) };
}
