import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isCubePath, loadCube } from "../../loaders/node-cube.js";
import { type EnviLayout, enviData, enviHeader } from "./envi-bytes.js";
import { hdf5Bytes } from "./hdf5-bytes.js";
import { matBytes } from "./mat-bytes.js";
import { describeWithShared } from "./shared-data.js";
import { temporaryFolder } from "./temporary-folder.js";

const SHAPE = { height: 2, width: 3, bands: 4 };
const LAYOUT: EnviLayout = { interleave: "bil", dataType: 2, byteOrder: 1 };
const value = (r: number, c: number, b: number): number => 100 * r + 10 * c + b;
const HEADER = enviHeader(SHAPE, LAYOUT);
const DATA = enviData(SHAPE, LAYOUT, value);
const PIXELS = Array.from({ length: 24 }, (_, v) => value(Math.floor(v / 12), Math.floor(v / 4) % 3, v % 4));
/** The same numbers in MATLAB's order. */
const COLUMNS = Uint8Array.from({ length: 24 }, (_, e) =>
  value(e % 2, Math.floor(e / 2) % 3, Math.floor(e / 6)),
);
const MAT = matBytes([{ name: "scene", shape: [2, 3, 4], data: COLUMNS }]);
const TWO = matBytes([
  { name: "scene", shape: [2, 3, 4], data: COLUMNS },
  { name: "other", shape: [1, 1, 2], data: Uint8Array.of(1, 2) },
]);

describe("a cube from a path", () => {
  it("of a MATLAB file tells the variable, the inputs, and that bands have no wavelengths", async () => {
    const folder = await temporaryFolder({ "a.mat": MAT });
    const { cube, inputs, description } = await loadCube(join(folder, "a.mat"));
    expect([...cube.values]).toEqual(PIXELS);
    expect(inputs.map(({ path }) => path)).toEqual([join(folder, "a.mat")]);
    expect(description).toBe(
      'cube of 2 x 3 pixels and 4 bands (by number), uint8, from variable "scene" of "a.mat"',
    );
    expect(cube.warnings).toEqual([
      expect.stringMatching(/number of a band is its coordinate.*--wavelengths/),
    ]);
  });

  it("of HDF5 is the same, whatever its name ends in", async () => {
    const bytes = await hdf5Bytes([
      { name: "scene", data: COLUMNS, shape: [4, 3, 2], matlabClass: "double" },
    ]);
    const folder = await temporaryFolder({ "a.mat": bytes, "b.h5": bytes });
    for (const name of ["a.mat", "b.h5"]) {
      expect([...(await loadCube(join(folder, name))).cube.values]).toEqual(PIXELS);
    }
  });

  it("chooses the named variable", async () => {
    const folder = await temporaryFolder({ "a.mat": TWO });
    const path = join(folder, "a.mat");
    await expect(loadCube(path)).rejects.toThrow(/it holds several: "scene".*"other".*--variable NAME/);
    expect((await loadCube(path, { variable: "other" })).cube.values).toEqual(Uint8Array.of(1, 2));
    await expect(loadCube(path, { variable: "none" })).rejects.toThrow(/no variable "none"/);
  });

  it("takes wavelengths of all its bands from a file, then selects bands", async () => {
    const folder = await temporaryFolder({
      "a.mat": MAT,
      "nm.csv": "wavelength (nm)\n400\n410\n420\n430\n",
      "short.txt": "400 410 420",
      "falling.txt": "430, 420, 410, 400",
    });
    const path = join(folder, "a.mat");
    const { cube, inputs, description } = await loadCube(path, {
      wavelengths: join(folder, "nm.csv"),
      bands: [1, 3],
    });
    expect(cube.axis).toEqual({
      values: Float64Array.of(410, 430),
      quantity: "wavelength",
      unit: "nm",
      bands: Int32Array.of(1, 3),
    });
    expect([...cube.values]).toEqual(PIXELS.filter((_, v) => v % 2 === 1));
    expect(inputs).toHaveLength(2);
    expect(cube.warnings).toEqual([]);
    expect(description).toContain("2 of 4 bands (wavelength 410 to 430 nm)");
    await expect(loadCube(path, { wavelengths: join(folder, "short.txt") })).rejects.toThrow(
      /short\.txt: 3 wavelengths for 4 bands/,
    );
    await expect(loadCube(path, { wavelengths: join(folder, "falling.txt") })).rejects.toThrow(
      /falling\.txt: the wavelength of band 1 is 420 after 430/,
    );
    await expect(loadCube(path, { bands: [4] })).rejects.toThrow(/a\.mat: there is no band 4; the 4 bands/);
  });

  it("that is absent, text or without a cube is refused with what it is", async () => {
    const folder = await temporaryFolder({
      "gt.mat": matBytes([{ name: "gt", shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) }]),
      "a.mat": "x,y\n",
    });
    await expect(loadCube(join(folder, "none.mat"))).rejects.toThrow(/no such file/);
    await expect(loadCube(join(folder, "a.mat"))).rejects.toThrow(/it is text that starts with "x,y/);
    await expect(loadCube(join(folder, "gt.mat"))).rejects.toThrow(
      /no 3-D array .*"gt" \(2 x 3 double\).*--variable/,
    );
  });
});

