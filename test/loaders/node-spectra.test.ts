import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DatasetOptions, loadDataset, openDataset } from "../../loaders/node-dataset.js";
import { loadMeasure } from "../../loaders/node-measure.js";
import { requireFewValues } from "../../loaders/node-spectra.js";
import { FormatError } from "../../src/errors.js";
import { type EnviLayout, enviData, enviHeader } from "./envi-bytes.js";
import { jcampText } from "./jcamp-encoder.js";
import { matBytes } from "./mat-bytes.js";
import { temporaryFolder } from "./temporary-folder.js";

const CSV = "class,400 nm,410 nm,420 nm,440 nm\nu,1,2,3,4\nv,4,3,2,1\n";
const NUMBERED = "class,1,2,3,4\nu,1,2,3,4\nv,4,3,2,1\n";
const jdx = (title: string, ordinates: readonly number[], units = "1/CM") =>
  jcampText({ title, ordinates, records: { XUNITS: units } }, "DIF");

async function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  path: string,
  options: DatasetOptions = {},
) {
  const folder = await temporaryFolder(files);
  const { wavelengths } = options;
  const given = wavelengths === undefined ? options : { ...options, wavelengths: join(folder, wavelengths) };
  return loadDataset(join(folder, path), given);
}

const masses = (loaded: Awaited<ReturnType<typeof load>>) =>
  loaded.collection.measures.map((mu) => Array.from(mu.weights));

