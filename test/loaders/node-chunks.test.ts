import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDataset, openDataset } from "../../loaders/node.js";
import { selectItems } from "../../src/measure/collection.js";
import { seededRandom } from "../../src/numeric/random.js";
import { idxBytes } from "./idx-bytes.js";
import { temporaryFolder } from "./temporary-folder.js";

type Files = Readonly<Record<string, string | Uint8Array>>;

const SIDE = 28;
const IMAGES = 900; // 0.7 MB: three chunks of IDX images

/** Images of a few pixels that all differ. */
function pixels(count: number): number[][] {
  const random = seededRandom(4);
  return Array.from({ length: count }, () => {
    const image = new Array<number>(SIDE * SIDE).fill(0);
    for (let p = 0; p < 20; p++) image[random.integer(image.length)] = 1 + random.integer(255);
    return image;
  });
}

const digits = Uint8Array.from({ length: IMAGES }, (_, s) => s % 10);
const IDX: Files = {
  "images.idx3-ubyte": idxBytes([IMAGES, SIDE, SIDE], pixels(IMAGES).flat()),
  "labels.idx1-ubyte": idxBytes([IMAGES], [...digits]),
};

/** A table of images of 3 MB, whose notes hold commas, marks and line breaks. */
function imageTable(lineBreak: string): string {
  const notes = ["plain", '"a, b"', '"a ""mark"""', `"two${lineBreak}lines"`];
  const header = ["note", ...Array.from({ length: SIDE * SIDE }, (_, p) => `p${p}`)].join(",");
  const rows = pixels(1800).map((image, s) => `${notes[s % 4]},${image.join(",")}`);
  rows.splice(700, 0, "", "  ");
  return `\uFEFF${header}${lineBreak}${rows.join(lineBreak)}${lineBreak}${lineBreak}`;
}

/** A table of 3 MB of points with names and masses; items of 1 to 60,000 points, one after the other. */
function pointTable(lineBreak: string): string {
  const random = seededRandom(6);
  const rows: string[] = [];
  for (let s = 0; s < 300; s++) {
    const count = s === 150 ? 60_000 : 1 + random.integer(300);
    for (let i = 0; i < count; i++) rows.push(`"i,${s}",p${i},${random.uniform()},${i % 3},${1 + (i % 2)}`);
    if (s % 50 === 0) rows.push("");
  }
  return `item,point,x,y,weight${lineBreak}${rows.join(lineBreak)}${lineBreak}`;
}

const ORDER = Array.from({ length: 300 }, (_, s) => s);
const labelsOf = (order: readonly number[]): string =>
  `item,age\n${order.map((s) => `"i,${s}",${s % 9}`).join("\n")}\n`;

const TRIANGLE = (s: number): string => `OFF\n3 1 0\n0 0 0\n${s + 1} 0 0\n0 1 ${s}\n3 0 1 2\n`;
const meshes = (folder: string, count: number): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, s) => [`${folder}${String(s).padStart(3, "0")}.off`, TRIANGLE(s)]),
  );

/** Kind of dataset, its files, options, and whether it is large enough for several chunks. */
const KINDS: readonly (readonly [string, Files, object, boolean])[] = [
  ["an IDX pair", IDX, {}, true],
  ["IDX images without labels", { "images.idx3-ubyte": IDX["images.idx3-ubyte"]! }, {}, true],
  ["a CSV of images", { "images.csv": imageTable("\n") }, {}, true],
  ["a CSV of images with the line breaks of Windows", { "images.csv": imageTable("\r\n") }, {}, true],
  ["a CSV of images with the line breaks of old", { "images.csv": imageTable("\r") }, {}, true],
  ["a flat folder", meshes("", 40), {}, true],
  ["a flat folder, sampled", meshes("", 40), { sample: 7, seed: 3 }, true],
  ["class folders", { ...meshes("cats/", 20), ...meshes("dogs/", 17) }, {}, true],
  [
    "files named after labelled items",
    {
      ...meshes("off/", 20),
      "labels.csv": `item,age\n${Array.from({ length: 20 }, (_, s) => `${String(19 - s).padStart(3, "0")},${s}`).join("\n")}\n`,
    },
    {},
    true,
  ],
  ["a table of points", { "points.csv": pointTable("\n") }, {}, true],
  ["a table of points with the line breaks of Windows", { "points.csv": pointTable("\r\n") }, {}, true],
  ["chosen columns of it", { "points.csv": pointTable("\n") }, { coords: ["x"] }, true],
  ["a labelled table of points", { "points.csv": pointTable("\n"), "labels.csv": labelsOf(ORDER) }, {}, true],
  [
    "a table of points whose labels stand in another order",
    { "points.csv": pointTable("\n"), "labels.csv": labelsOf(ORDER.toReversed()) },
    {},
    false,
  ],
  [
    "a table of points whose items are mixed",
    { "points.csv": `${pointTable("\n")}"i,0",p,1,1,1\n` },
    {},
    false,
  ],
  ["a small table of points", { "points.csv": "item,x\na,1\nb,2\nb,3\n" }, {}, true],
  ["a small CSV of images", { "few.csv": "label,p0,p1,p2,p3\n7,1,0,0,0\n3,1,2,0,0\n" }, {}, false],
];

