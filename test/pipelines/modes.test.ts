import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { csvParse, type DSVRowArray } from "d3-dsv";
import { describe, expect, it } from "vitest";
import { parseMeasureCsv, parseNpyArray } from "../../loaders/index.js";
import { loadDataset } from "../../loaders/node.js";
import { labelsOf } from "../../pipelines/labels.js";
import type { ModesResults } from "../../pipelines/modes/results.js";
import { linearSections } from "../../pipelines/pages/direction-sections.js";
import type { Report } from "../../pipelines/report.js";
import {
  type ClassifierName,
  embed,
  expMap,
  hkMetric,
  type Matrix,
  type Metric,
  matrix,
  normalise,
  reference,
  rowView,
  seededRandom,
  toTangent,
  w2Metric,
  withMeasures,
} from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, run, succeed } from "./run-program.js";
import { csv, DATA, QUICK, shapes, TINY } from "./small-data.js";

const ROUNDING = { rtol: 1e-9, atol: 1e-9, why: "rounding of sums over rows" };

async function modesOf(...argv: readonly string[]): Promise<Report<ModesResults>> {
  return JSON.parse(await succeed("modes", ...argv, "--json"));
}

async function outFolder(): Promise<string> {
  return join(await temporaryFolder({}), "out");
}

async function table(...path: readonly string[]): Promise<DSVRowArray<string>> {
  return csvParse(await readFile(join(...path), "utf8"));
}

async function arrayOf(...path: readonly string[]): Promise<Matrix> {
  const { shape, data } = parseNpyArray(await readFile(join(...path)));
  return matrix(shape.length > 1 ? shape[0]! : 1, shape.at(-1)!, Float64Array.from(data as Float64Array));
}

async function measureAt(...path: readonly string[]) {
  return parseMeasureCsv(await readFile(join(...path), "utf8")).measure;
}

/** The reference, mean, modes and coordinates that a run left, and the rows they give back. */
async function stored(out: string, metric: Metric) {
  const sigma = reference(await measureAt(out, "reference.csv"), { metric });
  const mean = rowView(await arrayOf(out, "mean.npy"), 0);
  const components = await arrayOf(out, "components.npy");
  const coordinates = await table(out, "coordinates.csv");
  const numbers = coordinates.map((row) =>
    Array.from({ length: components.rows }, (_, k) => Number(row[`mode_${k + 1}`])),
  );
  const rowAt = (at: readonly number[]): Float64Array =>
    mean.map((x, p) => at.reduce((sum, z, k) => sum + z * rowView(components, k)[p]!, x));
  return { sigma, mean, components, numbers, rowAt };
}