describe("datasets of spectra", () => {
  it("a CSV, alone or in a folder of its own", async () => {
    for (const path of ["spectra.csv", "."]) {
      const loaded = await load({ "spectra.csv": CSV }, path);
      expect(loaded.description).toBe(
        "2 items in dimension 1, spectra over wavelength (nm), 4 points each, from spectra.csv (no baseline taken off, " +
          'negative values refused, mass of a band: its value, bands not binned); labels: "class"',
      );
      expect(loaded.collection.warnings).toEqual([]);
      expect(masses(loaded)).toEqual([
        [1, 2, 3, 4],
        [4, 3, 2, 1],
      ]);
    }
  });

  it("a CSV with a column item beside labels.csv, in the order of the labels", async () => {
    const files = {
      "labels.csv": "item,age\nb,3\na,5\n",
      "spectra.csv": "item,class,400,410,420,440\na,u,1,2,3,4\nb,v,4,3,2,1\n",
    };
    const loaded = await load(files, ".");
    expect(loaded.collection.names).toEqual(["b", "a"]);
    expect(loaded.collection.attributes).toEqual([
      { name: "age", values: ["3", "5"] },
      { name: "class", values: ["v", "u"] },
    ]);
    expect(masses(loaded)[0]).toEqual([4, 3, 2, 1]);
    const refused = async (spectra: string, words: string) => {
      await expect(load({ ...files, "spectra.csv": spectra }, ".")).rejects.toThrow(words);
    };
    await refused("item,400,410,420,440\na,1,2,3,4\n", 'item "b": no spectrum');
    await refused(`${files["spectra.csv"]}c,u,1,2,3,4\n`, 'item "c": it is not in');
    await refused(`${files["spectra.csv"]}a,u,1,2,3,4\n`, 'line 4: item "a" has a second spectrum');
  });

  it("a JCAMP-DX file, a spectrum a block", async () => {
    const link = `##TITLE=all\n##DATA TYPE=LINK\n${jdx("p", [1, 2, 3])}${jdx("q", [3, 2])}##END=\n`;
    const loaded = await load({ "f.dx": link }, "f.dx");
    expect(loaded.collection.names).toEqual(["p", "q"]);
    expect(loaded.description).toContain(
      "spectra over wavenumber (1/cm), 2 to 3 points each, from f.dx (no baseline",
    );
    const mixed = link.replace("##XUNITS=1/CM", "##XUNITS=NM");
    await expect(load({ "f.dx": mixed }, "f.dx")).rejects.toThrow(
      "f.dx: one spectrum is over wavelength (nm), another over wavenumber (1/cm); convert one of them",
    );
  });

  it("a folder of JCAMP-DX files, with class folders or labels.csv or neither", async () => {
    const files = {
      "a.jdx": jdx("p", [1, 2, 3]),
      "b.dx": jdx("p", [3, 2, 1]),
      "c.JCAMP": jdx("p", [1, 1, 1]),
    };
    const inside = (folder: string) =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
    expect((await load(files, ".")).collection.names).toEqual(["a", "b", "c"]);
    const classes = await load({ ...inside("u"), ...inside("v") }, ".");
    expect(classes.collection.attributes[0]!.values).toEqual(["u", "u", "u", "v", "v", "v"]);
    const labelled = await load({ ...inside("files"), "labels.csv": "item,k\nc,1\nb,2\na,3\n" }, ".", {
      bin: 3,
    });
    expect(labelled.collection.names).toEqual(["c", "b", "a"]);
    expect(labelled.collection.item).toEqual({ kind: "spectrum", quantity: "wavenumber", unit: "1/cm" });
    expect(labelled.description).toContain("3 neighbouring bands summed");
    expect(masses(labelled)).toEqual([[3], [6], [6]]);
    await expect(load({ ...files, "d.jdx": jdx("p", [1, 2, 3], "NM") }, ".")).rejects.toThrow(
      "keep them apart",
    );
    await expect(load({ ...files, "d.xyz": "1 2 3\n" }, ".")).rejects.toThrow(FormatError);
  });

  it("the same in chunks, which are files", async () => {
    const names = Array.from({ length: 20 }, (_, s) => `s${String(s).padStart(2, "0")}`);
    const folder = await temporaryFolder(
      Object.fromEntries(names.map((name, s) => [`${name}.jdx`, jdx(name, [1, 2, s + 1])])),
    );
    const opened = await openDataset(folder, { chunkedFrom: 1 });
    const whole = await loadDataset(folder);
    expect(opened.description).toBe(whole.description);
    expect(opened.about.item).toEqual(whole.collection.item);
    const read = await opened.read([3, 17]);
    expect(read.measures.map((mu) => mu.weights[2])).toEqual([4, 18]);
  });

  it("of a CSV and of labelled spectra that are large are read whole", async () => {
    const folder = await temporaryFolder({
      "labels.csv": "item\nb\na\n",
      "spectra.csv": "item,400,410,420,440\na,1,2,3,4\nb,4,3,2,1\n",
      "other/spectra.csv": CSV,
    });
    for (const path of [folder, join(folder, "other/spectra.csv"), join(folder, "spectra.csv")]) {
      const opened = await openDataset(path, { chunkedFrom: 1 });
      expect(opened.description).toBe((await loadDataset(path)).description);
      expect((await opened.read([1])).measures[0]!.count).toBe(4);
    }
  });

  it("named by numbers only say so, unless a file gives the wavelengths", async () => {
    const loaded = await load({ "s.csv": NUMBERED }, "s.csv");
    expect(loaded.collection.item).toEqual({ kind: "spectrum", quantity: "band" });
    expect(loaded.collection.warnings).toEqual([
      expect.stringContaining("no wavelengths are given, so the number of a band"),
    ]);
    const files = { "s.csv": NUMBERED, "w.txt": "wavelength (nm)\n400\n410\n430\n480\n" };
    const given = await load(files, "s.csv", { wavelengths: "w.txt", bands: [0, 1, 3] });
    expect(given.collection.item).toEqual({ kind: "spectrum", quantity: "wavelength", unit: "nm" });
    expect(given.collection.warnings).toEqual([]);
    expect(Array.from(given.collection.measures[0]!.points)).toEqual([400, 410, 480]);
    expect(given.inputs.map(({ path }) => path.split("/").at(-1))).toEqual(["s.csv", "w.txt"]);
  });

  it.each([
    ["400 410 430", {}, "3 wavelengths for 4 bands"],
    ["400 410 430", { bands: [0, 1] }, "3 wavelengths for 4 bands (2 of them kept)"],
    ["400 410 405 430", {}, "increase from band to band"],
    ["430 420 410 400", {}, "increase from band to band"],
    ["400 410 nan 430", {}, '"nan" is not a finite number'],
    ["", {}, "it holds no numbers"],
  ])("refuse the wavelengths %j", async (text, options, words) => {
    const loading = load({ "s.csv": NUMBERED, "w.txt": text }, "s.csv", { ...options, wavelengths: "w.txt" });
    await expect(loading).rejects.toThrow(words);
    await expect(loading).rejects.toThrow(FormatError);
  });
});

const LAYOUT: EnviLayout = { interleave: "bip", dataType: 4, byteOrder: 0 };
const SHAPE = { height: 2, width: 2, bands: 3 };

