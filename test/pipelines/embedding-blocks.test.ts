import { createHash } from "node:crypto";
import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { hostname as hostName } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeNpy, parseNpyArray } from "../../loaders/npy.js";
import {
  blockKey,
  decodeBlock,
  encodeBlock,
  itemsPerBlock,
  npyHeader,
  ROWS_REVISION,
  rowLayout,
} from "../../pipelines/embed/blocks.js";
import { folderBlocks } from "../../pipelines/store/blocks.js";
import { takeLock } from "../../pipelines/store/lock.js";
import { StoreError } from "../../pipelines/store.js";
import {
  embed,
  exact,
  hkMetric,
  type Measure,
  type Metric,
  optMetric,
  reference,
  seededRandom,
  VERSION,
  w2Metric,
} from "../../src/index.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { uniformCloud } from "../support/random-measures.js";

const sigma = reference(uniformCloud(seededRandom(1), 6, 2));
const clouds = [2, 3, 4].map((seed) => uniformCloud(seededRandom(seed), 9, 2));
const UNBALANCED = [hkMetric(1), optMetric(1)] as const;
const KEY = "0".repeat(64);

describe("a block of rows", () => {
  const solver = (source: Measure, target: Measure) => exact(source, target, { maxPivots: 1 });

  it.each([
    ["with closed certificates", embed(sigma, clouds)],
    ["with others", embed(sigma, clouds, { solver })],
  ])("gives back what it was made of, %s", (_, { matrix, residuals, certificates }) => {
    const block = encodeBlock({ matrix, residuals, certificates });
    expect(decodeBlock(block, 3, { cols: 12 })).toEqual({ matrix, residuals, certificates });
  });

  it("is none where a status has no known code", () => {
    const { matrix, residuals, certificates } = embed(sigma, clouds);
    const block = encodeBlock({ matrix, residuals, certificates });
    const { data } = parseNpyArray(block);
    for (const code of [5, -1, 0.5, Number.NaN]) {
      data[19 + 13] = code; // second row: 12 numbers and the residual come before
      expect(decodeBlock(encodeNpy(data, [3, 19]), 3, { cols: 12 })).toBeUndefined();
    }
  });

  it("is none where the points of singular measures are no whole number", () => {
    const start = reference(sigma.measure, { metric: UNBALANCED[0] });
    const { data, shape } = parseNpyArray(encodeBlock(embed(start, clouds)));
    expect(decodeBlock(encodeNpy(data, shape), 3, rowLayout(start))).toBeDefined();
    const counts = 3 * (18 + 7);
    data[counts]! += 0.5;
    data[counts + 1]! -= 0.5;
    expect(decodeBlock(encodeNpy(data, shape), 3, rowLayout(start))).toBeUndefined();
  });

  it.each(UNBALANCED)("keeps the singular measures of %o, be they empty", (metric) => {
    const start = reference(sigma.measure, { metric });
    const far = { ...clouds[0]!, points: clouds[0]!.points.map((x, p) => (p < 4 ? x + 100 : x)) };
    const all = embed(start, [clouds[1]!, far, sigma.measure]);
    const { matrix, residuals, certificates, singular } = all;
    expect(singular!.map(({ count }) => count > 0)).toEqual([expect.any(Boolean), true, false]);
    const block = encodeBlock(all);
    expect(rowLayout(start)).toEqual({ cols: 18, singularDim: 2 });
    expect(decodeBlock(block, 3, rowLayout(start))).toEqual({ matrix, residuals, certificates, singular });
    expect(decodeBlock(block, 2, rowLayout(start))).toBeUndefined();
    expect(decodeBlock(block, 4, rowLayout(start))).toBeUndefined();
    expect(decodeBlock(block, 3, { cols: 18, singularDim: 3 })).toBeUndefined();
    expect(decodeBlock(block, 3, { cols: 18 })).toBeUndefined();
    expect(decodeBlock(encodeBlock(embed(sigma, clouds)), 3, rowLayout(start))).toBeUndefined();
  });

  it("has the key of its metric and scale, which for W2 is the one it always had", () => {
    const at = (metric: Metric) => blockKey(reference(sigma.measure, { metric }), clouds);
    const keys = [at(hkMetric(1)), at(hkMetric(1 + 2e-16)), at(optMetric(1)), at(w2Metric)];
    expect(new Set(keys).size).toBe(4);
    const hash = createHash("sha256").update(`pushforward ${VERSION} rows ${ROWS_REVISION} w2 block 1\n`);
    for (const { points, weights, count, dim } of [sigma.measure, ...clouds]) {
      hash
        .update(`${count} ${dim}\n`)
        .update(new Uint8Array(points.buffer))
        .update(new Uint8Array(weights.buffer));
    }
    expect(at(w2Metric)).toBe(hash.digest("hex"));
  });

  it("is none of another number of items or numbers", () => {
    const block = encodeBlock(embed(sigma, clouds));
    expect(decodeBlock(block, 2, { cols: 12 })).toBeUndefined();
    expect(decodeBlock(block, 3, { cols: 14 })).toBeUndefined();
  });

  it("has a key that changes with every number it depends on", () => {
    const moved = { ...clouds[0]!, points: clouds[0]!.points.map((x, p) => (p === 3 ? x + 1e-15 : x)) };
    const heavier = { ...clouds[0]!, weights: clouds[0]!.weights.map((w, i) => (i === 8 ? w * 2 : w)) };
    const flat = { ...clouds[0]!, dim: 1, count: 18, weights: new Float64Array(18).fill(1 / 18) };
    const keys = [
      blockKey(sigma, clouds),
      blockKey(sigma, clouds.slice(1)),
      blockKey(sigma, clouds.toReversed()),
      blockKey(sigma, [moved, ...clouds.slice(1)]),
      blockKey(sigma, [heavier, ...clouds.slice(1)]),
      blockKey(sigma, [flat, ...clouds.slice(1)]),
      blockKey(reference(clouds[0]!), clouds),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(blockKey(sigma, clouds)).toBe(keys[0]);
    expect(keys.every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
  });

  it("holds at least one item and at most 1024", () => {
    const points = (count: number, metric: Metric = w2Metric) =>
      reference(uniformCloud(seededRandom(1), count, 1), { metric });
    expect(itemsPerBlock(points(10_000), 10_000)).toBe(1);
    expect(itemsPerBlock(points(200), 100)).toBe(100);
    expect(itemsPerBlock(points(1), 1)).toBe(1024);
    expect(itemsPerBlock(points(200, hkMetric(1)), 100), "transports take longer").toBe(6);
  });
});

it.each([
  [0, 3],
  [1, 1],
  [9, 400],
  [10, 400],
  [1797, 128],
  [99_999, 1],
  [100_000, 1],
])("the header of a stored array of %i x %i is that of an array in one piece", (rows, cols) => {
  const whole = encodeNpy(new Float64Array(rows * cols), [rows, cols]);
  const header = npyHeader(rows, cols);
  expect(header).toEqual(whole.subarray(0, whole.length - 8 * rows * cols));
});

describe("blocks in a folder", () => {
  const bytes = encodeNpy(Float64Array.of(1, 2, 3), [3]);

  it("are there again for the next run, and gone when they are cleared", async () => {
    const out = await temporaryFolder({});
    const first = await folderBlocks(out);
    expect(await first.load(KEY)).toBeUndefined();
    await first.save(KEY, bytes);
    first.close();
    const second = await folderBlocks(out);
    expect(new Uint8Array((await second.load(KEY))!)).toEqual(bytes);
    await second.clear();
    second.close();
    expect(await readdir(out)).toEqual([]);
  });

  it.each<[string, (block: Uint8Array) => Uint8Array]>([
    ["shorter", (block) => block.subarray(0, block.length - 1)],
    ["empty", () => new Uint8Array(0)],
    ["longer", (block) => Uint8Array.of(...block, 0)],
    ["changed in one bit", (block) => block.map((byte, at) => (at === 90 ? byte ^ 1 : byte))],
  ])("are not believed when they are %s", async (_, damage) => {
    const out = await temporaryFolder({});
    const store = await folderBlocks(out);
    await store.save(KEY, bytes);
    const path = join(out, "blocks", `${KEY}.npy`);
    await writeFile(path, damage(await readFile(path)));
    expect(await store.load(KEY)).toBeUndefined();
    await store.save(KEY, bytes);
    expect(new Uint8Array((await store.load(KEY))!)).toEqual(bytes);
    store.close();
  });

  it("that cannot be read are not taken for absent", async () => {
    const out = await temporaryFolder({ [`blocks/${KEY}.npy/inner`]: "a folder of that name" });
    const store = await folderBlocks(out);
    const loading = store.load(KEY);
    await expect(loading).rejects.toMatchObject({ tag: "StoreError" });
    await expect(loading).rejects.toThrow("cannot read");
    store.close();
  });

  it("are cleared with what a run left that was killed while it took the lock", async () => {
    const out = await temporaryFolder({});
    const store = await folderBlocks(out);
    await writeFile(
      join(out, "blocks", `in-use.json.${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}`),
      "{}",
    );
    await store.clear();
    expect(await readdir(out)).toEqual([]);
  });

  it("closed after they were cleared leave the lock of the next run alone", async () => {
    const out = await temporaryFolder({});
    const first = await folderBlocks(out);
    await first.clear();
    const second = await folderBlocks(out);
    first.close();
    expect(await readdir(join(out, "blocks"))).toEqual(["in-use.json"]);
    second.close();
  });

  it("leave the user's files in their folder alone", async () => {
    const out = await temporaryFolder({ "blocks/mine.npy": "kept" });
    const store = await folderBlocks(out);
    await store.save(KEY, bytes);
    await store.clear();
    expect(await readdir(join(out, "blocks"))).toEqual(["mine.npy"]);
  });

  it("say why they cannot be written, and leave nothing half done", async () => {
    const out = await temporaryFolder({ blocks: "a file" });
    await expect(folderBlocks(out)).rejects.toThrow(StoreError);
    await expect(folderBlocks(out)).rejects.toThrow(`cannot write to ${join(out, "blocks")}`);
    const other = await temporaryFolder({});
    const store = await folderBlocks(other);
    const bad = store.save("no/such", bytes);
    await expect(bad).rejects.toMatchObject({ tag: "StoreError", stage: "write" });
    expect(await readdir(join(other, "blocks"))).toEqual(["in-use.json"]);
  });

  // Whoever may write everywhere (root) cannot see this refusal.
  it.skipIf(process.getuid?.() === 0)("say so where the folder is read-only", async () => {
    const out = await temporaryFolder({});
    await chmod(out, 0o500);
    await expect(folderBlocks(out)).rejects.toThrow("cannot write to");
  });
});

describe("a folder in use", () => {
  it("is refused to a second run, and free when the first one ends", async () => {
    const out = await temporaryFolder({});
    const first = await folderBlocks(out);
    const refused = folderBlocks(out);
    await expect(refused).rejects.toMatchObject({ tag: "StoreError", stage: "check" });
    await expect(refused).rejects.toThrow("another run is writing there");
    first.close();
    (await folderBlocks(out)).close();
  });

  it.each([
    ["of this machine is gone", JSON.stringify({ pid: 2 ** 22 + 1, host: hostName(), started: "1" })],
    ["had the number of another one", JSON.stringify({ pid: process.pid, host: hostName(), started: "-1" })],
    ["was killed while it wrote its name", '{"pid":12'],
    ["wrote nothing", ""],
  ])("is taken over when the process %s", async (_, text) => {
    const root = await temporaryFolder({ lock: text });
    const release = await takeLock(join(root, "lock"));
    expect(JSON.parse(await readFile(join(root, "lock"), "utf8")).pid).toBe(process.pid);
    release();
    expect(await readdir(root)).toEqual([]);
  });

  it("is refused when a run on another machine holds it, of which nothing is known", async () => {
    const root = await temporaryFolder({ lock: '{"pid":1,"host":"elsewhere","started":"1"}' });
    await expect(takeLock(join(root, "lock"))).rejects.toThrow("remove that file if there is none");
  });

  it("goes to one of those who find it free at the same time", async () => {
    const root = await temporaryFolder({ lock: "" });
    const path = join(root, "lock");
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(path)));
    expect(taken.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
