import { getEventListeners } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { sinkhornResidual } from "../../src/dynamics/steady/sinkhorn-residual.js";
import { wassersteinResidual } from "../../src/dynamics/steady/wasserstein-residual.js";
import { isOtError, ShapeError } from "../../src/errors.js";
import { embed } from "../../src/lot/embedding.js";
import { samplePairs } from "../../src/lot/fidelity.js";
import { type Reference, reference } from "../../src/lot/reference.js";
import { type Measure, massive, measure, normalise } from "../../src/measure/measure.js";
import { rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { createPool, type WorkerPool } from "../../src/pool/pool.js";
import { WorkerError } from "../../src/pool/worker-error.js";
import { exact } from "../../src/transport/exact.js";
import { randomCloud, uniformCloud } from "../support/random-measures.js";

/** Workers run what the build made, since Node starts no TypeScript. */
beforeAll(() => {
  const built = join(import.meta.dirname, "../../dist/src/pool/spawn-node.js");
  if (!existsSync(built)) throw new Error(`there is no ${built}; npm run build makes it`);
});

const sigma: Reference = reference(massive(randomCloud(seededRandom(1), 40, 2)).measure);

function clouds(count: number, points = 500, dim = 2): Measure[] {
  return Array.from({ length: count }, (_, s) =>
    randomCloud(seededRandom(100 + s), points + 37 * (s % 5), dim),
  );
}

async function poolOf(workers: number): Promise<WorkerPool> {
  const pool = await createPool({ workers });
  onTestFinished(() => pool.close());
  return pool;
}

async function thrown(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

describe("a pool", () => {
  const measures = clouds(60);
  const wanted = embed(sigma, measures);

  it.each([0, 1, 2, 4])("of %i workers embeds to the bytes of the synchronous embedding", async (workers) => {
    const pool = await poolOf(workers);
    expect(pool.workers).toBe(workers);
    expect(await pool.embedAll(sigma, measures)).toEqual(wanted);
  });

  it("leaves the measures that it was given to their owner", async () => {
    const pool = await poolOf(1);
    const mine = clouds(3);
    await pool.embedAll(sigma, mine);
    expect(mine).toEqual(clouds(3));
  });

  it("serves several references and several jobs at a time", async () => {
    const pool = await poolOf(2);
    const other = reference(massive(randomCloud(seededRandom(2), 25, 2)).measure);
    const pairs = { pairs: 20, random: seededRandom(3) };
    const [one, two, three] = await Promise.all([
      pool.embedAll(sigma, measures),
      pool.embedAll(other, measures),
      pool.samplePairs(wanted, measures, pairs),
    ]);
    expect(one).toEqual(wanted);
    expect(two).toEqual(embed(other, measures));
    expect(three).toEqual(samplePairs(wanted, measures, { ...pairs, random: seededRandom(3) }));
  });

  it("gives the exact costs of pairs in their order", async () => {
    const pool = await poolOf(2);
    const pairs = measures.slice(1, 9).map((mu, p) => [measures[p]!, mu] as const);
    const costs = pairs
      .map(([mu, nu]) => exact(mu, nu))
      .map(({ cost, certificate }) => ({ cost, certificate }));
    expect(await pool.costs(pairs)).toEqual(costs);
  });

  it("embeds nothing to nothing", async () => {
    const pool = await poolOf(1);
    expect(await pool.embedAll(sigma, [])).toEqual(embed(sigma, []));
  });

  it("refuses a number of workers that is none", async () => {
    for (const workers of [-1, 1.5, Number.NaN, 257]) {
      expect(await thrown(createPool({ workers }))).toBeInstanceOf(ShapeError);
    }
  });
});

describe("the bytes of a pool", () => {
  /** Lattice of 24 x 24 points: distances repeat, so that many plans cost the same but for the last bits. */
  const lattice = reference(
    normalise(measure(Array.from({ length: 24 * 24 }, (_, i) => [(i % 24) / 7, Math.floor(i / 24) / 7]))),
  );
  /** Equal masses and random ones in turn, as many points as the lattice and fewer. */
  const targets = Array.from({ length: 32 }, (_, s) => {
    const random = seededRandom(300 + s);
    const points = Array.from({ length: [300, 300, 576, 200, 576][s % 5]! }, () => [
      3 * random.uniform(),
      3 * random.uniform(),
    ]);
    const weights = points.map(() => (s % 2 === 0 ? 1 : 0.1 + random.uniform()));
    return normalise(measure(points, { weights }));
  });
  const orders = [
    targets.map((_, s) => s),
    targets.map((_, s) => s).reverse(),
    targets.map((_, s) => (s * 7) % targets.length),
  ];
  const alone = targets.map((mu) => embed(lattice, [mu]));

  it.each([0, 1, 2, 4])(
    "of %i workers depend on each item alone, not on those before it",
    async (workers) => {
      for (const order of orders) {
        const pool = await poolOf(workers); // a new one: workers keep what they know of a reference
        const { matrix, residuals, certificates } = await pool.embedAll(
          lattice,
          order.map((s) => targets[s]!),
        );
        order.forEach((s, row) => {
          const found = {
            row: rowView(matrix, row),
            residual: residuals[row],
            certificate: certificates[row],
          };
          const wanted = alone[s]!;
          expect(found, `item ${s} in the order ${order}`).toEqual({
            row: wanted.matrix.data,
            residual: wanted.residuals[0],
            certificate: wanted.certificates[0],
          });
        });
      }
    },
  );

  it("are those of the reference as it is when it is used, though it was changed in place", async () => {
    const pool = await poolOf(0);
    const changing = reference(uniformCloud(seededRandom(6), 300, 2));
    const measures = clouds(3);
    await pool.embedAll(changing, measures);
    changing.measure.points.set(uniformCloud(seededRandom(7), 300, 2).points);
    expect(await pool.embedAll(changing, measures)).toEqual(embed(changing, measures));
  });

  it("of eight workers are there without a warning of too many listeners", async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error): void => void warnings.push(name);
    process.on("warning", note);
    onTestFinished(() => {
      process.off("warning", note);
    });
    const pool = await poolOf(8);
    const measures = clouds(200);
    const { signal } = new AbortController();
    expect(await pool.embedAll(sigma, measures, { signal })).toEqual(embed(sigma, measures));
    expect(warnings).toEqual([]);
  });
});

