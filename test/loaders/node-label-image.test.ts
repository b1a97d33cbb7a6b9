import { join } from "node:path";
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { loadLabelImage } from "../../loaders/node-label-image.js";
import { hdf5Bytes } from "./hdf5-bytes.js";
import { matBytes } from "./mat-bytes.js";
import { temporaryFolder } from "./temporary-folder.js";

const LABELS = [0, 1, 2, 7, 255, 3];
const png = (data: readonly number[]) =>
  encode({ width: 3, height: 2, data: Uint8Array.from(data), channels: 1 });

async function loaded(name: string, content: Uint8Array | string, variable?: string) {
  const folder = await temporaryFolder({ [name]: content });
  return loadLabelImage(join(folder, name), variable === undefined ? {} : { variable });
}

describe("an image of labels", () => {
  it("is the same from MATLAB 5, HDF5, PNG and CSV", async () => {
    const columns = Uint8Array.of(0, 7, 1, 255, 2, 3);
    const files: Readonly<Record<string, Uint8Array | string>> = {
      "a.mat": matBytes([{ name: "gt", shape: [2, 3], data: columns }]),
      "a.h5": await hdf5Bytes([{ name: "gt", data: columns, shape: [3, 2], matlabClass: "uint8" }]),
      "a.png": png(LABELS),
      "a.csv": "0,1,2\n7,255,3\n",
    };
    for (const [name, content] of Object.entries(files)) {
      const { height, width, labels, inputs, description } = await loaded(name, content);
      expect([height, width, ...labels]).toEqual([2, 3, ...LABELS]);
      expect(inputs).toHaveLength(1);
      expect(description).toMatch(/^labels of 2 x 3 pixels, from .*"a\./);
    }
  });

  it("may be one of several variables", async () => {
    const bytes = matBytes([
      { name: "a", shape: [1, 2], data: Uint8Array.of(1, 2) },
      { name: "b", shape: [2, 1], data: Uint8Array.of(3, 4) },
    ]);
    await expect(loaded("a.mat", bytes)).rejects.toThrow(/several: "a" \(1 x 2 double\), "b"/);
    expect([...(await loaded("a.mat", bytes, "b")).labels]).toEqual([3, 4]);
  });

  it("in a CSV or a PNG has no variables, and a name of one is refused", async () => {
    for (const [name, content] of [
      ["a.csv", "0,1\n"],
      ["a.png", png(LABELS)],
    ] as const) {
      await expect(loaded(name, content, "gt")).rejects.toThrow(
        `${name}: only MATLAB and HDF5 files have variables, so there is no variable "gt"; leave variable (--truth-variable)`,
      );
    }
  });

  it("of no whole numbers is refused with the place", async () => {
    await expect(loaded("a.csv", "1,2\n3,4.5\n")).rejects.toThrow(
      /row 1, column 1: the label 4\.5 is no whole number/,
    );
    await expect(loaded("a.csv", "1,2\n3\n")).rejects.toThrow(/line 2: 1 numbers, but the first line has 2/);
    await expect(loaded("a.csv", "1,2\n3,x\n")).rejects.toThrow(/line 2: "x" is not a finite number/);
    await expect(loaded("a.csv", "")).rejects.toThrow(/it holds no numbers/);
    await expect(loaded("a.csv", "1,3000000000\n")).rejects.toThrow(/column 1: the label 3000000000/);
  });
});
