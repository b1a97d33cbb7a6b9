/**
 * Throughput of embeddings: in this thread, and with one and two workers; then the memory of a dataset that is streamed.
 *
 *   npm run build && npm run bench:build && node node_modules/.bench/test/bench/embedding.js [DATASET] [POINTS]
 *
 * DATASET: images or clouds (default data/digits); POINTS: of the reference (default 200). The library is taken from
 * dist, since workers start from there. Wall and processor time per item, median of rounds in which the ways take
 * turns; "cold" is the first round, with the start of the workers in it. On a machine whose cores are shared, wall
 * time tells little: the ratio of two workers is then bounded by the processor time that was to be had.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stdout } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Measure, Reference, WorkerPool } from "../../src/index.js";

type Library = typeof import("../../src/index.js");
type NodeLoaders = typeof import("../../loaders/node.js");
type Pipelines = typeof import("../../pipelines/index.js");

const ROUNDS = 5;

async function built<Module>(file: string): Promise<Module> {
  return import(pathToFileURL(resolve("dist", file)).href);
}

interface Seconds {
  readonly wall: number;
  readonly cpu: number;
}

async function timed(work: () => Promise<unknown> | unknown): Promise<Seconds> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

async function throughput(path: string, count: number): Promise<void> {
  const { createPool, embed, gaussianReference, normalise, seededRandom } =
    await built<Library>("src/index.js");
  const { loadDataset } = await built<NodeLoaders>("loaders/node.js");
  const { collection, description } = await loadDataset(path);
  const measures = collection.measures.map((mu) => normalise(mu));
  const reference = gaussianReference(measures, { count, random: seededRandom(0) });
  stdout.write(`${description}; reference of ${count} points\n`);
  const ways = await waysToEmbed({ createPool, embed }, reference, measures);
  const runs = new Map(ways.map(({ name }) => [name, [] as Seconds[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { name, work } of ways) runs.get(name)!.push(await timed(work));
  }
  for (const { pool } of ways) await pool?.close();
  tell(runs, measures.length);
}

interface Way {
  readonly name: string;
  readonly work: () => Promise<unknown> | unknown;
  readonly pool?: WorkerPool;
}

async function waysToEmbed(
  { createPool, embed }: Pick<Library, "createPool" | "embed">,
  reference: Reference,
  measures: readonly Measure[],
): Promise<Way[]> {
  const ways: Way[] = [{ name: "this thread", work: () => embed(reference, measures) }];
  for (const workers of [1, 2]) {
    const pool = await createPool({ workers });
    ways.push({ name: `workers: ${workers}`, work: () => pool.embedAll(reference, measures), pool });
  }
  return ways;
}

function tell(runs: ReadonlyMap<string, readonly Seconds[]>, items: number): void {
  const each = (seconds: number): string => ((1000 * seconds) / items).toFixed(3);
  for (const [name, [cold, ...warm]] of runs) {
    const wall = median(warm.map((run) => run.wall));
    const cpu = median(warm.map((run) => run.cpu));
    stdout.write(
      `${name.padEnd(12)} ms per item: wall ${each(wall)} (cold ${each(cold!.wall)}), processor ${each(cpu)} ` +
        `(cold ${each(cold!.cpu)}); cores busy ${(cpu / wall).toFixed(2)}\n`,
    );
  }
  const wallOf = (workers: number): number =>
    median(
      runs
        .get(`workers: ${workers}`)!
        .slice(1)
        .map((run) => run.wall),
    );
  const cpuOf = (workers: number): number =>
    median(
      runs
        .get(`workers: ${workers}`)!
        .slice(1)
        .map((run) => run.cpu),
    );
  stdout.write(
    `two workers against one: ${(wallOf(1) / wallOf(2)).toFixed(2)} times in wall time; ` +
      `${((2 * cpuOf(1)) / cpuOf(2)).toFixed(2)} by processor time, if both cores were free\n`,
  );
}

const SIDE = 28;

/** IDX file of so many images, each a bright square of 10 x 10 pixels on nothing, at a place and of a brightness of its own. */
function writeImages(path: string, count: number): void {
  const bytes = new Uint8Array(16 + count * SIDE * SIDE);
  const view = new DataView(bytes.buffer);
  [0x803, count, SIDE, SIDE].forEach((value, at) => {
    view.setUint32(4 * at, value);
  });
  for (let s = 0; s < count; s++) {
    const corner = 16 + s * SIDE * SIDE + (s % 18) * SIDE + (Math.floor(s / 18) % 18);
    for (let p = 0; p < 100; p++) {
      bytes[corner + Math.floor(p / 10) * SIDE + (p % 10)] = 1 + ((s + p * (1 + (s % 7))) % 255);
    }
  }
  writeFileSync(path, bytes);
}

/** Peak memory of the program on a streamed dataset, of which the rows alone would take more and more. */
async function memory(): Promise<void> {
  for (const count of [10_000, 40_000]) {
    const folder = mkdtempSync(join(tmpdir(), "embedding-"));
    try {
      writeImages(join(folder, "images.idx3-ubyte"), count);
      const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "one", folder], {
        encoding: "utf8",
      });
      if (child.status !== 0) throw new Error(child.stderr);
      stdout.write(`${count} images of 100 points, streamed: peak memory ${child.stdout} MB\n`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function embedOne(folder: string): Promise<void> {
  const { embedDataset, writeFolder } = await built<Pipelines>("pipelines/index.js");
  const out = join(folder, "out");
  const path = join(folder, "images.idx3-ubyte");
  const outcome = await embedDataset({
    path,
    out,
    reference: "gaussian",
    referenceSize: 20,
    pairs: 10,
    jobs: 2,
  });
  await writeFolder(out, await outcome.render());
  await outcome.finish?.(true);
  stdout.write((process.resourceUsage().maxRSS / 1024).toFixed(0));
}

const [dataset = "data/digits", points = "200"] = process.argv.slice(2);
if (dataset === "one") await embedOne(points);
else {
  await throughput(dataset, Number(points));
  await memory();
}
