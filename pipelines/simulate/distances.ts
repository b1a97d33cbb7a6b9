import type { Measure, Metric } from "../../src/index.js";
import { isListOf, isNumber, isRecordOf } from "../store/facts.js";
import {
  type CertificateTally,
  isCertificateTally,
  joined,
  NO_CERTIFICATES,
  tallyOf,
} from "./certificate-tally.js";
import type { Workplace } from "./work.js";

/** Distances of pairs of clouds, with what proves them. */
export interface FrameDistances {
  readonly distances: readonly number[];
  readonly certificates: CertificateTally;
}

const isFrameDistances = isRecordOf<FrameDistances>({
  distances: isListOf(isNumber),
  certificates: isCertificateTally,
});

/** Pairs that are worked on at a time: they are saved when they are done. */
const CHUNK = 8;

/** The distance of each pair, chunk by chunk; those that an earlier run saved under `name` are taken over. */
export async function frameDistances(
  name: string,
  pairs: readonly (readonly [Measure, Measure])[],
  metric: Metric,
  { pool, checkpoint, control }: Workplace,
): Promise<FrameDistances> {
  const facts = (await checkpoint.load(name))?.facts;
  const before = isFrameDistances(facts) ? facts : { distances: [], certificates: NO_CERTIFICATES };
  const distances = [...before.distances];
  let { certificates } = before;
  while (distances.length < pairs.length) {
    const chunk = pairs.slice(distances.length, distances.length + CHUNK);
    const costs = await pool.costs(chunk, {
      metric,
      ...(control.signal && { signal: control.signal }),
    });
    distances.push(...costs.map(({ cost }) => Math.sqrt(Math.max(0, cost))));
    certificates = joined([certificates, tallyOf(costs.map(({ certificate }) => certificate))]);
    await checkpoint.save(name, { facts: { distances, certificates }, arrays: {} });
    control.onProgress?.({ unit: control.unit, done: distances.length, total: pairs.length });
  }
  return { distances, certificates };
}
