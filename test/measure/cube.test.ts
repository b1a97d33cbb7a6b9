import { describe, expect, it } from "vitest";
import {
  type Cube,
  pixelSpectra,
  pixelsWithData,
  requireReflectances,
  selectBands,
} from "../../src/measure/cube.js";
import { bandAxis, type SpectralAxis } from "../../src/measure/spectral-axis.js";

/** 2 x 3 pixels of 4 bands; the value is 100 row + 10 column + band. */
const PLAIN: Cube = {
  height: 2,
  width: 3,
  axis: bandAxis(4),
  values: Int16Array.from({ length: 24 }, (_, v) => {
    const place = Math.floor(v / 4);
    return 100 * Math.floor(place / 3) + 10 * (place % 3) + (v % 4);
  }),
  warnings: ["as read"],
};

/** The plain cube in doubles, with other values at some indices. */
const withValues = (changes: Readonly<Record<number, number>>, extra: Partial<Cube> = {}): Cube => ({
  ...PLAIN,
  ...extra,
  values: Float64Array.from(PLAIN.values, (value, v) => changes[v] ?? value),
});

describe("spectra of pixels", () => {
  it("have the values of their row and column, in the order that was asked for", () => {
    const spectra = pixelSpectra(PLAIN, [5, 0, 1]);
    expect(spectra.names).toEqual(["1,2", "0,0", "0,1"]);
    expect(spectra.values.rows).toBe(3);
    expect([...spectra.values.data]).toEqual([120, 121, 122, 123, 0, 1, 2, 3, 10, 11, 12, 13]);
    expect(spectra.axis).toBe(PLAIN.axis);
    expect(spectra.warnings).toEqual(["as read"]);
  });

  it.each([6, -1, 0.5, Number.NaN])("are not there for place %d", (place) => {
    expect(() => pixelSpectra(PLAIN, [0, place])).toThrow(
      `there is no pixel ${place} in an image of 2 x 3; the last one is 5`,
    );
  });
});

