import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadDataset } from "../../loaders/node.js";
import { attributeValues } from "../../src/measure/collection.js";
import { totalMass } from "../../src/measure/measure.js";

const DATA = fileURLToPath(new URL("../../data/", import.meta.url));
const SETS = ["apes", "digits", "mice", "osteocytes", "rats", "spectra"];

describe.each(SETS)("data/%s", (set) => {
  it("holds the files that its README lists, byte for byte, and a licence", () => {
    const readme = readFileSync(`${DATA}${set}/README.md`, "utf8");
    const listed = [...readme.matchAll(/^\| (\S+) \| (\d+) \| `([0-9a-f]{64})` \|$/gm)];
    const found = readdirSync(`${DATA}${set}`).filter((name) => name.endsWith(".csv"));
    expect(listed.map(([, name]) => name)).toEqual(found);
    for (const [, name, size, sum] of listed) {
      const bytes = readFileSync(`${DATA}${set}/${name}`);
      expect(bytes.length).toBe(Number(size));
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(sum);
    }
    expect(readFileSync(`${DATA}${set}/LICENSE`, "utf8").length).toBeGreaterThan(500);
  });
});

describe("the shipped sets", () => {
  it.each([
    [
      "apes",
      {},
      '167 items in dimension 2, 8 points each, from points.csv, items by labels.csv; labels: "group", "genus", "sex"',
    ],
    [
      "mice",
      {},
      '76 items in dimension 2, 60 points each, from points.csv, items by labels.csv; labels: "group"',
    ],
    [
      "mice",
      { files: "landmarks.csv" },
      '76 items in dimension 2, 6 points each, from landmarks.csv, items by labels.csv; labels: "group"',
    ],
    [
      "rats",
      {},
      '144 items in dimension 2, 8 points each, from points.csv, items by labels.csv; labels: "individual", "age_days"',
    ],
    [
      "digits",
      {},
      '1797 items in dimension 2, images of 8 x 8 pixels, 16 to 42 points each, from digits.csv; labels: "label"',
    ],
    [
      "osteocytes",
      {},
      '40 items in dimension 3, 10 to 29 points each, from points.csv, items by labels.csv; labels: "individual", "brick", "depth", "n"',
    ],
    [
      "spectra",
      {},
      "162 items in dimension 1, spectra over wavelength (nm), 351 points each, from mayonnaise.csv (no baseline taken off, " +
        'negative values refused, mass of a band: its value, bands not binned); labels: "sample", "oil_type", "train"',
    ],
  ])("%s %j load as described", async (set, options, description) => {
    const loaded = await loadDataset(`${DATA}${set}`, options);
    expect(loaded.description).toBe(description);
    expect(loaded.collection.warnings).toEqual([]);
  });

  it("osteocytes has as many points in each brick as its label n says", async () => {
    const { collection } = await loadDataset(`${DATA}osteocytes`);
    expect(collection.measures.map((mu) => String(mu.count))).toEqual(attributeValues(collection, "n"));
  });

  it("digits has ten classes and keeps the grey of an image as its mass", async () => {
    const { collection } = await loadDataset(`${DATA}digits`);
    expect(new Set(attributeValues(collection, "label")).size).toBe(10);
    const row = readFileSync(`${DATA}digits/digits.csv`, "utf8").split("\n")[1]!.split(",").slice(1);
    expect(totalMass(collection.measures[0]!)).toBe(row.reduce((sum, cell) => sum + Number(cell), 0));
  });
});
