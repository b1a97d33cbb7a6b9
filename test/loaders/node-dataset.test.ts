import { mkdir, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { loadDataset, loadMeasure } from "../../loaders/node.js";
import { encodeNpy } from "../../loaders/npy.js";
import { FormatError } from "../../src/errors.js";
import { surfaceSample } from "../../src/measure/mesh.js";
import { seededRandom } from "../../src/numeric/random.js";
import { idxBytes } from "./idx-bytes.js";
import { temporaryFolder } from "./temporary-folder.js";

const LABELS = "item,group\nb,two\na,one\n";
const POINTS = "item,x\na,1\nb,2\nb,3\n";
const IMAGES = "label,p0,p1,p2,p3\n7,1,0,0,0\n3,1,2,0,0\n";
const OFF = "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n";
const IDX = idxBytes([2, 2, 2], [1, 0, 0, 0, 0, 0, 0, 5]);
const IDX_LABELS = idxBytes([2], [4, 6]);

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Names of the files that were read, without the folder. */
const baseNames = (inputs: readonly { path: string }[]): string[] => inputs.map(({ path }) => basename(path));

async function refusal(files: Files, words: string | RegExp, options = {}): Promise<void> {
  const folder = await temporaryFolder(files);
  await expect(loadDataset(folder, options)).rejects.toThrow(FormatError);
  await expect(loadDataset(folder, options)).rejects.toThrow(words);
}

describe("loadDataset of a folder with labels", () => {
  it("reads points.csv and says what it understood", async () => {
    const folder = await temporaryFolder({ "labels.csv": LABELS, "points.csv": POINTS, "README.md": "" });
    const { collection, inputs, description } = await loadDataset(folder);
    expect(collection.names).toEqual(["b", "a"]);
    expect(baseNames(inputs)).toEqual(["labels.csv", "points.csv"]);
    expect(inputs.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    expect(description).toBe(
      '2 items in dimension 1, 1 to 2 points each, from points.csv, items by labels.csv; labels: "group"',
    );
  });

  it("prefers points.csv, then the sub-folder that holds every item, then another table", async () => {
    const files = {
      "labels.csv": LABELS,
      "landmarks.csv": POINTS,
      "few/a.csv": "x\n1\n",
      "note.csv": "q\n1\n",
    };
    const full = { "full/a.csv": "x\n8\n", "full/b.csv": "x\n9\n" };
    const from = async (more: Files) =>
      baseNames((await loadDataset(await temporaryFolder({ ...files, ...more }))).inputs);
    expect(await from({ ...full, "points.csv": POINTS })).toEqual(["labels.csv", "points.csv"]);
    expect(await from(full)).toEqual(["labels.csv", "b.csv", "a.csv"]);
    expect(await from({})).toEqual(["labels.csv", "landmarks.csv"]);
  });

  it("takes the table or sub-folder that files names", async () => {
    const folder = await temporaryFolder({
      "labels.csv": LABELS,
      "points.csv": POINTS,
      "landmarks.csv": "item,landmark,x,y\na,p,1,1\nb,p,2,2\n",
      "off/a.off": OFF,
      "off/b.off": OFF,
    });
    const landmarks = await loadDataset(folder, { files: "landmarks.csv" });
    expect(landmarks.collection.pointNames).toEqual([["p"], ["p"]]);
    const meshes = await loadDataset(folder, { files: "off", sample: 4, seed: 3 });
    expect(meshes.collection.measures.map((mu) => mu.count)).toEqual([4, 4]);
    expect(meshes.collection.item).toEqual({ kind: "points" });
    const [b, a] = meshes.collection.measures;
    expect([...b!.points]).not.toEqual([...a!.points]); // one fork of the seed per item
    expect((await loadDataset(folder, { files: "off" })).collection.item).toEqual({ kind: "mesh" });
  });

  it("matches items to files with or without their ending and reads items.csv alike", async () => {
    const folder = await temporaryFolder({
      "items.csv": "item\na.csv\nb\n",
      "points/a.csv": "x\n1\n",
      "points/b.csv": "x\n2\n",
      "points/README.txt": "",
    });
    const { collection, description } = await loadDataset(folder);
    expect(collection.names).toEqual(["a.csv", "b"]);
    expect(description).toContain("no labels");
  });

  it("samples item s from none of the streams that a caller forks from the same seed", async () => {
    const folder = await temporaryFolder({ "a.off": OFF, "b.off": OFF });
    const { collection } = await loadDataset(folder, { sample: 3, seed: 2 });
    const { mesh } = await loadMeasure(join(folder, "a.off"));
    const streams = Array.from({ length: 100 }, (_, key) =>
      surfaceSample(mesh!, { count: 3, random: seededRandom(2).fork(key) }).points.join(),
    );
    for (const mu of collection.measures) expect(streams).not.toContain(mu.points.join());
  });

  it("says which files and folders it passed over in the sub-folder of the items", async () => {
    const files = {
      "labels.csv": LABELS,
      "f/a.csv": "x\n1\n",
      "f/b.csv": "x\n2\n",
      "f/c.CSVX": "",
      "f/deep/c.csv": "x\n3\n",
      "f/README.md": "",
    };
    const folder = await temporaryFolder(files);
    const warnings = [`${join(folder, "f")}: not read: "c.CSVX", "deep/"`];
    expect((await loadDataset(folder)).collection.warnings).toEqual(warnings);
    expect((await loadDataset(folder, { files: "f" })).collection.warnings).toEqual(warnings);
  });

  it("gives each point mass 1 with unitMass, in tables and in files", async () => {
    const folder = await temporaryFolder({
      "labels.csv": LABELS,
      "points.csv": POINTS,
      "f/a.csv": "x\n1\n2\n",
      "f/b.csv": "x\n3\n",
    });
    const masses = async (options: object) =>
      (await loadDataset(folder, { unitMass: true, ...options })).collection.measures.map((mu) => [
        ...mu.weights,
      ]);
    expect(await masses({})).toEqual([[1, 1], [1]]);
    expect(await masses({ files: "f" })).toEqual([[1], [1, 1]]);
  });

  it.each<[string, Files, string, object]>([
    ["labels without points", { "labels.csv": LABELS }, "there are no points; add points.csv", {}],
    [
      "items without files",
      { "labels.csv": LABELS, "f/a.csv": "x\n1\n" },
      'f: no file for item "b" (1 of 2 items have none)',
      {},
    ],
    [
      "files without labels",
      { "labels.csv": LABELS, "f/a.csv": "x\n1\n", "f/b.csv": "x\n1\n", "f/c.csv": "x\n1\n" },
      'no label for the file "c.csv" (1 of 3 files in f',
      {},
    ],
    [
      "two files for one item",
      { "labels.csv": LABELS, "f/a.csv": "x\n1\n", "f/b.csv": "x\n1\n", "f/b.xyz": "0 0 0\n" },
      'two files for item "b": b.csv and b.xyz',
      {},
    ],
    [
      "two sub-folders that hold all",
      {
        "labels.csv": LABELS,
        "f/a.csv": "x\n1\n",
        "f/b.csv": "x\n1\n",
        "g/a.csv": "x\n1\n",
        "g/b.csv": "x\n1\n",
      },
      '"f", "g" each hold the items; choose one with files',
      {},
    ],
    [
      "files of two dimensions",
      { "labels.csv": LABELS, "f/a.csv": "x\n1\n", "f/b.csv": "x,y\n1,1\n" },
      'item "a" has dimension 1',
      {},
    ],
    [
      "a bad file, by its path",
      { "labels.csv": LABELS, "f/a.csv": "x\n1\n", "f/b.csv": "x\nq\n" },
      "f/b.csv, line 2",
      {},
    ],
    ["a table as a mesh", { "labels.csv": LABELS, "points.csv": POINTS }, "need a mesh", { sample: 5 }],
    [
      "a name that is not listed",
      { "labels.csv": LABELS, "points.csv": POINTS },
      'no entry "off"',
      { files: "off" },
    ],
  ])("refuses %s", async (_, files, words, options) => {
    await refusal(files, words, options);
  });
});

describe("loadDataset of a folder without labels", () => {
  it("takes class folders with class/file as names", async () => {
    const folder = await temporaryFolder({
      "cat/1.csv": "x\n1\n",
      "cat/2.csv": "x\n2\n",
      "dog/1.csv": "x\n3\n",
      "empty/README.md": "",
    });
    const { collection } = await loadDataset(folder);
    expect(collection.names).toEqual(["cat/1", "cat/2", "dog/1"]);
    expect(collection.attributes).toEqual([{ name: "class", values: ["cat", "cat", "dog"] }]);
    expect(collection.warnings).toEqual(["empty: a folder without measures, left out"]);
  });

  it("says what it passed over beside the class folders and in them", async () => {
    const folder = await temporaryFolder({
      "extra.mat": "",
      "train-labels-idx1-ubyte": IDX_LABELS,
      "u/4.txt": "",
      "u/5.CSVX": "",
      "u/6.csv": "x\n1\n",
      "u/deep/9.csv": "x\n2\n",
      "v/1.csv": "x\n3\n",
      "v/LICENSE": "",
      "w/1.mat": "",
    });
    const { collection } = await loadDataset(folder);
    expect(collection.names).toEqual(["u/6", "v/1"]);
    expect(collection.warnings).toEqual([
      "w: a folder without measures, left out",
      `${folder}: not read: "extra.mat", "train-labels-idx1-ubyte"`,
      `${join(folder, "u")}: not read: "4.txt", "5.CSVX", "deep/"`,
      `${join(folder, "w")}: not read: "1.mat"`,
    ]);
  });

  it("names at most five class folders in which it passed files over", async () => {
    const classes = Array.from({ length: 30 }, (_, c) => [
      [`${c}/a.csv`, "x\n1\n"],
      [`${c}/a.mat`, ""],
    ]);
    const { collection } = await loadDataset(await temporaryFolder(Object.fromEntries(classes.flat())));
    expect(collection.warnings.length).toBe(6);
    expect(collection.warnings[5]).toBe("and 25 more warnings of this kind");
  });

  it("names labels of IDX images that belong to others", async () => {
    const folder = await temporaryFolder({
      "train-images-idx3-ubyte": IDX,
      "train-labels-idx1-ubyte": IDX_LABELS,
      "test-labels-idx1-ubyte": IDX_LABELS,
    });
    const { collection } = await loadDataset(folder);
    expect(collection.attributes[0]!.values).toEqual(["4", "6"]);
    expect(collection.warnings).toEqual([`${folder}: not read: "test-labels-idx1-ubyte"`]);
  });

  it("takes a flat folder of files of several kinds, and says what it did not read", async () => {
    const folder = await temporaryFolder({
      "a.off": OFF,
      "b.csv": "x,y,z\n1,2,3\n",
      "notes.txt": "",
      LICENSE: "",
      ".hidden.csv": "x\n1\n",
    });
    const { collection } = await loadDataset(folder);
    expect(collection.names).toEqual(["a", "b"]);
    expect(collection.item).toEqual({ kind: "points" });
    expect(collection.warnings).toEqual([`${folder}: not read: "notes.txt"`]);
  });

  it("names at most five warnings of its files and counts the others", async () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, s) => [`${s}.csv`, "x,q\n1,2\n"]));
    const { collection } = await loadDataset(await temporaryFolder(files));
    expect(collection.names.length).toBe(40);
    expect(collection.warnings.length).toBe(6);
    expect(collection.warnings[5]).toBe("and 35 more warnings of this kind");
  });

  it.each<[string, Files, string[]]>([
    ["a CSV of images", { "digits.csv": IMAGES, "README.md": "", LICENSE: "" }, ["0", "1"]],
    ["a table of points by item", { "cells.csv": POINTS, "make.py": "" }, ["a", "b"]],
    ["a CSV of one measure", { "cloud.csv": "x,y\n1,2\n" }, ["cloud"]],
    ["an NPY of a dataset", { "a.npy": encodeNpy(new Float64Array(12), [3, 2, 2]) }, ["0", "1", "2"]],
    ["an NPY of one measure", { "a.npy": encodeNpy(new Float64Array(4), [2, 2]) }, ["a"]],
    ["an NPZ", { "a.npz": zipSync({ "q.npy": encodeNpy(new Float64Array(2), [1, 2]) }) }, ["q"]],
    ["an IDX pair", { "images.idx3-ubyte": IDX, "labels.idx1-ubyte": IDX_LABELS }, ["0", "1"]],
  ])("takes a folder that holds only %s", async (_, files, names) => {
    const { collection } = await loadDataset(await temporaryFolder(files));
    expect(collection.names).toEqual(names);
    expect(collection.warnings).toEqual([]);
  });

  it("chooses among several datasets by files, and refuses to guess", async () => {
    const files = { "a.csv": IMAGES, "train-images-idx3-ubyte": IDX, "train-labels-idx1-ubyte": IDX_LABELS };
    await refusal(files, "it holds several datasets");
    const folder = await temporaryFolder(files);
    expect((await loadDataset(folder, { files: "a.csv" })).collection.attributes[0]!.values).toEqual([
      "7",
      "3",
    ]);
    const idx = await loadDataset(folder, { files: "train-images-idx3-ubyte" });
    expect(idx.collection.attributes[0]!.values).toEqual(["4", "6"]);
  });

  it.each<[string, Files, string]>([
    ["nothing", {}, "no data; a dataset is a folder with labels.csv"],
    ["no known form", { "a.mat": "", "README.md": "" }, '(there is "a.mat")'],
    ["a table of something else", { "a.csv": "time,day\n1,2\n" }, 'the columns "time", "day"'],
  ])("refuses a folder with %s", async (_, files, words) => {
    await refusal(files, words);
  });
});

