import { describe, expect, it } from "vitest";
import { type GivenFile, readScene } from "../../notebooks/lib/read-scene.ts";

/** An ENVI image of float32 whose value is a function of row, column and band. */
function envi(
  [height, width, bands]: readonly [number, number, number],
  value: (row: number, column: number, band: number) => number,
): GivenFile[] {
  const values = Float32Array.from({ length: height * width * bands }, (_, v) => {
    const pixel = Math.floor(v / bands);
    return value(Math.floor(pixel / width), pixel % width, v % bands);
  });
  const header = `ENVI\nsamples = ${width}\nlines = ${height}\nbands = ${bands}\ndata type = 4\ninterleave = bip\nbyte order = 0\n`;
  return [
    { name: "scene.hdr", bytes: new TextEncoder().encode(header) },
    { name: "scene.img", bytes: new Uint8Array(values.buffer) },
  ];
}

describe("a scene of the reader's own", () => {
  it("keeps pixels with data in their places, and sets values below 0 to 0", () => {
    const files = envi([2, 3, 2], (row, column, band) =>
      column === 1 ? -1 : band === 0 ? -row : 1 + column,
    );
    const { width, height, every, places, spectra, clipped } = readScene(files);
    expect({ width, height, every, clipped }).toEqual({ width: 3, height: 2, every: 1, clipped: 2 });
    expect([...places]).toEqual([0, 2, 3, 5]);
    expect([...spectra.data]).toEqual([0, 1, 0, 3, 0, 1, 0, 3]);
  });

  it("takes every second row and column of a picture of 150 x 151 pixels", () => {
    const scene = readScene(envi([150, 151, 1], (row, column) => 1 + 1000 * row + column));
    expect([scene.every, scene.height, scene.width]).toEqual([2, 75, 76]);
    expect([...scene.spectra.data.slice(74, 78)]).toEqual([149, 151, 2001, 2003]);
  });

  it.each([
    ["a header alone", envi([1, 1, 1], () => 1).slice(0, 1), /choose one file \.mat/],
    ["something else", [{ name: "notes.txt", bytes: new Uint8Array(3) }], /"notes\.txt": choose one file/],
    ["an empty MATLAB file", [{ name: "a.mat", bytes: new Uint8Array(0) }], /a\.mat/],
    ["a dark picture", envi([2, 2, 2], () => 0), /no pixel of this file has a value above 0/],
    ["too much", [{ name: "a.mat", bytes: new Uint8Array(65e6) }], /65 MB are too much/],
  ])("refuses %s in a sentence", (_, files, sentence) => {
    expect(() => readScene(files)).toThrow(sentence);
  });
});
