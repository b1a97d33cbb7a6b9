import { describe, expect, it } from "vitest";
import { parseEnviCube } from "../../loaders/envi.js";
import { parseEnviHeader } from "../../loaders/envi-header.js";
import { isOtError } from "../../src/errors.js";
import { pixelsWithData } from "../../src/measure/cube.js";
import { axisLabel } from "../../src/measure/spectral-axis.js";
import { seededRandom } from "../../src/numeric/random.js";
import { corrupted } from "./corrupted.js";
import { ENVI_TYPES, type EnviLayout, enviData, enviHeader } from "./envi-bytes.js";

const SHAPE = { height: 3, width: 4, bands: 5 };
const PLAIN: EnviLayout = { interleave: "bsq", dataType: 2, byteOrder: 0 };
const value = (r: number, c: number, b: number): number => 100 * r + 10 * c + b;

function cubeOf(layout: EnviLayout, ...lines: readonly string[]) {
  const header = parseEnviHeader(enviHeader(SHAPE, layout, ...lines), { file: "a.hdr" });
  return parseEnviCube(header, enviData(SHAPE, layout, value), { file: "a.img" });
}

const headerOf = (...lines: readonly string[]) =>
  parseEnviHeader(enviHeader(SHAPE, PLAIN, ...lines), { file: "a.hdr" });

/** The plain header with a line replaced. */
const headerWith = (line: string, other: string): string => {
  const text = enviHeader(SHAPE, PLAIN);
  expect(text).toContain(line);
  return text.replace(line, other);
};

describe("an ENVI cube", () => {
  const layouts = (["bsq", "bil", "bip"] as const).flatMap((interleave) =>
    ENVI_TYPES.flatMap((dataType) =>
      ([0, 1] as const).map((byteOrder) => [interleave, dataType, byteOrder] as const),
    ),
  );

  it.each(layouts)("in %s of data type %d and byte order %d has each number in its pixel", (...layout) => {
    const [interleave, dataType, byteOrder] = layout;
    const cube = cubeOf({ interleave, dataType, byteOrder, offset: 7 });
    expect([cube.height, cube.width, cube.axis.values.length]).toEqual([3, 4, 5]);
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 4; c++) {
        for (let b = 0; b < 5; b++) expect(cube.values[(r * 4 + c) * 5 + b]).toBe(value(r, c, b));
      }
    }
  });

  it("keeps the type of the file, whole numbers of 64 bits in doubles", () => {
    const types = ENVI_TYPES.map((dataType) => cubeOf({ ...PLAIN, dataType }).values.constructor);
    expect(types).toEqual([
      Uint8Array,
      Int16Array,
      Int32Array,
      Float32Array,
      Float64Array,
      Uint16Array,
      Uint32Array,
      Float64Array,
      Float64Array,
    ]);
  });

  it("of whole numbers that are no doubles is refused", () => {
    const layout: EnviLayout = { interleave: "bip", dataType: 15, byteOrder: 1 };
    const data = enviData(SHAPE, layout, value);
    data.fill(0xff, 8, 16);
    const header = parseEnviHeader(enviHeader(SHAPE, layout));
    expect(() => parseEnviCube(header, data)).toThrow(/element 1: 18446744073709551615 is beyond 2\^53/);
  });

  it("of more or fewer bytes than its header says is refused", () => {
    const data = enviData(SHAPE, PLAIN, value);
    const header = headerOf();
    expect(() => parseEnviCube(header, data.subarray(1), { file: "a.img" })).toThrow(
      "a.img: 119 bytes, but its header says 120 (3 lines x 4 samples x 5 bands of 2 bytes after 0); it is cut off, or the header is wrong",
    );
    expect(() => parseEnviCube(header, new Uint8Array(121))).toThrow(/121 bytes.*the header is wrong/);
  });

  it("whose header promises terabytes is refused before anything is allocated", () => {
    const many = headerWith("samples = 4", "samples = 999999999999999").replace(
      "lines   = 3",
      "lines = 999999999",
    );
    expect(() => parseEnviCube(parseEnviHeader(many), new Uint8Array(120))).toThrow(
      /120 bytes, but its header/,
    );
    expect(() => parseEnviHeader(headerWith("bands   = 5", "bands = 999999999999999"))).toThrow(
      /"bands": 999999999999999 bands, over the limit/,
    );
  });
});

