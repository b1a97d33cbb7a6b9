import { describe, expect, it } from "vitest";
import { ShapeError } from "../../src/errors.js";
import { spectra } from "../../src/measure/spectra.js";
import type { SpectralAxis } from "../../src/measure/spectral-axis.js";
import { matrixFromRows } from "../../src/numeric/matrix.js";

const axis = (values: readonly number[], quantity = "wavelength"): SpectralAxis => ({
  values: Float64Array.from(values),
  quantity,
  unit: "nm",
});
const two = (positions: readonly number[]) => ({
  names: ["a", "b"],
  axis: axis(positions),
  values: matrixFromRows([positions.map((_, b) => b), positions.map((_, b) => 10 + b)]),
});

describe("spectra", () => {
  it("keep an increasing axis and turn a decreasing one round, values and all, with a warning", () => {
    expect(spectra(two([1, 2, 4]))).toMatchObject({ ...two([1, 2, 4]), warnings: [], attributes: [] });
    const turned = spectra(two([4, 2, 1]));
    expect(Array.from(turned.axis.values)).toEqual([1, 2, 4]);
    expect(Array.from(turned.values.data)).toEqual([2, 1, 0, 12, 11, 10]);
    expect(turned.warnings).toEqual([
      "the wavelength runs downwards, from 4 to 1 nm; the bands were put in increasing order",
    ]);
  });

  it("keep the bands that are named by their numbers in the file, whichever way that runs", () => {
    const up = spectra(two([1, 2, 4, 8]), { bands: [0, 3] });
    expect([...up.axis.values, ...up.values.data]).toEqual([1, 8, 0, 3, 10, 13]);
    const down = spectra(two([8, 4, 2, 1]), { bands: [0, 3] });
    expect([...down.axis.values, ...down.values.data]).toEqual([1, 8, 3, 0, 13, 10]);
  });

  it("take other positions: one for each band of the file, or for each that is kept", () => {
    const all = spectra(two([0, 1, 2]), { bands: [1, 2], axis: axis([5, 6, 7]) });
    expect(Array.from(all.axis.values)).toEqual([6, 7]);
    const kept = spectra(two([0, 1, 2]), { bands: [1, 2], axis: axis([6, 7]) });
    expect(Array.from(kept.axis.values)).toEqual([6, 7]);
  });

  it.each([
    ["no spectrum", { ...two([1, 2]), names: [] }, {}, "there is no spectrum"],
    ["a name too few", { ...two([1, 2]), names: ["a"] }, {}, "2 rows of values for 1 spectra"],
    ["a position too few", { ...two([1, 2]), axis: axis([1]) }, {}, "1 positions for 2 bands"],
    [
      "a label too few",
      { ...two([1, 2]), attributes: [{ name: "c", values: ["x"] }] },
      {},
      '1 values of "c"',
    ],
    ["equal positions", two([1, 1]), {}, "the wavelength of band 1 is 1 after 1"],
    [
      "a way back",
      two([3, 2, 4]),
      {},
      "the wavelength of band 2 is 4 after 2; positions must be finite and decrease throughout",
    ],
    ["no number", two([1, Number.NaN]), {}, "the wavelength of band 1 is NaN"],
    [
      "a band that is not there",
      two([1, 2]),
      { bands: [2] },
      "there is no band 2; the 2 bands are numbered from 0",
    ],
    ["a band twice", two([1, 2]), { bands: [1, 1] }, "band 1 follows band 1"],
    ["no band", two([1, 2]), { bands: [] }, "no band is left"],
    ["too few wavelengths", two([1, 2, 3]), { axis: axis([1, 2]) }, "2 wavelengths for 3 bands"],
    [
      "too many wavelengths",
      two([1, 2, 3]),
      { bands: [0], axis: axis([1, 2]) },
      "2 wavelengths for 3 bands (1 of them kept)",
    ],
    [
      "wavelengths that fall",
      two([1, 2]),
      { axis: axis([2, 1]) },
      "positions that are given must be finite and increase",
    ],
  ])("with %s are refused", (_, parts, choice, words) => {
    expect(() => spectra(parts, choice)).toThrow(ShapeError);
    expect(() => spectra(parts, choice)).toThrow(words);
  });
});