describe("blocks of a pool", () => {
  it("come in order, cover every measure once, and do not depend on the number of workers", async () => {
    const measures = clouds(60);
    const cuts: string[] = [];
    for (const workers of [0, 1, 3]) {
      const pool = await poolOf(workers);
      let next = 0;
      const firsts: number[] = [];
      for await (const block of pool.embed(sigma, measures)) {
        expect(block.first).toBe(next);
        expect(block.residuals.length).toBe(block.matrix.rows);
        firsts.push(block.first);
        next += block.matrix.rows;
      }
      expect(next).toBe(measures.length);
      cuts.push(firsts.join());
    }
    expect(new Set(cuts).size).toBe(1);
    expect(cuts[0]!.split(",").length, "more blocks than workers").toBeGreaterThan(3);
  });

  it("are made of a stream that is read only a few blocks ahead", async () => {
    const pool = await poolOf(2);
    let read = 0;
    const stream = async function* () {
      for (const mu of clouds(200)) {
        read++;
        yield mu;
      }
    };
    let done = 0;
    let farthest = 0;
    for await (const block of pool.embed(sigma, stream())) {
      farthest = Math.max(farthest, read - done);
      done += block.matrix.rows;
    }
    expect(done).toBe(200);
    // 4 blocks under way and one being filled, each of at most 10 clouds of 500 points and more at 40 points
    expect(farthest).toBeLessThanOrEqual(50);
  });

  it("of different sizes of reference hold about the same work", async () => {
    const pool = await poolOf(0);
    const large = reference(massive(randomCloud(seededRandom(5), 800, 2)).measure);
    const rows: number[] = [];
    for await (const block of pool.embed(large, clouds(4))) rows.push(block.matrix.rows);
    expect(rows).toEqual([1, 1, 1, 1]);
  });
});