describe("an ENVI header", () => {
  it("gives wavelengths over several lines, with their unit", () => {
    const nanometers = headerOf(
      "wavelength units = Nanometers",
      "wavelength = {400.5, 410,",
      " 420, 430 ,440}",
    );
    const values = Float64Array.of(400.5, 410, 420, 430, 440);
    expect(nanometers.axis).toEqual({ values, quantity: "wavelength", unit: "nm" });
    const micrometers = headerOf("wavelength={0.4,0.5,0.6,0.7,1}", "Wavelength  Units = Micrometers");
    expect(micrometers.axis.unit).toBe("um");
    const kindIn = (unit: string) =>
      axisLabel(headerOf("wavelength = {1,2,3,4,5}", `wavelength units = ${unit}`).axis);
    expect(["Angstroms", "GHz", "Index", "Unknown", "keV"].map(kindIn)).toEqual([
      "wavelength (angstrom)",
      "frequency (GHz)",
      "index",
      "wavelength",
      "energy (keV)",
    ]);
    expect(headerOf("wavelength = {1,2,3,4,5}").axis.unit).toBeUndefined();
    expect(headerOf("wavelength = {1,2,3,4,5}", "wavelength units = furlongs").axis.unit).toBe("furlongs");
    expect(headerOf("wavelength = {1,2,3,4,5}", "wavelength units = Wavenumber").axis.quantity).toBe(
      "wavenumber",
    );
  });

  it("may be in Latin-1, as older programs write it", () => {
    const text = enviHeader(SHAPE, PLAIN, "wavelength = {1, 2, 3, 4, 5}", "wavelength units = \u00b5m");
    const latin1 = Uint8Array.from(text, (character) => character.charCodeAt(0));
    for (const bytes of [latin1, new TextEncoder().encode(text)]) {
      expect(parseEnviHeader(bytes).axis.unit).toBe("um");
    }
  });

  it("without wavelengths has the numbers of bands as positions", () => {
    expect(headerOf().axis).toEqual({ values: Float64Array.of(0, 1, 2, 3, 4), quantity: "band" });
  });

  it("refuses wavelengths of another number than the bands, and those that do not increase", () => {
    expect(() => headerOf("wavelength = {1, 2, 3, 4}")).toThrow(
      /a\.hdr, key "wavelength": 4 entries for 5 bands/,
    );
    expect(() => headerOf("wavelength = {1, 2, 2, 4, 5}")).toThrow(
      /a\.hdr, key "wavelength": the wavelength of band 2 is 2 after 2; positions must be finite and increase/,
    );
    expect(() => headerOf("wavelength = {1, 2, x, 4, 5}")).toThrow(/"x" is not a finite number/);
  });

  it("gives names of bands, and refuses another number of them", () => {
    expect(headerOf("band names = {a, b, c,", "; a comment", "d, e}").bandNames).toEqual([
      "a",
      "b",
      "c",
      "d",
      "e",
    ]);
    expect(() => headerOf("band names = {a, b}")).toThrow(/2 entries for 5 bands/);
  });

  it("tells of bands that it marks as bad", () => {
    expect(headerOf("bbl = {1, 0, 1, 0, 1}").warnings).toEqual([
      "a.hdr marks 2 of 5 bands as bad (bbl); leave them out with bands (--bands LIST)",
    ]);
    expect(headerOf("bbl = {1, 1, 1, 1, 1}").warnings).toEqual([]);
  });

  it("says which value stands for no data, in the precision of the data", () => {
    const whole = cubeOf(PLAIN, "data ignore value = 103");
    expect(whole.ignoreValue).toBe(103);
    expect([...pixelsWithData(whole)]).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]);
    const single = cubeOf({ ...PLAIN, dataType: 4 }, "data ignore value = -3.40282347e+38");
    expect(single.ignoreValue).toBe(Math.fround(-3.40282347e38));
    expect(cubeOf({ ...PLAIN, dataType: 5 }, "data ignore value = nan").ignoreValue).toBeNaN();
    expect(() => headerOf("data ignore value = none")).toThrow(/"none" is no number/);
  });

  it.each([
    ["ENVI\n", "ENVY\n", /line 1: "ENVY" instead of ENVI/],
    ["samples = 4", "", /has no "samples"; add a line "samples = ..."/],
    ["samples = 4", "samples = 4.5", /"samples": "4\.5" is no whole number from 1 on/],
    ["bands   = 5", "bands = 0", /"bands": "0" is no whole number/],
    ["bands   = 5", "bands = 5\nbands = 6", /line 7: the key "bands" occurs twice/],
    [
      "data type = 2",
      "data type = 6",
      /complex numbers are not read; "6" is none of 1, 2, 3, 4, 5, 12, 13, 14, 15/,
    ],
    ["data type = 2", "data type = 9", /complex numbers are not read/],
    ["data type = 2", "data type = 7", /"data type": "7" is none of/],
    ["interleave = bsq", "interleave = bsx", /"bsx" is none of bsq, bil, bip/],
    ["byte order = 0", "", /has no "byte order"/],
    ["byte order = 0", "byte order = 2", /"2" is none of 0, 1/],
    ["header offset = 0", "header offset = -1", /"-1" is no whole number from 0 on/],
    ["header offset = 0", "file compression = 1", /compressed data; save it uncompressed/],
    ["header offset = 0", "major frame offsets = {4, 0}", /frames between lines/],
    ["header offset = 0", "nonsense", /"nonsense" is no "key = value"/],
    ["header offset = 0", "band names = {a,", /the brace of "band names" is not closed/],
  ])("with %j as %j is refused", (line, other, sentence) => {
    expect(() => parseEnviHeader(headerWith(line, other), { file: "a.hdr" })).toThrow(sentence);
  });

  it("of one byte a number needs no byte order", () => {
    const text = enviHeader(SHAPE, { ...PLAIN, dataType: 1 }).replace("byte order = 0\n", "");
    expect(
      parseEnviCube(parseEnviHeader(text), enviData(SHAPE, { ...PLAIN, dataType: 1 }, value)).values,
    ).toEqual(cubeOf({ ...PLAIN, dataType: 1 }).values);
  });

  it("of any damage is read or refused with a sentence", () => {
    const lines = ["wavelength = {1, 2, 3, 4, 5}", "band names = {a, b, c, d, e}", "data ignore value = -1"];
    const bytes = new TextEncoder().encode(enviHeader(SHAPE, PLAIN, ...lines));
    const data = enviData(SHAPE, PLAIN, value);
    const random = seededRandom(4);
    let refused = 0;
    for (let round = 0; round < 1000; round++) {
      try {
        parseEnviCube(parseEnviHeader(corrupted(bytes, random.fork(round))), data);
      } catch (error) {
        if (!isOtError(error, "FormatError")) throw error;
        expect(error.message.length).toBeLessThan(1000);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(300);
  });
});
