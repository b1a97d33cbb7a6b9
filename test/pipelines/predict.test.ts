import { copyFile, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { csvParse } from "d3-dsv";
import { describe, expect, it } from "vitest";
import { encodeModel, parseModel } from "../../loaders/index.js";
import { loadDataset, loadModel } from "../../loaders/node.js";
import { labelsOf } from "../../pipelines/labels.js";
import { fitModel, predictModel } from "../../pipelines/model.js";
import type { PredictResults } from "../../pipelines/predict/results.js";
import { storedModel } from "../../pipelines/predict/stored-model.js";
import type { Report } from "../../pipelines/report.js";
import { withPool } from "../../pipelines/workers.js";
import { CLASSIFIERS, type ClassifierName, seededRandom, selectItems } from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNothingFetched, expectWellFormed } from "./report/well-formed.js";
import { filesOf, reportOf, run, succeed } from "./run-program.js";
import { csv, DATA, QUICK, shapes } from "./small-data.js";

const APES = join(DATA, "apes");
const KINDS = Object.keys(CLASSIFIERS) as ClassifierName[];
const FEW = [...QUICK, "--folds", "2", "--model", "knn"] as const;

/** A folder with a model of small shapes, learnt with these options. */
async function shapesModel(...options: readonly string[]): Promise<string> {
  const folder = await temporaryFolder(
    Object.fromEntries(Object.entries(shapes()).map(([name, text]) => [`old/${name}`, text])),
  );
  await saved(join(folder, "old"), join(folder, "a.model"), "--label", "shape", ...FEW, ...options);
  return folder;
}

/** A model of a dataset. */
async function saved(dataset: string, path: string, ...options: readonly string[]): Promise<void> {
  const { exitCode, error } = await run("classify", dataset, "--save", path, ...options);
  expect(error.replaceAll(/^pushforward: warning: .*\n/gm, "")).toBe("");
  expect(exitCode).toBe(0);
}

interface Predicted {
  readonly report: Report<PredictResults>;
  readonly error: string;
}

async function predicted(...argv: readonly string[]): Promise<Predicted> {
  const { exitCode, output, error } = await run("predict", ...argv, "--json");
  expect(error.replaceAll(/^pushforward: warning: .*\n/gm, "")).toBe("");
  expect(exitCode).toBe(0);
  return { report: JSON.parse(output), error };
}

async function refused(...argv: readonly string[]): Promise<string> {
  const { exitCode, output, error } = await run("predict", ...argv);
  expect(output).toBe("");
  expect(exitCode).toBe(3);
  return error;
}

describe("a model that went through its file", () => {
  const OPTIONS = { reference: "barycenter", referenceSize: 8, align: "rigid" } as const;
  const ROWS = { seed: 0, normalise: "mass", masses: "equal", path: APES, label: "genus" } as const;

  it.each(KINDS)("says of new items what it said before, with the classifier %s", async (model) => {
    const { collection, inputs } = await loadDataset(APES);
    const every = (r: number) => collection.names.flatMap((_, s) => (s % 5 === r ? [s] : []));
    const [old, fresh] = [[0, 1, 2, 3].flatMap(every), every(4)];
    await withPool({}, async (pool) => {
      const items = selectItems(collection, old);
      const labels = labelsOf(items, "genus");
      const options = { ...OPTIONS, metric: "w2", model } as const;
      const fit = await fitModel(pool, { collection: items, labels, random: seededRandom(2) }, options);
      const score = { accuracy: 0, standardError: 0, majorityRate: 0, measuredOn: "nothing" };
      const background = { collection: items, inputs, options: { ...ROWS, align: "rigid" as const }, score };
      const whole = await storedModel(fit, { ...background, codes: labels.codes, random: seededRandom(1) });
      const read = parseModel(encodeModel(whole));
      const before = await predictModel(pool, fit.model, selectItems(collection, fresh));
      const after = await predictModel(pool, read, selectItems(collection, fresh));
      expect(after.predicted).toEqual(before.predicted);
      expect(after.rows.matrix).toEqual(before.rows.matrix);
      expect(new Set(after.predicted).size).toBeGreaterThan(1);
    });
  });
});

