// The archive that make_archives.py reads: every kind of member there is. Its content stands in test/loaders/numpy-reads.test.ts too.
import { writeFileSync } from "node:fs";
import { encodeNpy, encodeNpyTexts, zipFile } from "pushforward/loaders";

const json = new TextEncoder().encode(JSON.stringify({ format: "test", numbers: [0.1, 1e-300] }));
const members = new Map([
  ["model.json", json],
  ["rows.npy", encodeNpy(Float64Array.of(0.1, 1 / 3, -0, 5e-324, 1e308, 2), [2, 3])],
  ["codes.npy", encodeNpy(Int32Array.of(3, -1, 2 ** 31 - 1), [3])],
  ["none.npy", encodeNpy(new Float64Array(0), [0, 4])],
  ["names.npy", encodeNpyTexts(["a", "größer", "\u{1d11e}"])],
]);
writeFileSync(process.argv[2], zipFile(members));