describe("work that ends early", () => {
  const measures = clouds(120);

  it("by its callback has the rows done so far", async () => {
    for (const workers of [0, 2]) {
      const pool = await poolOf(workers);
      const embedding = await pool.embedAll(sigma, measures, { onProgress: ({ done }) => done < 30 });
      expect(embedding.status).toBe("aborted");
      const { rows, data } = embedding.matrix;
      expect(rows).toBeGreaterThanOrEqual(30);
      expect(rows).toBeLessThan(120);
      expect(data).toEqual(embed(sigma, measures.slice(0, rows)).matrix.data);
    }
  });

  it("by its signal throws the reason, leaves no listener, and the pool goes on", async () => {
    for (const workers of [0, 2]) {
      const pool = await poolOf(workers);
      const controller = new AbortController();
      const reason = new Error("changed my mind");
      const onProgress = (): void => controller.abort(reason);
      const { signal } = controller;
      expect(await thrown(pool.embedAll(sigma, measures, { signal, onProgress }))).toBe(reason);
      expect(getEventListeners(signal, "abort")).toEqual([]);
      expect(await pool.embedAll(sigma, measures.slice(0, 5))).toEqual(embed(sigma, measures.slice(0, 5)));
      expect(await thrown(pool.embedAll(sigma, measures, { signal }))).toBe(reason);
    }
  });

  it("by leaving the loop leaves the pool free for other work", async () => {
    const pool = await poolOf(1);
    for await (const block of pool.embed(sigma, measures)) {
      expect(block.first).toBe(0);
      break;
    }
    expect((await pool.embedAll(sigma, measures.slice(0, 5))).matrix.rows).toBe(5);
  });

  it("because the pool is closed throws a WorkerError, and so does work after that", async () => {
    const pool = await poolOf(2);
    const work = thrown(pool.embedAll(sigma, measures));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await pool.close();
    expect(await work).toBeInstanceOf(WorkerError);
    expect(await thrown(pool.embedAll(sigma, measures))).toBeInstanceOf(WorkerError);
  });

  it("because the pool is closed, without workers too", async () => {
    const pool = await poolOf(0);
    const work = thrown(pool.embedAll(sigma, measures, { onProgress: () => void pool.close() }));
    expect(await work).toBeInstanceOf(WorkerError);
    expect(await thrown(pool.embedAll(sigma, measures))).toBeInstanceOf(WorkerError);
  });

  it("by its signal, at once, though the stream of measures never goes on", async () => {
    for (const workers of [0, 2]) {
      const pool = await poolOf(workers);
      const controller = new AbortController();
      const reason = new Error("changed my mind");
      const stream = async function* () {
        yield* measures.slice(0, 30);
        controller.abort(reason);
        await new Promise(() => undefined);
      };
      const read = async (): Promise<void> => {
        for await (const block of pool.embed(sigma, stream(), { signal: controller.signal })) {
          expect(block.first, "rows of what came before the abort").toBeLessThan(30);
        }
      };
      expect(await thrown(read())).toBe(reason);
      expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    }
  });

  it("leaves no listener on the signal after work that was done", async () => {
    const pool = await poolOf(2);
    const { signal } = new AbortController();
    await pool.embedAll(sigma, measures.slice(0, 20), { signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("an error in a worker", () => {
  it("has the class, the fields and the sentence that it has without workers", async () => {
    const flat = clouds(30);
    const measures = [...flat, randomCloud(seededRandom(9), 10, 3), ...flat];
    let wanted: unknown;
    try {
      embed(sigma, measures);
    } catch (error) {
      wanted = error;
    }
    for (const workers of [0, 2]) {
      const pool = await poolOf(workers);
      const error = await thrown(pool.embedAll(sigma, measures));
      expect(isOtError(error, "ShapeError")).toBe(true);
      expect(error).toBeInstanceOf(ShapeError);
      expect(error).toMatchObject({
        message: (wanted as ShapeError).message,
        details: (wanted as ShapeError).details,
      });
    }
  });

  it("is the first one in the order of the measures, whichever worker was faster", async () => {
    const heavy = clouds(3, 1500);
    const bad = (value: number): Measure => ({
      ...clouds(1)[0]!,
      weights: new Float64Array(500).fill(value),
    });
    const pool = await poolOf(2);
    const error = await thrown(pool.embedAll(sigma, [...heavy, bad(7), bad(5)]));
    expect(isOtError(error, "MeasureError") && error.message).toContain("3500");
  });

  it("in the stream of measures arrives as it was thrown, after the rows before it", async () => {
    const lost = new Error("the disk is gone");
    const stream = async function* () {
      yield* clouds(50);
      throw lost;
    };
    const counts: number[] = [];
    for (const workers of [0, 1, 3]) {
      const pool = await poolOf(workers);
      let rows = 0;
      const read = async (): Promise<void> => {
        for await (const block of pool.embed(sigma, stream())) rows += block.matrix.rows;
      };
      expect(await thrown(read())).toBe(lost);
      counts.push(rows);
    }
    expect(new Set(counts).size).toBe(1);
    expect(counts[0]).toBeGreaterThan(0);
  });
});

describe("a loss of particles and their image", () => {
  const [particles, image] = [uniformCloud(seededRandom(7), 60, 2), uniformCloud(seededRandom(8), 60, 2)];

  it.each([0, 1])("is that of the synchronous one to the last bit: %i workers", async (workers) => {
    const pool = await poolOf(workers);
    const wasserstein = await pool.particleLoss("wasserstein", particles, image);
    expect(wasserstein).toEqual(wassersteinResidual(particles, image));
    const sinkhorn = await pool.particleLoss("sinkhorn", particles, image);
    expect(sinkhorn).toEqual(sinkhornResidual()(particles, image));
  });

  it("ends with the signal, whatever it has still to do", async () => {
    const pool = await poolOf(1);
    const [many, moved] = [uniformCloud(seededRandom(9), 5000, 2), uniformCloud(seededRandom(10), 5000, 2)];
    const controller = new AbortController();
    const work = thrown(pool.particleLoss("sinkhorn", many, moved, { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error("enough")), 50);
    expect(await work).toEqual(new Error("enough"));
  });
});