describe.each(KINDS)("%s, opened in chunks,", (_, files, options, several) => {
  it("holds what it holds when it is loaded", async () => {
    const folder = await temporaryFolder(files);
    const loaded = await loadDataset(folder, options);
    const told: (readonly string[])[] = [];
    const inspect = (items: { readonly names: readonly string[] }) => told.push(items.names);
    const opened = await openDataset(folder, { ...options, chunkedFrom: 0, inspect });
    const { collection } = loaded;
    const { names, attributes, item, warnings } = collection;
    expect(opened.about).toMatchObject({ names, attributes, item, warnings });
    expect(opened.description).toBe(loaded.description);
    expect(opened.inputs).toEqual(loaded.inputs);
    expect([...opened.sizes]).toEqual(collection.measures.map((mu) => mu.count));
    expect(opened.dim).toBe(collection.measures[0]!.dim);
    expect(told.flat(), "each item is shown once").toEqual(names);
    expect(told.length > 1).toBe(several);

    const every = names.map((_name, s) => s);
    expect(await opened.read(every)).toEqual({ ...collection, warnings: expect.anything() });
    const some = every.filter((s) => s % 7 === 1 || s === names.length - 1);
    expect(await opened.read(some)).toEqual({
      ...selectItems(collection, some),
      warnings: expect.anything(),
    });
    expect(await opened.read([0])).toEqual({ ...selectItems(collection, [0]), warnings: expect.anything() });
  });
});

describe("a damaged dataset, opened in chunks,", () => {
  async function refusals(files: Files): Promise<[string, string]> {
    const folder = await temporaryFolder(files);
    const failed = async (work: Promise<unknown>): Promise<string> =>
      String(await work.catch((error) => error));
    return [await failed(loadDataset(folder)), await failed(openDataset(folder, { chunkedFrom: 0 }))];
  }

  it.each<[string, Files, string]>([
    [
      "by its image",
      {
        ...IDX,
        "images.idx3-ubyte": (IDX["images.idx3-ubyte"] as Uint8Array).map((b, at) =>
          at >= 16 + 700 * 784 && at < 16 + 701 * 784 ? 0 : b,
        ),
      },
      "image 700: every pixel is 0",
    ],
    [
      "by its size",
      { ...IDX, "images.idx3-ubyte": (IDX["images.idx3-ubyte"] as Uint8Array).subarray(0, 70_000) },
      "cut off",
    ],
    ["by its labels", { ...IDX, "labels.idx1-ubyte": idxBytes([2], [1, 2]) }, "2 labels for 900 images"],
    [
      "by its line, deep in the file",
      { "a.csv": spoilt(imageTable("\n"), 1500, /,(\d+)$/, ",x") },
      '"x" is not a finite number',
    ],
    [
      "by its line, after quoted line breaks",
      { "a.csv": spoilt(imageTable("\r\n"), 1203, /,(\d+)$/, "") },
      "784 cells",
    ],
    ["by a coordinate", { "points.csv": spoiltPoint() }, 'column "y": "up" is not a finite number'],
    [
      "by an item without a label",
      { "points.csv": pointTable("\n"), "labels.csv": labelsOf(ORDER.slice(1)) },
      'item "i,0" is not in',
    ],
    ["by an item that occurs twice", { ...meshes("", 20), "003.ply": "ply\n" }, 'two files for item "003"'],
    ["by its file", { ...meshes("", 40), "020.off": "OFF\n" }, "020.off"],
  ])("is refused in the words of loading it: %s", async (_, files, words) => {
    const [loaded, opened] = await refusals(files);
    expect(loaded).toContain(words);
    expect(opened).toBe(loaded);
  });

  it.each([
    ["a quotation mark that is not closed", '"a,x,y'],
    ["no line ends", "item,x,y,"],
  ])("is refused before much of it is read: one with %s", async (_, start) => {
    const path = join(await temporaryFolder({ "points.csv": start }), "points.csv");
    await truncate(path, 3e9); // nothing is on the disk but the start
    const opening = openDataset(path, { chunkedFrom: 0 });
    await expect(opening).rejects.toMatchObject({
      tag: "FormatError",
      details: { file: path, place: "line 1" },
    });
    await expect(opening).rejects.toThrow("no row ends in the");
  });

  it("is refused by whoever looks at its items", async () => {
    const folder = await temporaryFolder(IDX);
    const inspect = (): void => {
      throw new Error("not these");
    };
    await expect(openDataset(folder, { chunkedFrom: 0, inspect })).rejects.toThrow("not these");
    await expect(openDataset(folder, { inspect })).rejects.toThrow("not these");
  });
});

/** A table of points in which one near the end has no height. */
function spoiltPoint(): string {
  const lines = pointTable("\n").split("\n");
  lines[lines.length - 9] = lines[lines.length - 9]!.replace(/,\d,(\d)$/, ",up,$1");
  return lines.join("\n");
}

/** A table with its row s changed, rows with line breaks counted as one. */
function spoilt(table: string, row: number, what: RegExp, by: string): string {
  const lineBreak = table.includes("\r\n") ? "\r\n" : "\n";
  const lines = table.split(lineBreak);
  const at = lines.findIndex((line, l) => l > row && line.startsWith("plain,"));
  lines[at] = lines[at]!.replace(what, by);
  return lines.join(lineBreak);
}