describe("loadDataset of a file", () => {
  it("takes IDX images with the labels of the same name beside them", async () => {
    const folder = await temporaryFolder({
      "t10k-images-idx3-ubyte": IDX,
      "t10k-labels-idx1-ubyte": IDX_LABELS,
      "train-images-idx3-ubyte": IDX,
      "other-labels-idx1-ubyte": idxBytes([2], [0, 0]),
    });
    const test = await loadDataset(join(folder, "t10k-images-idx3-ubyte"));
    expect(test.collection.attributes[0]!.values).toEqual(["4", "6"]);
    expect(baseNames(test.inputs)).toEqual(["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]);
    const train = await loadDataset(join(folder, "train-images-idx3-ubyte"));
    expect(train.collection.attributes).toEqual([]);
    expect(train.collection.warnings).toEqual(["train-images-idx3-ubyte: no labels found beside it"]);
  });

  it("takes a CSV of images, and one mesh as one item", async () => {
    const folder = await temporaryFolder({ "d.csv": IMAGES, "m.off": OFF });
    const images = await loadDataset(join(folder, "d.csv"));
    expect(images.description).toBe(
      '2 items in dimension 2, images of 2 x 2 pixels, 1 to 2 points each, from d.csv; labels: "label"',
    );
    expect((await loadDataset(join(folder, "m.off"))).collection.names).toEqual(["m"]);
  });

  it.each([
    ["m.off", OFF],
    ["a.npy", encodeNpy(new Float64Array(12), [3, 2, 2])],
    ["a.npz", zipSync({ "q.npy": encodeNpy(new Float64Array(2), [1, 2]) })],
    ["images-idx3-ubyte", IDX],
  ])("refuses to choose coordinates in %s", async (name, content) => {
    await refusal({ [name]: content }, `${name}: coordinates can be chosen in CSV files only`, {
      coords: ["x"],
    });
  });

  it.each([
    ["absent.csv", {}, "there is no such file"],
    ["d.sav", {}, "the ending .sav is not one that is read"],
    ["d.csv", { files: "x" }, "can only be chosen in a folder"],
    ["d.csv", { weights: "area" }, "need a mesh"],
  ] as const)("refuses %s with %j", async (name, options, words) => {
    const folder = await temporaryFolder({ "d.csv": IMAGES, "d.sav": "" });
    await expect(loadDataset(join(folder, name), options)).rejects.toThrow(FormatError);
    await expect(loadDataset(join(folder, name), options)).rejects.toThrow(words);
  });
});

describe("a dataset", () => {
  it("cannot make the loader read outside its folder by the names of its items", async () => {
    const outside = await temporaryFolder({ "secret.csv": "x\n42\n" });
    const evil = [
      `../${basename(outside)}/secret`,
      `${outside}/secret.csv`,
      "f/../a",
      "<b>",
      "a\u0000",
      "'\"'",
    ];
    const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
    await refusal(
      { "labels.csv": `item\n${evil.map(quote).join("\n")}\n`, "f/a.csv": "x\n1\n", "f/b.csv": "x\n2\n" },
      "(6 of 6 items have none)",
    );
    await refusal(
      { "labels.csv": `item\na\n${evil.map(quote).join("\n")}\n`, "f/a.csv": "x\n1\n" },
      "(6 of 7 items have none)",
      { files: "f" },
    );
  });

  it.each(["..", "../x", "/etc", "f/a.csv", ".", "", ".hidden"])(
    "cannot be left by files = %j",
    async (files) => {
      await refusal({ "labels.csv": LABELS, "f/a.csv": "x\n1\n", ".hidden/a.csv": "x\n1\n" }, "no entry", {
        files,
      });
    },
  );

  it("refuses links that lead out of it and follows those that stay", async () => {
    const outside = await temporaryFolder({ "points.csv": POINTS, "a.csv": "x\n1\n" });
    const folder = await temporaryFolder({ "labels.csv": LABELS, "real.csv": POINTS });
    await symlink(join(outside, "points.csv"), join(folder, "points.csv"));
    await expect(loadDataset(folder)).rejects.toThrow("outside the dataset");
    const flat = await temporaryFolder({ "b.csv": "x\n1\n" });
    await symlink(outside, join(flat, "linked"));
    await expect(loadDataset(flat, { files: "linked" })).rejects.toThrow("outside the dataset");
    await symlink(join(folder, "real.csv"), join(folder, "good.csv"));
    expect((await loadDataset(folder, { files: "good.csv" })).collection.names).toEqual(["b", "a"]);
  });

  it("does not take a folder for inside because its name starts alike", async () => {
    const folder = await temporaryFolder({ "set/labels.csv": LABELS, "set-private/points.csv": POINTS });
    await symlink(join(folder, "set-private", "points.csv"), join(folder, "set", "points.csv"));
    await expect(loadDataset(join(folder, "set"))).rejects.toThrow("outside the dataset");
  });

  it("refuses links that lead nowhere or in a circle", async () => {
    const folder = await temporaryFolder({ "labels.csv": LABELS });
    await symlink("nowhere", join(folder, "points.csv"));
    await expect(loadDataset(folder)).rejects.toThrow("there is no such file");
    const circle = await temporaryFolder({});
    await symlink("a.csv", join(circle, "a.csv"));
    await expect(loadDataset(circle)).rejects.toThrow("lead in a circle");
  });

  it("may itself be reached through a link", async () => {
    const folder = await temporaryFolder({ "real/labels.csv": LABELS, "real/points.csv": POINTS });
    await symlink(join(folder, "real"), join(folder, "link"));
    expect((await loadDataset(join(folder, "link"))).collection.names).toEqual(["b", "a"]);
  });

  it("is refused when its points.csv is a folder", async () => {
    const folder = await temporaryFolder({ "labels.csv": LABELS });
    await mkdir(join(folder, "points.csv"));
    await expect(loadDataset(folder)).rejects.toThrow(FormatError);
  });
});
