import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { encodeNpy, zipFile } from "pushforward/loaders";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { coordinatesCsv } from "../../../notebooks/lib/download-coordinates.ts";
import { clusters } from "../../../notebooks/tasks/clusters.ts";
import { type OwnDataInput, type OwnDataOutput, ownData } from "../../../notebooks/tasks/own-data.ts";
import { type GivenFile, readCollection } from "../../../notebooks/tasks/read-collection.ts";
import { describeInChromium, launchChromium } from "../chromium.ts";
import { expectQuiet, openNotebook } from "./notebook.ts";

const DATA = join(import.meta.dirname, "../../../data");
const APES = [committed("apes/points.csv"), committed("apes/labels.csv")];
/** Twelve clouds of five points in the plane, on a grid that turns from item to item. */
const CLOUDS = Float64Array.from({ length: 12 * 5 * 2 }, (_, n) => (n * 37) % 23);
const CLOUDS_NPY = { name: "clouds.npy", bytes: encodeNpy(CLOUDS, [12, 5, 2]) };
const LARGE = 100 * 2 ** 20;

describe("the files of a reader", () => {
  const IMAGES = textFile("images.csv", "label,p0,p1,p2,p3\nseven,0,1,2,3\none,4,0,0,1\n");
  const POINTS = textFile("points.csv", "item,x,y\na,0,0\na,1,0\nb,0,1\n");
  const LABELS = textFile("labels.csv", "item,kind\na,left\nb,right\n");
  const CLOUD = textFile("one.csv", "x,y,z\n0,0,0\n1,2,3\n");
  const IDX_IMAGES = {
    name: "some-images.idx3-ubyte",
    bytes: Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 0, 5, 6),
  };
  const IDX_LABELS = {
    name: "some-labels.idx1-ubyte",
    bytes: Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9),
  };
  const NPZ = { name: "clouds.npz", bytes: zipFile(new Map([["points.npy", CLOUDS_NPY.bytes]])) };
  const ONE_NPY = { name: "cloud.npy", bytes: encodeNpy(CLOUDS, [60, 2]) };

  test.each([
    ["points", [POINTS], { items: 2, kind: "points", dim: 2, columns: "" }],
    ["points with labels", [LABELS, POINTS], { items: 2, kind: "points", dim: 2, columns: "kind" }],
    ["images", [IMAGES], { items: 2, kind: "image", dim: 2, columns: "label" }],
    [
      "spectra",
      [committed("spectra/mayonnaise.csv")],
      { items: 162, kind: "spectrum", dim: 1, columns: "sample,oil_type,train" },
    ],
    ["one cloud", [CLOUD], { items: 1, kind: "points", dim: 3, columns: "" }],
    ["IDX", [IDX_IMAGES], { items: 2, kind: "image", dim: 2, columns: "" }],
    ["IDX with labels", [IDX_LABELS, IDX_IMAGES], { items: 2, kind: "image", dim: 2, columns: "label" }],
    ["NPY", [CLOUDS_NPY], { items: 12, kind: "points", dim: 2, columns: "" }],
    ["NPY of one", [ONE_NPY], { items: 1, kind: "points", dim: 2, columns: "" }],
    ["NPZ", [NPZ], { items: 12, kind: "points", dim: 2, columns: "" }],
    ["a mesh", [committed("meshes/bunny.ply")], { items: 1, kind: "mesh", dim: 3, columns: "" }],
    [
      "a file an item",
      [textFile("a.xyz", "0 0 0\n1 1 1\n"), CLOUD],
      { items: 2, kind: "points", dim: 3, columns: "" },
    ],
  ])("are understood: %s", (_, files, expected) => {
    const { names, measures, attributes, item } = readCollection(files);
    const columns = attributes.map(({ name }) => name).join();
    expect({ items: names.length, kind: item.kind, dim: measures[0]!.dim, columns }).toEqual(expected);
  });

  test.each([
    ["none", [], /there is no file/],
    ["an empty one", [textFile("points.csv", "")], /points\.csv: it is empty/],
    ["an ending that is not known", [textFile("notes.docx", "hello")], /notes\.docx: its ending .*\.ply/],
    ["nonsense as a mesh", [textFile("a.ply", "hello")], /a\.ply/],
    ["nonsense as an archive", [textFile("a.npz", "hello")], /a\.npz/],
    ["nonsense as an array", [textFile("a.npy", "hello")], /a\.npy/],
    ["nonsense as images", [textFile("a.idx3-ubyte", "hello")], /a\.idx3-ubyte/],
    ["a word among numbers", [textFile("a.csv", "item,x,y\na,0,far\n")], /a\.csv, line 2.*far/],
    [
      "labels of other items",
      [POINTS, textFile("labels.csv", "item,kind\na,left\n")],
      /"b" is not in labels\.csv/,
    ],
    ["labels for an array", [CLOUDS_NPY, LABELS], /labels\.csv: clouds\.npy has no place for labels/],
    ["labels for several files", [CLOUD, POINTS, LABELS], /labels\.csv: labels go with one file/],
  ])("are refused in a sentence: %s", (_, files, sentence) => {
    expect(() => readCollection(files)).toThrow(sentence);
    expect(() => readCollection(files)).toThrow(expect.objectContaining({ tag: "FormatError" }));
  });

  test("large ones are thinned, and the page can say so", () => {
    const many = Float64Array.from({ length: 3 * 400 * 2 }, (_, n) => (n * 37) % 1009);
    const { understood, names } = embedded(
      [{ name: "many.npy", bytes: encodeNpy(many, [3, 400, 2]) }],
      "none",
    );
    expect(names.length).toBe(3);
    expect(understood).toContain("Of 3 items with more than 300 points so many were drawn.");
  });

  test("equal items have no coordinates, and one item has none", () => {
    const equal = encodeNpy(new Float64Array(3 * 2 * 2).fill(1), [3, 2, 2]);
    expect(embedded([{ name: "equal.npy", bytes: equal }], "none").coordinates.cols).toBe(0);
    expect(embedded([ONE_NPY], "none").coordinates).toMatchObject({ rows: 1, cols: 0 });
  });
});