describe("an ENVI cube from a path", () => {
  it("whose wavenumbers run downwards is turned round; bands keep their numbers", async () => {
    const header = enviHeader(
      SHAPE,
      LAYOUT,
      "wavelength = {4000, 3000, 2000, 1000}",
      "wavelength units = Wavenumber",
    );
    const folder = await temporaryFolder({ "a.hdr": header, "a.img": DATA });
    const path = join(folder, "a.hdr");
    const turned = await loadCube(path);
    expect(turned.cube.axis).toEqual({
      values: Float64Array.of(1000, 2000, 3000, 4000),
      quantity: "wavenumber",
      unit: "1/cm",
      bands: Int32Array.of(3, 2, 1, 0),
    });
    expect([...turned.cube.values.subarray(0, 4)]).toEqual([3, 2, 1, 0]);
    expect(turned.cube.warnings).toEqual([expect.stringContaining("the wavenumber runs downwards")]);
    const few = await loadCube(path, { bands: [0, 1] });
    expect([...few.cube.axis.values, ...few.cube.values.subarray(0, 2)]).toEqual([3000, 4000, 1, 0]);
    await expect(loadCube(path, { bands: [4] })).rejects.toThrow(/a\.hdr: there is no band 4/);
  });

  it.each([
    ["a.hdr", "a.img"],
    ["a.HDR", "A.IMG"],
    ["a.hdr", "a"],
    ["a.img.hdr", "a.img"],
    ["a.b.hdr", "a.b.bil"],
  ])("is found by its header %s or its data %s", async (header, data) => {
    const folder = await temporaryFolder({ [header]: HEADER, [data]: DATA });
    const byHeader = await loadCube(join(folder, header));
    expect([...byHeader.cube.values]).toEqual(PIXELS);
    expect(byHeader.inputs.map(({ path }) => path)).toEqual([join(folder, header), join(folder, data)]);
    if (isCubePath(data)) expect((await loadCube(join(folder, data))).cube).toEqual(byHeader.cube);
  });

  it("is refused without the other file, or with several", async () => {
    const folder = await temporaryFolder({
      "a.hdr": HEADER,
      "b.img": DATA,
      "c.hdr": HEADER,
      "c.img": DATA,
      "c.raw": DATA,
    });
    await expect(loadCube(join(folder, "a.hdr"))).rejects.toThrow(/no data file stands beside it/);
    await expect(loadCube(join(folder, "b.img"))).rejects.toThrow(
      /no header stands beside it.*"b\.img\.hdr"/,
    );
    await expect(loadCube(join(folder, "c.hdr"))).rejects.toThrow(
      /several could be its data file: "c\.img", "c\.raw"/,
    );
    expect([...(await loadCube(join(folder, "c.raw"))).cube.values]).toEqual(PIXELS);
  });

  it("of another size than its header says is refused", async () => {
    const folder = await temporaryFolder({ "a.hdr": HEADER, "a.img": DATA.subarray(2) });
    for (const name of ["a.hdr", "a.img"]) {
      await expect(loadCube(join(folder, name))).rejects.toThrow(/a\.img: 46 bytes, but its header says 48/);
    }
  });

  it("has no variables", async () => {
    const folder = await temporaryFolder({ "a.hdr": HEADER, "a.img": DATA });
    await expect(loadCube(join(folder, "a.hdr"), { variable: "x" })).rejects.toThrow(/no variable "x"/);
  });

  it("whose data are a link that leads elsewhere is refused", async () => {
    const outside = await temporaryFolder({ secret: DATA });
    const folder = await temporaryFolder({ "a.hdr": HEADER });
    await symlink(join(outside, "secret"), join(folder, "a.img"));
    await expect(loadCube(join(folder, "a.hdr"))).rejects.toThrow(/outside the dataset/);
  });
});

describeWithShared("salinas_a", "Salinas A from a path", (folder) => {
  it("is understood", async () => {
    const { description, cube } = await loadCube(join(folder, "SalinasA_corrected.mat"), { bands: [0, 203] });
    expect(description).toBe(
      'cube of 83 x 86 pixels and 2 of 204 bands (by number), int16, from variable "salinasA_corrected" of "SalinasA_corrected.mat"',
    );
    expect([...cube.axis.values]).toEqual([0, 203]);
  });
});
