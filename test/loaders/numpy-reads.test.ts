import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { encodeNpy } from "../../loaders/npy.js";
import { encodeNpyTexts } from "../../loaders/npy-text.js";
import { zipFile } from "../../loaders/zip-file.js";
import oracle from "../oracle/archives.json" with { type: "json" };

it("NumPy reads from an archive, to the same bits, what was written to it", () => {
  const json = { format: "test", numbers: [0.1, 1e-300] };
  const rows = [0.1, 1 / 3, -0, 5e-324, 1e308, 2];
  const codes = [3, -1, 2 ** 31 - 1];
  const names = ["a", "größer", "\u{1d11e}"];
  const archive = zipFile(
    new Map([
      ["model.json", new TextEncoder().encode(JSON.stringify(json))],
      ["rows.npy", encodeNpy(Float64Array.from(rows), [2, 3])],
      ["codes.npy", encodeNpy(Int32Array.from(codes), [3])],
      ["none.npy", encodeNpy(new Float64Array(0), [0, 4])],
      ["names.npy", encodeNpyTexts(names)],
    ]),
  );
  expect(createHash("sha256").update(archive).digest("hex")).toBe(oracle.sha256); // the very bytes that NumPy was given
  expect(oracle.json).toEqual(json);
  expect(oracle.arrays).toEqual({
    rows: { shape: [2, 3], type: "<f8", values: rows },
    codes: { shape: [3], type: "<i4", values: codes },
    none: { shape: [0, 4], type: "<f8", values: [] },
    names: { shape: [3], type: "<U6", values: names },
  });
});