describe("pixels with data", () => {
  it("are all, unless one value stands for no data", () => {
    expect([...pixelsWithData(PLAIN)]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...pixelsWithData({ ...PLAIN, ignoreValue: 12 })]).toEqual([0, 2, 3, 4, 5]);
    expect([...pixelsWithData({ ...PLAIN, ignoreValue: -9999 })]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("may be told by NaN, and by zero of either sign", () => {
    expect([...pixelsWithData(withValues({ 9: Number.NaN }, { ignoreValue: Number.NaN }))]).toEqual([
      0, 1, 3, 4, 5,
    ]);
    expect([...pixelsWithData(withValues({ 0: -0 }, { ignoreValue: 0 }))]).toEqual([1, 2, 3, 4, 5]);
  });
});

const wavelengths = (values: readonly number[], unit = "nm"): SpectralAxis => ({
  values: Float64Array.from(values),
  quantity: "wavelength",
  unit,
});

describe("selected bands", () => {
  it("keep their values, type, positions and numbers", () => {
    const few = selectBands(PLAIN, { bands: [1, 3] });
    expect(few.values).toEqual(Int16Array.of(1, 3, 11, 13, 21, 23, 101, 103, 111, 113, 121, 123));
    expect(few.axis).toEqual({
      values: Float64Array.of(1, 3),
      quantity: "band",
      bands: Int32Array.of(1, 3),
    });
    const placed = selectBands(PLAIN, { axis: wavelengths([400, 410, 420, 430]), bands: [0, 2] });
    expect(placed.axis).toEqual({ ...wavelengths([400, 420]), bands: Int32Array.of(0, 2) });
  });

  it("keep the numbers of the file when they are selected again", () => {
    const again = selectBands(selectBands(PLAIN, { bands: [0, 2, 3] }), { bands: [1, 2] });
    expect(again.axis.bands).toEqual(Int32Array.of(2, 3));
    expect([...again.values.subarray(0, 2)]).toEqual([2, 3]);
  });

  it("commute with spectra of pixels", () => {
    const few = pixelSpectra(selectBands(PLAIN, { bands: [0, 2, 3] }), [4]);
    const all = pixelSpectra(PLAIN, [4]);
    expect([...few.values.data]).toEqual([0, 2, 3].map((band) => all.values.data[band]));
  });

  it("must be there and increase", () => {
    expect(() => selectBands(PLAIN, { bands: [] })).toThrow(/no band is left/);
    expect(() => selectBands(PLAIN, { bands: [0, 4] })).toThrow(/no band 4; the 4 bands .* from 0 to 3/);
    expect(() => selectBands(PLAIN, { bands: [-1] })).toThrow(/no band -1/);
    expect(() => selectBands(PLAIN, { bands: [1.5] })).toThrow(/no band 1\.5/);
    expect(() => selectBands(PLAIN, { bands: [2, 1] })).toThrow(/band 1 follows band 2/);
    expect(() => selectBands(PLAIN, { bands: [2, 2] })).toThrow(/band 2 follows band 2/);
  });
});

describe("wavelengths", () => {
  it("become the positions of the bands, values unchanged and not copied", () => {
    const axis = wavelengths([0.4, 0.5, 0.6, 0.9], "um");
    const cube = selectBands(PLAIN, { axis });
    expect(cube).toEqual({ ...PLAIN, axis });
    expect(cube.values).toBe(PLAIN.values);
  });

  it("that decrease turn the bands round, which keep their numbers, and say so", () => {
    const falling = { ...PLAIN, axis: wavelengths([430, 420, 410, 400]) };
    const turned = selectBands(falling, {});
    expect([...turned.axis.values]).toEqual([400, 410, 420, 430]);
    expect(turned.axis.bands).toEqual(Int32Array.of(3, 2, 1, 0));
    expect([...turned.values.subarray(0, 8)]).toEqual([3, 2, 1, 0, 13, 12, 11, 10]);
    expect(turned.warnings[1]).toMatch(/wavelength runs downwards, from 430 to 400 nm/);
    const few = selectBands(falling, { bands: [0, 3] });
    expect([...few.axis.values, ...few.values.subarray(0, 2)]).toEqual([400, 430, 3, 0]);
    expect(selectBands(turned, {}).values).toBe(turned.values);
  });

  it("that are given must be as many as the bands or those that are kept, finite and increasing", () => {
    const given = (values: readonly number[]) => () => selectBands(PLAIN, { axis: wavelengths(values) });
    expect(given([1, 2, 3])).toThrow("3 wavelengths for 4 bands; give one a band");
    expect(selectBands(PLAIN, { axis: wavelengths([7, 9]), bands: [1, 2] }).axis.values[1]).toBe(9);
    expect(given([1, 3, 2, 4])).toThrow(/wavelength of band 2 is 2 after 3; .* increase/);
    expect(given([1, 2, 2, 4])).toThrow(/band 2 is 2 after 2/);
    expect(given([4, 3, 2, 1])).toThrow(/band 1 is 3 after 4/);
    expect(given([1, 2, Number.NaN, 4])).toThrow(/band 2 is NaN/);
    expect(given([1, 2, 3, Infinity])).toThrow(/band 3 is Infinity/);
  });
});

describe("reflectances", () => {
  it("pass where all are finite and none is negative", () => {
    expect(requireReflectances(PLAIN, { negatives: "refuse" })).toEqual({ negative: 0 });
  });

  it("below 0 are refused with the first place and their number, or counted where they are to be clipped", () => {
    const cube = withValues({ 22: -0.5, 14: -2, 3: -0 });
    expect(() => requireReflectances(cube, { negatives: "refuse" })).toThrow(
      "row 1, column 0, band 2 (from 0): the value -2 is negative, one of 2 among 24",
    );
    expect(requireReflectances(cube, { negatives: "clip" })).toEqual({ negative: 2 });
  });

  it("are refused with the number of their band in the file, and its position", () => {
    const falling = { ...withValues({ 6: -1 }), axis: wavelengths([430, 420, 410, 400]) };
    const whole = selectBands(falling, {});
    const few = selectBands(falling, { bands: [0, 2] });
    for (const cube of [whole, few]) {
      expect(() => requireReflectances(cube, { negatives: "refuse" })).toThrow(
        "row 0, column 1, band 2 (from 0; wavelength 410 nm): the value -1 is negative",
      );
    }
    const numbered = selectBands(withValues({ 6: -1 }), { bands: [1, 2] });
    expect(() => requireReflectances(numbered, { negatives: "refuse" })).toThrow(
      "band 2 (from 0): the value",
    );
  });

  it("that are no finite numbers are always refused", () => {
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      for (const negatives of ["refuse", "clip"] as const) {
        expect(() => requireReflectances(withValues({ 11: value, 2: -1 }), { negatives })).toThrow(
          `row 0, column 2, band 3 (from 0): the value ${value} is not finite, one of 1 among 24`,
        );
      }
    }
  });

  it("are looked at in the pixels with data, or in those that are named", () => {
    const cube = withValues({ 9: -9999, 22: -1 }, { ignoreValue: -9999 });
    expect(requireReflectances(cube, { negatives: "clip" })).toEqual({ negative: 1 });
    expect(requireReflectances(cube, { negatives: "refuse", places: [0, 1, 3] })).toEqual({ negative: 0 });
    expect(() => requireReflectances(cube, { negatives: "refuse", places: [2] })).toThrow(
      "row 0, column 2, band 1",
    );
  });
});
