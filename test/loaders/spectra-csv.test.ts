import { describe, expect, it } from "vitest";
import { parseCollectionFile } from "../../loaders/collection-file.js";
import { parseCsv } from "../../loaders/csv.js";
import { parseMeasureFile } from "../../loaders/measure-file.js";
import { isSpectraTable, parseSpectraCsv } from "../../loaders/spectra-csv.js";
import { FormatError } from "../../src/errors.js";
import { seededRandom } from "../../src/numeric/random.js";

const HEADER = "class,400 nm,410 nm,420 nm,440 nm,note";
const TWO = `${HEADER}\nu,1,2,3,4,first\nv,5,6,-7,8e-1,\n`;
const axisOf = (header: string) => parseSpectraCsv(`${header}\n${header.split(",").map(() => 1.5)}\n`).axis;

describe("parseSpectraCsv", () => {
  it("reads a spectrum a row: positions and unit from the header, other columns as attributes", () => {
    const found = parseSpectraCsv(TWO);
    expect(found.axis).toEqual({
      values: Float64Array.of(400, 410, 420, 440),
      quantity: "wavelength",
      unit: "nm",
    });
    expect(found.names).toEqual(["0", "1"]);
    expect(found.attributes).toEqual([
      { name: "class", values: ["u", "v"] },
      { name: "note", values: ["first", ""] },
    ]);
    expect(Array.from(found.values.data)).toEqual([1, 2, 3, 4, 5, 6, -7, 0.8]);
  });

  it.each([
    ["400,410,420,440.5", { quantity: "wavelength" }, [400, 410, 420, 440.5]],
    ["X400.nm,X410.nm,X420.nm,X440.nm", { quantity: "wavelength", unit: "nm" }, [400, 410, 420, 440]],
    [
      "4000 cm-1,3000 cm-1,2000cm-1,1e3 cm-1",
      { quantity: "wavenumber", unit: "1/cm" },
      [1000, 2000, 3000, 4000],
    ],
    ["0.4 µm,0.5 µm,0.6 µm,0.7 µm", { quantity: "wavelength", unit: "um" }, [0.4, 0.5, 0.6, 0.7]],
    ["1,2,3,4,5", { quantity: "band" }, [0, 1, 2, 3, 4]],
    ["0,1,2,3", { quantity: "band" }, [0, 1, 2, 3]],
    ["2,3,4,5", { quantity: "wavelength" }, [2, 3, 4, 5]],
  ])("understands the header %s", (header, kind, values) => {
    const { bands: _, ...axis } = axisOf(`name,${header}`);
    expect(axis).toEqual({ ...kind, values: Float64Array.from(values) });
    expect(parseSpectraCsv(`name,${header}\na${",1".repeat(values.length)}\n`).names).toEqual(["0"]);
  });

  it("takes the names of the spectra from a column item", () => {
    expect(parseSpectraCsv("item,1,2,3,4\nb,1,1,1,1\na,1,1,1,1\n").names).toEqual(["b", "a"]);
  });

  it.each([
    ["x,y,z,weight", "points"],
    ["x1,x2,x3,x4,x5", "points"],
    ["X1,X2,X3,X4", "points"],
    ["item,point,x,y", "points"],
    ["p0,p1,p2,p3", "an image"],
    ["1x1,1x2,2x1,2x2", "an image"],
    ["1p,2p,3p,4p", "no units"],
    ["1,2,3", "three columns"],
  ])("does not take %s for spectra (%s)", (header) => {
    const table = parseCsv(`${header}\n${header.split(",").map(() => "1")}\n`);
    expect(isSpectraTable(table)).toBe(false);
  });

  it("takes a first line of numbers like those below it for one of the rows", () => {
    expect(() => parseSpectraCsv("0.1,0.4,0.5,0.9\n0.2,0.1,0.8,0.4\n0.5,0.9,0.1,1.0\n")).toThrow(FormatError);
    expect(parseSpectraCsv("400,500,600,700\n0.2,0.1,0.8,0.4\n0.5,0.9,0.1,1.0\n").axis.values).toHaveLength(
      4,
    );
  });

  it.each([
    ["c,400,410,405,420\na,1,1,1,1\n", 'header: column "405" follows "410"'],
    ["c,400 nm,410,420 nm,430 nm\na,1,1,1,1\n", 'some bands are named in "nm", some in ""'],
    ["c,400,410.0,410,420\na,1,1,1,1\n", 'column "410" follows "410.0"'],
    [`${HEADER}\nu,1,,3,4,\n`, 'line 2, column "410 nm": "" is not a finite number'],
    [`${HEADER}\nu,1,NaN,3,4,\n`, '"NaN" is not a finite number'],
    [`${HEADER}\nu,1,1e999,3,4,\n`, '"1e999" is not a finite number'],
    [`${HEADER}\nu,1,2\n`, "line 2: 3 cells, but the header names 6 columns"],
    ["a,b\n1,2\n", "0 columns have a number for a name"],
  ])("refuses %j", (text, words) => {
    expect(() => parseSpectraCsv(text, { file: "f.csv" })).toThrow(FormatError);
    expect(() => parseSpectraCsv(text, { file: "f.csv" })).toThrow(words);
  });
});