describe("modes", () => {
  it("of circles, segments and crosses in a row are where they are, and which they are", async () => {
    const data = await temporaryFolder(shapes());
    const { results } = await modesOf(data, "--components", "2", ...QUICK);
    const [first, second] = results.modes;
    expect(first!.explained).toBeGreaterThan(0.95); // classes are 10 apart, shapes within 2 of their centres
    expect(first!.deviation).toBeGreaterThan(7);
    expectNear(second!.cumulative, first!.explained + second!.explained, ROUNDING);
    expect(results.items).toBe(15);
    const squares = results.totalVariance * (1 - second!.cumulative) * (14 / 15);
    expectNear(results.reconstruction.rootMeanSquare ** 2, squares, { ...ROUNDING, rtol: 1e-6 });
  });

  it.each([
    ["W2", "w2", w2Metric],
    ["HK", "hk", hkMetric(3)],
  ] as const)(
    "are files from which every item's row, and every step, comes back (%s)",
    async (_, name, metric) => {
      const data = await temporaryFolder(shapes({ apart: 1 }));
      const out = await outFolder();
      const kappa = name === "hk" ? ["--kappa", "3"] : [];
      const report = await modesOf(
        data,
        "--metric",
        name,
        ...kappa,
        "--components",
        "14",
        "--out",
        out,
        ...QUICK,
      );
      const { sigma, rowAt, numbers, components } = await stored(out, metric);
      const { collection } = await loadDataset(data);
      const items = name === "w2" ? collection.measures.map((mu) => normalise(mu)) : collection.measures;
      const rows = embed(sigma, items).matrix;
      expect(components.rows).toBe(14);
      for (const [s, at] of numbers.entries()) expectNear(rowAt(at), rowView(rows, s), ROUNDING);
      for (const [k, mode] of report.results.modes.slice(0, 3).entries()) {
        const at = new Array<number>(14).fill(0);
        at[k] = -2 * mode.deviation;
        const walked = await measureAt(out, `mode-0${k + 1}-step-000.csv`);
        const expected = expMap(sigma, toTangent(sigma, rowAt(at)));
        expectNear(walked.points, expected.points, ROUNDING);
        expectNear(walked.weights, expected.weights, ROUNDING);
      }
    },
  );

  it("list what they leave, and take it away before they leave something else", async () => {
    const data = await temporaryFolder(shapes());
    const out = await outFolder();
    const first = await modesOf(data, "--label", "shape", "--model", "lda", "--out", out, ...QUICK);
    expect((await readdir(out)).sort()).toEqual([...first.files, "report.json"].sort());
    expect(first.files).toContain("mode-03-step-004.csv");
    expect(first.files).toContain("weights.npy");
    const second = await modesOf(data, "--components", "1", "--steps", "2", "--out", out, ...QUICK);
    expect((await readdir(out)).sort()).toEqual([...second.files, "report.json"].sort());
    expect(second.files).not.toContain("weights.npy");
  });

  it("have arrows that are the components at each point, in the mean measure", async () => {
    const data = await temporaryFolder(shapes());
    const out = await outFolder();
    const { results } = await modesOf(data, "--components", "1", "--steps", "3", "--out", out, ...QUICK);
    const arrows = await table(out, "arrows.csv");
    const middle = await measureAt(out, "mode-01-step-001.csv");
    const { components, sigma } = await stored(out, w2Metric);
    expect(arrows.length).toBe(middle.count);
    arrows.forEach((row, i) => {
      expect(Number(row.point)).toBe(i);
      expectNear([Number(row.x), Number(row.y)], middle.points.subarray(2 * i, 2 * i + 2), ROUNDING);
      const root = Math.sqrt(sigma.measure.weights[i]!);
      const step = components.data
        .subarray(2 * i, 2 * i + 2)
        .map((x) => (results.modes[0]!.deviation * x) / root);
      expectNear([Number(row.dx), Number(row.dy)], step, ROUNDING);
    });
  });

  it.each([
    [
      "images, as pictures too",
      "digits",
      ["--metric", "hk", "--reference-size", "8"],
      ["mode-01-step-000.csv", "mode-01-step-000.png"],
    ],
    ["landmarks", "apes", ["--align", "rigid"], ["mode-01-step-000.csv"]],
    ["points in space", "osteocytes", ["--metric", "opt", "--reference-size", "8"], ["mode-01-step-000.csv"]],
    ["spectra", "spectra", ["--reference-size", "20"], ["mode-01-step-000.csv"]],
  ] as const)("of %s have a page that is whole", async (_, set, extra, names) => {
    const out = await outFolder();
    const data = set === "digits" ? await someDigits(40) : join(DATA, set);
    const report = await modesOf(
      data,
      "--components",
      "2",
      "--steps",
      "3",
      "--pairs",
      "3",
      ...extra,
      "--out",
      out,
    );
    for (const name of names) expect(existsSync(join(out, name))).toBe(true);
    const page = await readFile(join(out, "report.html"), "utf8");
    expectWellFormed(page);
    expectNothingFetched(page.replaceAll(data, ""));
    expect(page).toContain("Mode 2: ");
    expect(report.certificates.notConverged).toBe(0);
    for (const mode of report.results.modes) expect(mode.steps[1]!.withinData).toBe(true); // the mean
  });

  it("of meshes are PLY files, whose masses are those of the reference", async () => {
    const tetrahedron = (height: number) =>
      `OFF\n4 4 0\n0 0 0\n1 0 0\n0 1 0\n0 0 ${height}\n3 0 1 2\n3 0 1 3\n3 0 2 3\n3 1 2 3\n`;
    const files = Object.fromEntries([1, 2, 3, 4].map((h) => [`t${h}.off`, tetrahedron(h)]));
    const data = await temporaryFolder(files);
    const out = await outFolder();
    const { results } = await modesOf(data, "--components", "3", "--steps", "3", "--out", out, ...QUICK);
    expect(existsSync(join(out, "mode-01-step-002.ply"))).toBe(true);
    expect(results.modes[0]!.steps.map(({ mass }) => mass)).toEqual(
      [1, 1, 1].map(() => expect.closeTo(1, 9)),
    );
    expect(results.modes.length).toBe(1); // four heights
  });

  it("say where a walk leaves the data, and where mass would fall below 0", async () => {
    const points = ["item,x,weight"];
    for (const [s, q] of [0.3, 0.9, 1, 1.1, 1.7].entries()) points.push(`i${s},0,${q * q}`, `i${s},9,1`);
    const data = await temporaryFolder({
      "labels.csv": csv(["item,n", "i0,0", "i1,1", "i2,2", "i3,3", "i4,4"]),
      "points.csv": csv(points),
    });
    const argv = [
      data,
      "--metric",
      "hk",
      "--kappa",
      "1",
      "--reference",
      "k-means",
      "--reference-size",
      "2",
      "--pairs",
      "3",
    ];
    const { results } = await modesOf(...argv, "--components", "1", "--deviations", "3");
    const { steps, least, most } = results.modes[0]!;
    expect(steps.map(({ withinData }) => withinData)).toEqual([false, false, true, false, false]);
    expect([least, most].every((end) => Math.abs(end) < 1.5)).toBe(true); // 0.7 from the mean, deviation 0.5
    expect(steps.filter(({ massOutside }) => massOutside > 0).length).toBe(1);
    const text = await succeed("modes", ...argv, "--components", "1", "--deviations", "3");
    expect(text).toMatch(/lie beyond the data/);
    expect(text).toMatch(
      /of the reference mass the vector is none that a logarithm gives; mass that would fall below 0 is 0/,
    );
  });
});