describe("classify --save", () => {
  it("changes nothing else that is reported, and says what it kept", async () => {
    const folder = await temporaryFolder(shapes());
    const path = join(await temporaryFolder({}), "a.model");
    const options = [folder, "--label", "shape", ...FEW];
    const plain = await reportOf("classify", ...options);
    const { saved: kept, ...results } = (await reportOf("classify", ...options, "--save", path)).results;
    expect(results).toEqual(plain.results);
    expect(kept!.references[0]!.fittedOn).toBe(15);
    const { model } = await loadModel(path);
    expect(model.classes).toEqual(["shape-0", "shape-1", "shape-2"]);
    expect(model.origin.score!.accuracy).toBe(plain.results.accuracy);
    expect(model.items).toEqual({ kind: { kind: "points" }, count: 15, points: [12, 12] });
  });

  it("has the same bytes for the same seed, on any number of threads", async () => {
    const folder = await temporaryFolder(shapes());
    const out = await temporaryFolder({});
    const options = [folder, "--label", "shape", ...QUICK, "--folds", "2", "--model", "forest"];
    await succeed("classify", ...options, "--save", join(out, "a"));
    await succeed("classify", ...options, "--save", join(out, "b"), "--jobs", "2");
    await succeed("classify", ...options, "--save", join(out, "c"), "--seed", "1");
    const files = await filesOf(out);
    expect(files.get("a")).toBe(files.get("b"));
    expect(files.get("a")).not.toBe(files.get("c"));
  });

  it("replaces a model, and nothing else; says so before the work", async () => {
    const folder = await shapesModel();
    const old = join(folder, "old");
    const save = (path: string) => run("classify", old, "--label", "shape", ...FEW, "--save", path);
    expect((await save(join(folder, "a.model"))).exitCode).toBe(0);
    await writeFile(join(folder, "notes.txt"), "mine");
    for (const [path, sentence] of [
      [join(folder, "notes.txt"), /holds something that this program did not write/],
      [folder, /is a folder/],
      [join(folder, "none/a.model"), /lies in no folder/],
      [join(old, "a.model"), /is in the dataset/],
    ] as const) {
      const { exitCode, error, output } = await save(path);
      expect([exitCode, output]).toEqual([2, ""]);
      expect(error).toMatch(sentence);
    }
    expect(await readFile(join(folder, "notes.txt"), "utf8")).toBe("mine");
    expect((await run("classify", old, "--label", "none", "--save", join(folder, "b.model"))).exitCode).toBe(
      3,
    );
    await expect(stat(join(folder, "b.model"))).rejects.toThrow();
  });
});

