import {
  barycenterReference,
  createPool,
  defaultMetric,
  exact,
  geodesic,
  kMeansReference,
  normalise,
  ShapeError,
  seededRandom,
} from "../../src/index.js";
import { randomCloud } from "../support/random-measures.js";
import { fingerprint } from "./fingerprint.js";

const SEED = 11;

/** What a pool of so many workers gives, fingerprinted, and whether it was closed well. Runs in Node and in a page. */
export async function poolFingerprints(workers: number): Promise<Record<string, string>> {
  const random = seededRandom(SEED);
  const measures = Array.from({ length: 40 }, (_, s) => normalise(randomCloud(random.fork(s), 300 + s, 2)));
  const reference = barycenterReference(measures, { count: 60, random: random.fork(1000) });
  const pool = await createPool({ workers });
  const embedding = await pool.embedAll(reference, measures);
  const pairs = await pool.samplePairs(embedding, measures, { pairs: 10, random: random.fork(1001) });
  const metric = defaultMetric("hk", measures, random.fork(1002));
  const options = { count: 40, random: random.fork(1003), metric };
  const growing = measures.slice(0, 8).map((mu, s) => normalise(mu, 1 + s));
  const unbalanced = await pool.embedAll(kMeansReference(growing, options), growing);
  const refused = await refusal(pool.costs([[measures[0]!, randomCloud(random, 5, 3)]]));
  await pool.close();
  return {
    embedding: await fingerprint(embedding),
    pairs: await fingerprint(pairs),
    "Hellinger-Kantorovich embedding": await fingerprint(unbalanced),
    "Hellinger-Kantorovich geodesic": await fingerprint(
      geodesic(growing[0]!, growing[1]!, { metric }).at(0.3),
    ),
    "exact transport": await fingerprint(exact(measures[0]!, measures[1]!)),
    refused,
  };
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "none",
    (error: unknown) => `${error instanceof ShapeError} ${String(error)}`,
  );
}