describe("sections for the page of another command", () => {
  it("show the decisions of a linear classifier and the points that tell, and nothing of another", async () => {
    const { collection } = await loadDataset(await temporaryFolder(shapes({ apart: 1 })));
    const items = withMeasures(
      collection,
      collection.measures.map((mu) => normalise(mu)),
    );
    const embedding = embed(reference(items.measures[0]!), items.measures);
    const labels = labelsOf(collection, "shape");
    const sections = (model: ClassifierName) =>
      linearSections({ items, embedding, seed: 0 }, labels, model, { random: seededRandom(0) });
    expect((await sections("svm")).map(({ heading }) => heading).sort()).toEqual([
      "Decision: shape-0 against shape-1",
      "Decision: shape-0 against shape-2",
      "Decision: shape-1 against shape-2",
      "Which points tell",
    ]);
    expect(await sections("svm")).toEqual(await sections("svm"));
    expect(await sections("knn")).toEqual([]);
  });
});

async function someDigits(count: number): Promise<string> {
  const lines = (await readFile(join(DATA, "digits/digits.csv"), "utf8")).split("\n");
  return join(await temporaryFolder({ "digits.csv": csv(lines.slice(0, count + 1)) }), "digits.csv");
}

describe("what tells classes apart", () => {
  it("is found where it was put: classes that differ in one landmark differ in that one", async () => {
    const out = await outFolder();
    const { results } = await modesOf(
      await oneLandmark(),
      "--label",
      "class",
      "--reference-size",
      "5",
      "--out",
      out,
    );
    const { heldOut, decisions, axes, importance } = results.directions!;
    expect(heldOut.accuracy).toBe(1);
    expect(heldOut.majorityRate).toBe(0.5);
    expect(decisions.map(({ name }) => name)).toEqual(["down against up"]);
    expect(decisions[0]!.separation).toBeGreaterThan(5);
    expect(axes.length).toBe(1);
    expect(importance.method).toBe("exact");
    const { sigma } = await stored(out, w2Metric);
    const told = importance.largest[0]!;
    expect(told.importance).toBeGreaterThan(0.9);
    expectNear(sigma.measure.points.subarray(2 * told.point, 2 * told.point + 2), [12, 0], {
      atol: 1,
      why: "jitter, and classes 1 up and 1 down",
    });
    const all = (await table(out, "importance.csv")).map((row) => Number(row.importance));
    expectNear(
      all.reduce((a, b) => a + b),
      1,
      ROUNDING,
    );
    const arrows = await table(out, "direction-arrows.csv");
    const longest = arrows
      .filter((row) => row.direction === "down against up")
      .sort((a, b) => length(b) - length(a))[0]!;
    expect(Number(longest.point)).toBe(told.point);
    expect(Number(longest.dy)).toBeLessThan(-0.5); // a higher decision is more "down"
  });

  it("is decided by weights that are rows: stored weights and offsets classify the rows", async () => {
    const data = await temporaryFolder(shapes({ apart: 1, perClass: 8 }));
    const out = await outFolder();
    const { results } = await modesOf(data, "--label", "shape", "--components", "30", "--out", out, ...QUICK);
    const weights = await arrayOf(out, "weights.npy");
    const { rowAt, numbers } = await stored(out, w2Metric);
    const labels = (await table(data, "labels.csv")).map((row) => row.shape);
    const { axes, decisions } = results.directions!;
    expect(weights.rows).toBe(axes.length + decisions.length);
    expect(decisions.length).toBe(3);
    decisions.forEach(({ first, second, offset }, p) => {
      const weight = rowView(weights, axes.length + p);
      numbers.forEach((at, s) => {
        if (labels[s] !== first && labels[s] !== second) return;
        const decision = rowAt(at).reduce((sum, x, k) => sum + x * weight[k]!, -offset);
        expect(decision > 0 ? first : second).toBe(labels[s]);
      });
    });
  });

  it.each(["knn", "rbf", "forest"])(
    "is found by permutation where the classifier is not linear (%s)",
    async (model) => {
      const out = await outFolder();
      const argv = [
        await oneLandmark(),
        "--label",
        "class",
        "--model",
        model,
        "--reference-size",
        "5",
        "--pairs",
        "3",
      ];
      const { results } = await modesOf(...argv, "--out", out);
      const { importance, decisions } = results.directions!;
      expect(importance).toMatchObject({ method: "permutation", patch: 1, repeats: 5, items: 40 });
      expect(decisions).toEqual([]);
      const [told, other] = importance.largest;
      expect(told!.importance).toBeGreaterThan(0.3); // half of the permuted rows have the other class's landmark
      expect(other!.importance).toBeLessThan(0.1);
      expect(Object.keys((await table(out, "importance.csv"))[0]!)).toEqual([
        "point",
        "importance",
        "standard_error",
      ]);
      expectWellFormed(await readFile(join(out, "report.html"), "utf8"));
    },
  );

  it("leaves the same bytes for any number of jobs, and others for another seed", async () => {
    const data = await temporaryFolder(shapes({ perClass: 8, apart: 1 }));
    const folders = await temporaryFolder({});
    const argv = ["modes", data, "--label", "shape", "--model", "forest", ...QUICK, "--out"] as const;
    await succeed(...argv, join(folders, "none"));
    await succeed(...argv, join(folders, "two"), "--jobs", "2");
    expect(await filesOf(join(folders, "two"))).toEqual(await filesOf(join(folders, "none")));
    await succeed(...argv, join(folders, "seed"), "--seed", "5");
    const [first, second] = [await filesOf(join(folders, "none")), await filesOf(join(folders, "seed"))];
    expect(second.get("coordinates.csv")).not.toBe(first.get("coordinates.csv"));
  });

  it("is not asked of a column with one value, of too few items for the folds, or of none", async () => {
    const data = await temporaryFolder(TINY);
    const refused = async (...argv: readonly string[]) => {
      const { exitCode, error, output } = await run("modes", ...argv);
      expect(output).toBe("");
      return [exitCode, error] as const;
    };
    const one = await temporaryFolder({
      ...TINY,
      "labels.csv": csv(["item,class", "a,u", "b,u", "c,u", "d,u"]),
    });
    expect(await refused(one, "--label", "class")).toEqual([
      3,
      expect.stringMatching(/one value "u".*two or more/),
    ]);
    expect(await refused(data, "--label", "clas")).toEqual([3, expect.stringMatching(/no column "clas"/)]);
    expect(await refused(data, "--label", "class", "--folds", "5")).toEqual([
      3,
      expect.stringMatching(/fold/),
    ]);
    expect(await refused(data, "--group", "class")).toEqual([
      2,
      expect.stringMatching(/--group is for the folds of --label/),
    ]);
    expect(await refused(data, "--model", "knn")).toEqual([2, expect.stringMatching(/--model .* --label/)]);
    expect(await refused(data, "--features", "distances")).toEqual([
      2,
      expect.stringMatching(/--features distances cannot be undone/),
    ]);
    expect(await refused(data, "--steps", "1")).toEqual([2, expect.stringMatching(/whole number 2 to 101/)]);
    expect(await refused(data, "--components", "0")).toEqual([
      2,
      expect.stringMatching(/whole number 1 to 50/),
    ]);
    expect(await refused(data, "--deviations", "0")).toEqual([2, expect.stringMatching(/above 0/)]);
    expect(await refused(data, "--kappa", "1")).toEqual([2, expect.stringMatching(/--kappa/)]);
    const equal = await temporaryFolder({
      ...TINY,
      "points.csv": csv(["item,x,y", "a,1,2", "b,1,2", "c,1,2", "d,1,2"]),
    });
    expect(await refused(equal)).toEqual([3, expect.stringMatching(/all 4 items are equal.*no modes/)]);
  });
});

function length(row: { readonly dx?: string; readonly dy?: string }): number {
  return Math.hypot(Number(row.dx), Number(row.dy));
}

/** Forty items of five landmarks far apart, of which one is 1 up or 1 down by class; all jitter a little. */
async function oneLandmark(): Promise<string> {
  const labels = ["item,class"];
  const points = ["item,x,y"];
  for (let s = 0; s < 40; s++) {
    const up = s % 2 === 0;
    labels.push(`i${s},${up ? "up" : "down"}`);
    for (let i = 0; i < 5; i++) {
      const jitter = (((7 * s + 13 * i) % 19) - 9) / 90; // no pattern that classes share
      points.push(`i${s},${6 * i + jitter},${(i === 2 ? (up ? 1 : -1) : 0) - jitter}`);
    }
  }
  return temporaryFolder({ "labels.csv": csv(labels), "points.csv": csv(points) });
}