describe("a cube as a dataset", () => {
  const scene = Uint8Array.from({ length: 12 }, (_, e) => (e % 4 === 3 ? 0 : 1 + e)); // pixel (1, 1) is 0 in all bands
  const mat = matBytes([{ name: "scene", shape: [2, 2, 3], data: scene }]);

  it("has its pixels as items, but those that are 0 throughout", async () => {
    const loaded = await load({ "a.mat": mat }, "a.mat", { bands: [0, 2] });
    expect(loaded.collection.names).toEqual(["0,0", "0,1", "1,0"]);
    expect(masses(loaded)).toEqual([
      [1, 9],
      [3, 11],
      [2, 10],
    ]);
    expect(Array.from(loaded.collection.measures[0]!.points)).toEqual([0, 2]);
    expect(loaded.collection.warnings).toEqual([
      expect.stringContaining("no wavelengths are given"),
      expect.stringContaining("1 pixels of which every band is 0 are left out"),
    ]);
    expect(loaded.description).toMatch(
      /^3 items in dimension 1, spectra over band, 2 points each, from the pixels of a cube of 2 x 2/,
    );
  });

  it("names pixel and band of what is negative or NaN", async () => {
    const files = (value: number) => ({
      "a.hdr": enviHeader(SHAPE, LAYOUT),
      "a.dat": enviData(SHAPE, LAYOUT, (r, c, b) => (r === 1 && c === 0 && b === 2 ? value : 1)),
    });
    await expect(load(files(-1), "a.hdr")).rejects.toThrow(
      'spectrum "1,0", band 2: the value -1 is negative',
    );
    await expect(load(files(Number.NaN), "a.hdr", { negatives: "clip" })).rejects.toThrow(
      'spectrum "1,0", band 2: the value is NaN',
    );
    expect(masses(await load(files(-1), "a.hdr", { negatives: "clip" }))[2]).toEqual([1, 1, 0]);
  });
});

describe("the size of a cube as a dataset", () => {
  it("is refused above 2^25 values, before they become doubles", async () => {
    expect(() => requireFewValues("a.hdr", 2 ** 20, 32)).not.toThrow();
    expect(() => requireFewValues("a.hdr", 2 ** 20 + 1, 32)).toThrow(
      "a.hdr: 1048577 pixels of 32 bands are 33554464 values, over the limit of 33554432; keep fewer bands (--bands)",
    );
    // a data file without blocks on the disk, and all 0: no pixel is left out then
    const shape = { height: 2 ** 10, width: 2 ** 10, bands: 33 };
    const byte: EnviLayout = { interleave: "bip", dataType: 1, byteOrder: 0 };
    const folder = await temporaryFolder({ "a.hdr": enviHeader(shape, byte), "a.img": "" });
    await truncate(join(folder, "a.img"), 33 * 2 ** 20);
    await expect(loadDataset(join(folder, "a.hdr"))).rejects.toThrow("a.hdr: 1048576 pixels of 33 bands");
  });
});

describe("the rule for spectra", () => {
  it.each<[DatasetOptions, string]>([
    [{ baseline: "minimum" }, "baseline (--baseline) means nothing here"],
    [{ negatives: "clip" }, "negatives (--negatives) means nothing here"],
    [{ bin: 2 }, "bin (--bin) means nothing here"],
    [{ bands: [1] }, "bands (--bands) means nothing here"],
    [{ bandMass: "density" }, "bandMass (--band-mass) means nothing here"],
    [{ wavelengths: "w.txt" }, "wavelengths (--wavelengths) means nothing here"],
    [{ variable: "a" }, 'so there is no variable "a"; leave variable (--variable) out'],
  ])("%j is refused for other data", async (options, words) => {
    await expect(load({ "p.csv": "x,y\n0,1\n", "w.txt": "1 2" }, "p.csv", options)).rejects.toThrow(words);
  });

  it("works on single files too", async () => {
    const folder = await temporaryFolder({ "a.jdx": jdx("p", [1, 2, 5, 4]), "p.csv": "x,y\n0,1\n" });
    const { measure } = await loadMeasure(join(folder, "a.jdx"), { baseline: "minimum", bin: 2 });
    expect(Array.from(measure.weights)).toEqual([1, 7]);
    await expect(loadMeasure(join(folder, "p.csv"), { bin: 2 })).rejects.toThrow("it holds no spectra");
    await expect(loadMeasure(join(folder, "a.jdx"), { coords: ["x"] })).rejects.toThrow("CSV files only");
    await expect(loadMeasure(join(folder, "a.jdx"), { sample: 5 })).rejects.toThrow("need a mesh");
  });
});
