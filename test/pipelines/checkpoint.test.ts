import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  type CheckpointOwner,
  folderCheckpoint,
  memoryCheckpoint,
} from "../../pipelines/store/checkpoint.js";
import { decodePiece, encodePiece } from "../../pipelines/store/checkpoint-piece.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";

const owner: CheckpointOwner = {
  command: "simulate",
  version: "1.0.0",
  seed: 3,
  settings: { system: "diffusion", particles: 10, variants: ["a", "b"] },
};
const piece = {
  facts: { stage: "window", done: 3, list: [1.5, -0.25], nested: { x: null, y: true } },
  arrays: {
    points: Float64Array.of(0.1, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324),
    none: new Float64Array(0),
    weights: Float64Array.of(1 / 3),
  },
};

it("a piece comes back bit for bit, wherever in a larger buffer its bytes are", () => {
  const bytes = encodePiece(piece);
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  for (const read of [bytes, larger.subarray(3), Buffer.from(larger).subarray(3)]) {
    const found = decodePiece(read)!;
    expect(found.facts).toEqual(piece.facts);
    expect(Object.keys(found.arrays)).toEqual(Object.keys(piece.arrays));
    for (const [name, values] of Object.entries(piece.arrays)) {
      expect(Array.from(found.arrays[name]!, (x) => [x, 1 / x])).toEqual(
        Array.from(values, (x) => [x, 1 / x]),
      );
    }
  }
});

it("facts that JSON does not hold are a mistake of the program", () => {
  expect(() => encodePiece({ facts: { far: Number.POSITIVE_INFINITY }, arrays: {} })).toThrow(
    /"far" is Infinity/,
  );
  for (const wrong of [undefined, Float64Array.of(1), new Map(), () => 1, 1n, new Date(0)]) {
    const nested = { facts: { list: [{ wrong }] }, arrays: {} };
    expect(() => encodePiece(nested), String(wrong)).toThrow("JSON");
  }
});

it("bytes that are cut off anywhere are no piece", () => {
  const bytes = encodePiece(piece);
  for (let length = 0; length < bytes.length; length++) {
    expect(decodePiece(bytes.subarray(0, length)), `${length} bytes`).toBeUndefined();
  }
});

it("the pieces of a run are there for the next one of the same settings, until they are cleared", async () => {
  const out = await temporaryFolder({});
  const first = await folderCheckpoint(out, owner);
  await first.save("run-1", piece);
  await first.save("run-1", { ...piece, facts: { done: 4 } });
  first.close();
  const second = await folderCheckpoint(out, owner);
  expect((await second.load("run-1"))!.facts).toEqual({ done: 4 });
  expect(await second.load("run-2")).toBeUndefined();
  await second.clear();
  expect(await readdir(out)).toEqual([]);
});

it("the checkpoint of other settings, another seed or version is refused, with what differs, and left alone", async () => {
  const out = await temporaryFolder({});
  const first = await folderCheckpoint(out, owner);
  await first.save("run", piece);
  first.close();
  const others: readonly [CheckpointOwner, RegExp][] = [
    [{ ...owner, seed: 4 }, /seed is 3 there and 4 here/],
    [{ ...owner, version: "1.0.1" }, /version is "1.0.0" there/],
    [{ ...owner, settings: { ...owner.settings, particles: 11 } }, /particles is 10 there and 11 here/],
    [{ ...owner, settings: { ...owner.settings, variants: ["a"] } }, /variants is \["a","b"\] there/],
    [{ ...owner, settings: { ...owner.settings, more: 1 } }, /more is absent there and 1 here/],
  ];
  for (const [other, sentence] of others)
    await expect(folderCheckpoint(out, other)).rejects.toThrow(sentence);
  const again = await folderCheckpoint(out, owner);
  expect((await again.load("run"))!.facts).toEqual(piece.facts);
  again.close();
});

it("the checkpoint of a run that came to nothing goes on by the same settings, and gives way to others", async () => {
  const out = await temporaryFolder({});
  const first = await folderCheckpoint(out, owner);
  await first.save("run", piece);
  await first.fail();
  first.close();
  const same = await folderCheckpoint(out, owner);
  expect((await same.load("run"))!.facts).toEqual(piece.facts);
  same.close(); // it may still come to something
  await expect(folderCheckpoint(out, { ...owner, seed: 4 })).rejects.toThrow("other settings");
  const again = await folderCheckpoint(out, owner);
  await again.fail();
  again.close();
  const other = await folderCheckpoint(out, { ...owner, seed: 4 });
  expect(await other.load("run")).toBeUndefined();
  other.close();
  await expect(folderCheckpoint(out, owner)).rejects.toThrow("other settings");
});

it("two runs do not have it at a time", async () => {
  const out = await temporaryFolder({});
  const first = await folderCheckpoint(out, owner);
  await expect(folderCheckpoint(out, owner)).rejects.toThrow("another run is writing there");
  first.close();
  (await folderCheckpoint(out, owner)).close();
});

it("a piece that was damaged is none; what a killed run was writing is cleared away", async () => {
  const out = await temporaryFolder({});
  const first = await folderCheckpoint(out, owner);
  await first.save("run", piece);
  const path = join(out, "checkpoint", "run.bin");
  const bytes = await readFile(path);
  bytes[bytes.length - 40]! ^= 1;
  await writeFile(path, bytes);
  await writeFile(join(out, "checkpoint", ".00000000-0000-0000-0000-000000000000.tmp"), "half");
  expect(await first.load("run")).toBeUndefined();
  await first.clear();
  expect(await readdir(out)).toEqual([]);
});

it("what is not a checkpoint's stays in the folder", async () => {
  const out = await temporaryFolder({});
  await mkdir(join(out, "checkpoint"));
  await writeFile(join(out, "checkpoint", "notes.txt"), "mine");
  const first = await folderCheckpoint(out, owner);
  await first.clear();
  expect(await readdir(join(out, "checkpoint"))).toEqual(["notes.txt"]);
});

it("in memory it does the same", async () => {
  const kept = memoryCheckpoint();
  await kept.save("run", piece);
  expect((await kept.load("run"))!.facts).toEqual(piece.facts);
  await kept.clear();
  expect(await kept.load("run")).toBeUndefined();
});