describe("predict", () => {
  it("names new items, scores them, and leaves a table and a page", async () => {
    const folder = await shapesModel();
    const fresh = await temporaryFolder(shapes({ seed: 2 }));
    const out = join(folder, "out");
    const { report } = await predicted(join(folder, "a.model"), fresh, "--label", "shape", "--out", out);
    const { results } = report;
    expect(results.score!.accuracy).toBe(1);
    expect(results.score!.confusion).toEqual([
      [5, 0, 0],
      [0, 5, 0],
      [0, 0, 5],
    ]);
    expect(results.counts).toEqual([5, 5, 5]);
    expect(results.model).toMatchObject({ classifier: "knn", label: "shape", trainedOn: 15, accuracy: 1 });
    expect(report.inputs.map(({ path }) => path)).toContain(join(folder, "a.model"));
    const rows = csvParse(await readFile(join(out, "predictions.csv"), "utf8"));
    expect(rows.map((row) => row.predicted)).toEqual(rows.map((row) => row.shape));
    expect(rows.columns).toEqual([
      "item",
      "shape",
      "parity",
      "predicted",
      "distance",
      "dropped",
      "typicality",
      "unlike",
    ]);
    const page = await readFile(join(out, "report.html"), "utf8");
    expectWellFormed(page);
    expectNothingFetched(page);
    expect(page).toContain("Are these items like those that the model was learnt from?");
  });

  it("says the same of an item alone, among others and on any number of threads", async () => {
    const folder = await shapesModel();
    const model = join(folder, "a.model");
    const circle = Array.from({ length: 12 }, (_, i) => [Math.cos(i), Math.sin(i)].join());
    const files = { "a.csv": csv(["x,y", ...circle]), "b.csv": csv(["x,y", "8,0", "9,0", "10,0.1", "12,0"]) };
    const fresh = await temporaryFolder(files);
    const [a, b] = [join(fresh, "a.csv"), join(fresh, "b.csv")];
    const both = await predicted(model, a, b);
    expect(both.report.results.names).toEqual([a, b]);
    expect(both.report.results.predicted).toEqual(["shape-0", "shape-1"]);
    expect((await predicted(model, b)).report.results.predicted).toEqual(["shape-1"]);
    const outs = [join(folder, "one"), join(folder, "two")] as const;
    await run("predict", model, a, b, "--out", outs[0]);
    await run("predict", model, a, b, "--out", outs[1], "--jobs", "2");
    expect(await filesOf(outs[0])).toEqual(await filesOf(outs[1]));
  });

  it("warns of items that are unlike the training items, and of files that the model has seen", async () => {
    const folder = await shapesModel();
    const model = join(folder, "a.model");
    const seen = await predicted(model, join(folder, "old"), "--label", "shape");
    expect(seen.error).toMatch(/all files are among those that the model was learnt from/);
    expect(seen.report.results.unusual).toEqual([]);
    const far = await temporaryFolder({ "a.csv": csv(["x,y", "500,0", "501,1"]) });
    const { report, error } = await predicted(model, join(far, "a.csv"));
    expect(report.results.unusual).toHaveLength(1);
    expect(error).toMatch(/is unlike the training items: it is \d+.* from the nearest training item/);
  });

  it("warns of items that it has learnt from, in whatever file they stand", async () => {
    const folder = await shapesModel();
    const withoutLast = (text: string) => text.replaceAll(/^item-14,.*\n?/gm, "");
    const old = Object.entries(shapes()).map(([name, text]) => [name, withoutLast(text)]);
    const again = await temporaryFolder(Object.fromEntries(old));
    const own = await predicted(join(folder, "a.model"), join(folder, "old"));
    const { error } = await predicted(join(folder, "a.model"), again);
    const fresh = await predicted(join(folder, "a.model"), await temporaryFolder(shapes({ seed: 2 })));
    expect(own.error).toMatch(/15 of 15 items lie exactly on training items/);
    expect(error).toMatch(/14 of 14 items lie exactly on training items/);
    expect(error).not.toMatch(/files are among those/);
    expect(fresh.error).not.toMatch(/lie exactly/);
  });

  it("counts items of classes that the model does not know as wrong, and says so", async () => {
    const folder = await shapesModel();
    const fresh = shapes({ seed: 2 });
    const labels = fresh["labels.csv"]!.replaceAll("shape-2", "cross");
    const other = await temporaryFolder({ ...fresh, "labels.csv": labels });
    const { report, error } = await predicted(join(folder, "a.model"), other, "--label", "shape");
    expect(report.results.score!.classes).toEqual(["shape-0", "shape-1", "shape-2", "cross"]);
    expect(report.results.score!.accuracy).toBe(10 / 15);
    expect(error).toMatch(/classes that the model does not know: "cross"; their 5 items count as wrong/);
  });

  it.each([
    ["hk", []],
    ["opt", []],
    ["w2", ["--references", "2"]],
    ["w2", ["--reference", "class-barycenter"]],
    ["w2", ["--features", "distances", "--align", "scale"]],
    ["w2", ["--align", "rigid"]],
  ])("works with metric %s and %j", async (metric, options) => {
    const folder = await shapesModel("--metric", metric, ...options);
    const fresh = await temporaryFolder(shapes({ seed: 2 }));
    const { report } = await predicted(join(folder, "a.model"), fresh, "--label", "shape");
    expect(report.results.score!.accuracy).toBeGreaterThan(0.8);
    expect(report.settings.metric).toBe(metric);
  });

  it("treats spectra as the training ones, with the wavelengths that were given for them", async () => {
    const wave = (s: number, noise: number) =>
      Array.from({ length: 8 }, (_, b) => 3 + Math.abs(((b + 4 * (s % 2)) % 8) - 4) + noise * ((b * 7) % 3));
    const table = (noise: number) =>
      csv([
        "kind,0,1,2,3,4,5,6,7",
        ...Array.from({ length: 8 }, (_, s) => `${s % 2 ? "odd" : "even"},${wave(s, noise * s).join()}`),
      ]);
    const folder = await temporaryFolder({
      "old.csv": table(0.01),
      "new.csv": table(0.02),
      "short.csv": csv(["kind,0,1,2,3", "odd,1,2,3,4"]),
      "nm.txt": "400 410 430 440 460 480 490 500\n",
    });
    const at = (name: string) => join(folder, name);
    const steps = ["--bands", "1-6", "--bin", "2", "--baseline", "minimum", "--band-mass", "density"];
    await saved(
      at("old.csv"),
      at("a.model"),
      "--label",
      "kind",
      ...FEW,
      "--wavelengths",
      at("nm.txt"),
      ...steps,
    );
    const { model } = await loadModel(at("a.model"));
    expect(model.recipe).toMatchObject({
      bin: 2,
      baseline: "minimum",
      bandMass: "density",
      bands: [1, 2, 3, 4, 5, 6],
    });
    expect([...model.recipe.axis!.values]).toEqual([400, 410, 430, 440, 460, 480, 490, 500]);
    const { report } = await predicted(at("a.model"), at("new.csv"), "--label", "kind");
    expect(report.results.score!.accuracy).toBe(1);
    expect(await refused(at("a.model"), at("short.csv"))).toMatch(/short\.csv, header: there is no band 4/);
  });

  it("draws as many points from a mesh as the training items had", async () => {
    const folder = await temporaryFolder({});
    const set = await temporaryFolder({
      "a/x.off": off(1),
      "a/y.off": off(1.1),
      "b/x.off": off(3),
      "b/y.off": off(3.2),
    });
    const path = join(folder, "a.model");
    await saved(set, path, "--label", "class", "--sample", "30", ...FEW);
    await copyFile(join(set, "b/x.off"), join(folder, "new.off"));
    const { report } = await predicted(path, join(folder, "new.off"));
    expect(report.settings.sample).toBe(30);
    expect(report.results.predicted).toEqual(["b"]);
    expect(await refused(path, APES)).toMatch(/points without faces; sample and area weights need a mesh/);
  });
});