describeInChromium("notebook: own data", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test("the example has the numbers of Node, and so has the table to save; k and colours change the map", async () => {
    const notebook = await openNotebook(browser, "09-your-own-data");
    const { page } = notebook;
    const first = await notebook.numbersOf("own");
    const apes = embedded(APES, "rigid");
    expect(first).toEqual(shown(apes));
    const three = await notebook.numbersOf("clusters");
    expect(three).toEqual(shownClusters(apes, 3));
    expect(await savedText(page)).toBe(
      coordinatesCsv(apes, clusters({ rows: apes.rows, k: 3, seed: 0 }).labels),
    );

    const [items, map] = await notebook.pictures();
    await notebook.slide("clusters k", 6);
    expect(await notebook.numbersOf("clusters", three)).toEqual(shownClusters(apes, 6));
    await expect.poll(async () => (await notebook.pictures())[1]).not.toBe(map);
    expect((await notebook.pictures())[0]).toBe(items);
    await page
      .locator("form")
      .filter({ hasText: "colour by" })
      .locator("select")
      .selectOption({ label: "genus" });
    await page.locator("main figure", { hasText: "gorilla" }).waitFor(WAIT);
    expectQuiet(notebook);
  });

  test("dropped files are analysed; bad ones are refused in a sentence, and the page goes on", async () => {
    const notebook = await openNotebook(browser, "09-your-own-data");
    const { page } = notebook;
    const alert = page.getByRole("alert");
    const example = await notebook.numbersOf("own");

    await drop(page, CLOUDS_NPY.name, CLOUDS_NPY.bytes);
    const own = await notebook.numbersOf("own", example);
    await expect
      .poll(() => notebook.numbersOf("clusters"), WAIT)
      .toEqual(shownClusters(embedded([CLOUDS_NPY], "none"), 3));
    expect(own).toEqual(shown(embedded([CLOUDS_NPY], "none")));

    for (const [name, bytes, sentence] of [
      ["empty.csv", new Uint8Array(0), "empty.csv: it is empty (0 bytes)"],
      ["nonsense.ply", Uint8Array.from({ length: 5000 }, (_, n) => (n * 89) % 251), "nonsense.ply"],
      ["large.npy", LARGE, "large.npy has 100 MB, and a page takes 64 MB at most"],
    ] as const) {
      await drop(page, name, bytes);
      await expect.poll(async () => (await alert.allInnerTexts()).join(), WAIT).toContain(sentence);
      expect(await alert.count()).toBe(1);
      await expect.poll(() => page.locator("[data-numbers]").count(), WAIT).toBe(0);
      expect(await notebook.pictures()).toEqual([]);
    }
    await drop(page, "one.npy", encodeNpy(CLOUDS, [60, 2]));
    await page.locator("p", { hasText: "A map needs several items" }).waitFor(WAIT);
    expect(await alert.count()).toBe(0);

    await page
      .locator("input[type=file]")
      .setInputFiles(
        APES.map(({ name, bytes }) => ({ name, mimeType: "text/csv", buffer: Buffer.from(bytes) })),
      );
    await expect.poll(() => notebook.numbersOf("own"), WAIT).toEqual(shown(embedded(APES, "none")));
    expectQuiet(notebook);
  });
});

/** Milliseconds that a cell may take on a busy machine. */
const WAIT = { timeout: 40_000 };

function committed(path: string): GivenFile {
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    bytes: new Uint8Array(readFileSync(join(DATA, path))),
  };
}

function textFile(name: string, text: string): GivenFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** With the settings that the page begins with. */
function embedded(files: readonly GivenFile[], alignment: OwnDataInput["alignment"]): OwnDataOutput {
  return ownData({ files, alignment, referencePoints: 60, seed: 0 }, () => {});
}

/** What the notebook shows of items. */
function shown({ names, dim, referenceCount, coordinates, explained, worstGap }: OwnDataOutput) {
  return {
    items: names.length,
    dimensions: dim,
    "reference points": referenceCount,
    axes: coordinates.cols,
    "variance on axis 1": explained[0],
    "variance on axis 2": explained[1],
    "largest gap of a certificate": worstGap,
  };
}

function shownClusters({ rows }: OwnDataOutput, k: number) {
  const { sizes, inertia } = clusters({ rows, k, seed: 0 });
  const bySize = Object.fromEntries(sizes.map((size, c) => [`cluster ${c + 1}`, size]));
  return { ...bySize, "sum of squares within": inertia };
}

/** What the link saves. */
async function savedText(page: Page): Promise<string> {
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Save coordinates.csv" }).click(),
  ]);
  return readFile(await saved.path(), "utf8");
}

/** Drops a file as a hand does; a number of bytes stands for so many zeros. */
async function drop(page: Page, name: string, bytes: Uint8Array | number): Promise<void> {
  const content = typeof bytes === "number" ? bytes : Array.from(bytes);
  const transfer = await page.evaluateHandle(
    ({ name, content }) => {
      const bytes = typeof content === "number" ? new Uint8Array(content) : Uint8Array.from(content);
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name));
      return transfer;
    },
    { name, content },
  );
  await page.locator("[role=group]:has(input[type=file])").dispatchEvent("drop", { dataTransfer: transfer });
}