const encoded = (text: string) => new TextEncoder().encode(text);
const options = { file: "f.csv", random: seededRandom(0) };

describe("a file of spectra", () => {
  it("is a collection of measures on the axis, with what was done and noticed", () => {
    const items = parseCollectionFile(encoded("c,1,2,3,4\nu,1,2,3,-4\n"), {
      ...options,
      negatives: "clip",
      bin: 2,
    });
    expect(items.item).toEqual({ kind: "spectrum", quantity: "band" });
    expect([...items.measures[0]!.points, ...items.measures[0]!.weights]).toEqual([0.5, 2.5, 3, 3]);
    expect(items.steps).toEqual([
      "no baseline taken off",
      "negative values set to 0",
      "mass of a band: its value",
      "2 neighbouring bands summed into one at their mean position",
    ]);
    expect(items.warnings).toEqual([
      "1 of 4 values were negative and set to 0, 66.7% of the mass that is left",
      expect.stringContaining("no wavelengths are given"),
    ]);
  });

  it("is one measure where it holds one spectrum, and else says what to do", () => {
    const { measure, item, steps } = parseMeasureFile(encoded("1,2,3,4\n5,6,7,8\n"), options);
    expect([measure.count, item.kind, steps?.length]).toEqual([4, "spectrum", 4]);
    expect(() => parseMeasureFile(encoded(TWO), options)).toThrow(
      "it holds 2 spectra, but one is wanted here",
    );
  });

  it("gives wavelengths and bands the numbers that they have in the file", () => {
    const axis = { values: Float64Array.of(500, 600, 700, 800), quantity: "wavelength", unit: "nm" };
    const items = parseCollectionFile(encoded("c,1,2,3,4\nu,1,2,3,4\n"), { ...options, axis, bands: [1, 3] });
    expect([...items.measures[0]!.points, ...items.measures[0]!.weights]).toEqual([600, 800, 2, 4]);
    expect(items.warnings).toEqual([]);
    expect(() => parseCollectionFile(encoded("c,1,2,3,4\nu,1,2,3,4\n"), { ...options, bands: [4] })).toThrow(
      "f.csv, header: there is no band 4",
    );
  });

  it("names file, spectrum and band of a negative value", () => {
    expect(() => parseCollectionFile(encoded(TWO), options)).toThrow(FormatError);
    expect(() => parseCollectionFile(encoded(TWO), options)).toThrow(
      'f.csv: spectrum "1", band 2 (wavelength 420 nm): the value -7 is negative',
    );
  });

  it("gives a collection or a FormatError, whatever is done to it", () => {
    const random = seededRandom(3);
    const letters = '0189.-+ ,;"\n\rexXn\u00e9';
    let refused = 0;
    for (let trial = 0; trial < 3000; trial++) {
      const at = Math.floor(random.uniform() * TWO.length);
      const piece = letters[Math.floor(random.uniform() * letters.length)]!;
      const damaged =
        TWO.slice(0, at) +
        piece.repeat(Math.floor(3 * random.uniform())) +
        TWO.slice(at + Math.floor(9 * random.uniform()));
      try {
        const { measures } = parseCollectionFile(encoded(damaged), { ...options, negatives: "clip" });
        for (const mu of measures) expect(mu.weights.every((w) => w >= 0 && w < Infinity)).toBe(true);
      } catch (error) {
        expect(error, damaged).toBeInstanceOf(FormatError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(300);
  });
});