/** A tetrahedron, three corners at this distance from the fourth. */
function off(size: number): string {
  const corners = ["0 0 0", `${size} 0 0`, `0 ${size} 0`, `0 0 ${size}`];
  return csv(["OFF", "4 4 0", ...corners, "3 0 1 2", "3 0 1 3", "3 0 2 3", "3 1 2 3"]);
}

describe("predict refuses", () => {
  const cloud = (rows: readonly string[], header = "x,y") => csv([header, ...rows]);

  it("items that the model cannot be asked about", async () => {
    const folder = await shapesModel();
    const model = join(folder, "a.model");
    const files = {
      "space.csv": cloud(["0,0,1", "1,1,1"], "x,y,z"),
      "spectrum.csv": csv(["kind,100 nm,200 nm,300 nm,400 nm", "a,1,2,3,4"]),
      "images.csv": csv(["label,p0,p1,p2,p3", "7,1,0,0,0"]),
    };
    const fresh = await temporaryFolder(files);
    expect(await refused(model, join(fresh, "space.csv"))).toMatch(
      /space\.csv: its points have 3 coordinates, but the model was learnt in dimension 2/,
    );
    expect(await refused(model, join(fresh, "spectrum.csv"))).toMatch(
      /holds spectra, but the model was learnt from points/,
    );
    expect(await refused(model, join(fresh, "images.csv"))).toMatch(/holds images of 2 x 2 pixels/);
    expect(await refused(model, join(fresh, "none.csv"))).toMatch(/no such file/);
    expect(await refused(model, APES, "--label", "none")).toMatch(
      /no column "none"; the columns are: "group"/,
    );
  });

  it("points without the names that the model turns items by", async () => {
    const folder = await temporaryFolder({ "a.csv": cloud(["0,0", "1,1", "2,0"]) });
    const path = join(folder, "apes.model");
    await saved(APES, path, "--label", "genus", "--align", "rigid", ...FEW);
    expect(await refused(path, join(folder, "a.csv"))).toMatch(/turns items by 8 points named "1", "2"/);
  });

  it("other masses, where masses are kept and have to be equal", async () => {
    const folder = await shapesModel("--normalise", "none", "--unit-mass");
    const fresh = await temporaryFolder({ "a.csv": cloud(["0,0", "1,1"]) });
    expect(await refused(join(folder, "a.model"), join(fresh, "a.csv"))).toMatch(
      /has mass 2, those that the model was learnt from 12.*--normalise mass/,
    );
  });

  it("what is no model, with nothing written", async () => {
    const folder = await shapesModel();
    const bytes = await readFile(join(folder, "a.model"));
    await writeFile(join(folder, "cut.model"), bytes.subarray(0, bytes.length / 2));
    const out = join(folder, "out");
    expect(await refused(join(folder, "cut.model"), APES, "--out", out)).toMatch(
      /cut\.model: not a sound zip/,
    );
    expect(await refused(join(APES, "labels.csv"), APES)).toMatch(/no model file/);
    expect(await refused(join(folder, "none.model"), APES)).toMatch(/no such file/);
    await expect(stat(out)).rejects.toThrow();
  });

  it("wrong usage, by its exit code", async () => {
    for (const argv of [[], ["a.model"], ["a.model", "b", "--metric", "hk"]]) {
      const { exitCode, output } = await run("predict", ...argv);
      expect([exitCode, output]).toEqual([2, ""]);
    }
  });
});
