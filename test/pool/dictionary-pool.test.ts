import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dictionaryWeights } from "../../src/dictionary/dictionary-weights.js";
import { type DictionaryFitOptions, fitDictionary } from "../../src/dictionary/fit-dictionary.js";
import { DICTIONARY_PRESETS } from "../../src/dictionary/presets.js";
import { type Matrix, matrixFromRows } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { createPool, type WorkerPool } from "../../src/pool/pool.js";
import { gaussian, positions } from "../dictionary/toys.js";

const BINS = 30;
const rows = (count: number): Matrix =>
  matrixFromRows(Array.from({ length: count }, (_, n) => gaussian(BINS, 6 + (18 * n) / count, 2 + (n % 3))));
const data = rows(40);
const options: DictionaryFitOptions = {
  axis: { values: positions(BINS), quantity: "band" },
  settings: DICTIONARY_PRESETS.balanced(0),
  size: 3,
  random: seededRandom(5),
  steps: 12,
  batch: 16,
  restarts: 3,
};
/** More steps than one message takes. */
const long: DictionaryFitOptions = { ...options, batch: 40, steps: 60, restarts: 2 };

describe.each([0, 1, 2])("dictionaries on %i workers", (workers) => {
  let pool: WorkerPool;
  beforeAll(async () => {
    pool = await createPool({ workers });
  });
  afterAll(() => pool.close());

  it("are those of the function of that name, to the bit", async () => {
    const tasks = [
      { data, options },
      { data, options: long },
    ];
    const learned = await pool.fitDictionaries(tasks);
    expect(learned).toEqual([fitDictionary(data, options), fitDictionary(data, long)]);
  });

  it("give the weights that the function of that name gives, to the bit", async () => {
    const [dictionary] = await pool.fitDictionaries([{ data, options }]);
    const stop = { tolerance: 1e-3, maxIterations: 5 };
    const found = await pool.dictionaryWeights(dictionary!, rows(150), { stop });
    expect(found).toEqual(dictionaryWeights(dictionary!, rows(150), { stop }));
  });

  it("are ended by onProgress with what there is", async () => {
    const seen: number[] = [];
    const [ended] = await pool.fitDictionaries(
      [{ data, options: { ...options, steps: 100_000, restarts: 2 } }],
      {
        onProgress: ({ unit, done, total }) => {
          expect([unit, total]).toEqual(["steps", 200_000]);
          return seen.push(done) < 2;
        },
      },
    );
    expect(ended!.restarts[0]!.status).toBe("aborted");
    expect(ended!.restarts[0]!.steps).toBeGreaterThan(0);
    expect(seen.at(-1)).toBeLessThan(200_000);
  });

  it("are ended by a signal with its reason", async () => {
    const stop = new AbortController();
    const work = pool.fitDictionaries([{ data, options: { ...options, steps: 1_000_000 } }], {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("enough")),
    });
    await expect(work).rejects.toThrow("enough");
  });

  it("throw what the function throws", async () => {
    const bad = { ...data, data: data.data.map((mass) => -mass) };
    await expect(pool.fitDictionaries([{ data: bad, options }])).rejects.toThrow(/row 0, band 0 is -/);
  });
});
