import { describe, expect, it } from "vitest";
import { ShapeError } from "../../src/errors.js";
import { binnedAxis, binnedColumns } from "../../src/measure/bins.js";
import {
  type AxisKind,
  axisLabel,
  bandAxis,
  chosenBands,
  requireOneAxis,
  type SpectralAxis,
} from "../../src/measure/spectral-axis.js";
import { matrixFromRows } from "../../src/numeric/matrix.js";

const falling: SpectralAxis = {
  values: Float64Array.of(8, 4, 2, 1),
  quantity: "wavenumber",
  unit: "1/cm",
};

describe("chosen bands", () => {
  it("of all bands of an increasing axis are that axis, without numbers", () => {
    expect(chosenBands(bandAxis(3))).toEqual({ axis: bandAxis(3), columns: [0, 1, 2], warnings: [] });
  });

  it("of a decreasing axis are turned round and keep their numbers in the file", () => {
    const { axis, columns, warnings } = chosenBands(falling, { bands: [0, 1, 3] });
    expect(axis).toEqual({ ...falling, values: Float64Array.of(1, 4, 8), bands: Int32Array.of(3, 1, 0) });
    expect(columns).toEqual([3, 1, 0]);
    expect(warnings).toEqual([
      "the wavenumber runs downwards, from 8 to 1 1/cm; the bands were put in increasing order",
    ]);
  });

  it("take the kind of the positions that are given, and the order of the file", () => {
    const given = { values: Float64Array.of(5, 6, 7, 8), quantity: "wavelength", unit: "um" };
    expect(chosenBands(falling, { axis: given, bands: [1, 2] })).toEqual({
      axis: { ...given, values: Float64Array.of(6, 7), bands: Int32Array.of(1, 2) },
      columns: [1, 2],
      warnings: [],
    });
  });

  it("name an odd position by the number of its band in the file", () => {
    const odd = { ...falling, values: Float64Array.of(1, 2, 3, 3, 5) };
    expect(() => chosenBands(odd, { bands: [0, 2, 3, 4] })).toThrow("the wavenumber of band 3 is 3 after 3");
    expect(chosenBands(odd, { bands: [0, 2, 4] }).axis.values[1]).toBe(3);
  });
});

describe("one axis", () => {
  const nm: AxisKind = { quantity: "wavelength", unit: "nm" };

  it("has one quantity and unit", () => {
    for (const axes of [[], [nm], [nm, { ...nm }], [bandAxis(2), bandAxis(3)]]) {
      expect(() => requireOneAxis(axes)).not.toThrow();
    }
  });

  it.each<[AxisKind, string]>([
    [{ quantity: "band" }, "over band; name the wavelengths in the file without them"],
    [{ quantity: "wavelength" }, "over wavelength; say the unit in all files"],
    [{ quantity: "wavelength", unit: "um" }, "over wavelength (um); convert one of them"],
    [{ quantity: "wavenumber", unit: "1/cm" }, "over wavenumber (1/cm); convert one of them"],
    [{ quantity: "position" }, "over position; convert one of them"],
  ])("is not shared by wavelengths in nm and %j", (other, words) => {
    expect(() => requireOneAxis([nm, nm, other])).toThrow(ShapeError);
    expect(() => requireOneAxis([nm, nm, other])).toThrow(
      `one spectrum is over wavelength (nm), another ${words}`,
    );
    expect(() => requireOneAxis([other, nm])).toThrow(`one spectrum is over ${axisLabel(other)}, another`);
  });
});

describe("bins", () => {
  const axis = { ...falling, values: Float64Array.of(1, 3, 4, 8, 9), bands: Int32Array.of(0, 2, 3, 4, 5) };
  const values = matrixFromRows([
    [1, 2, 3, 4, 5],
    [5, 0, 0, 0, 1],
  ]);

  it("are sums at mean positions, with no numbers of bands", () => {
    expect(binnedAxis(axis, 2)).toEqual({ ...falling, values: Float64Array.of(2, 6, 9) });
    expect([...binnedColumns(values, 2).data]).toEqual([3, 7, 5, 5, 0, 1]);
    expect(binnedAxis(axis, 1)).toEqual({ ...falling, values: axis.values });
    expect(binnedColumns(values, 1)).toBe(values);
  });

  it.each([0, 6, 1.5, Number.NaN])("of %s among 5 bands are refused", (bin) => {
    expect(() => binnedAxis(axis, bin)).toThrow("whole number from 1 to the number of bands, 5");
    expect(() => binnedColumns(values, bin)).toThrow(ShapeError);
  });
});
