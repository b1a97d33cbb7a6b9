import {
  type Collection,
  type Embedding,
  lotDistances,
  type Matrix,
  type Random,
  type WorkerPool,
} from "../../src/index.js";
import { type EmbedAllOptions, type Embedded, embedAll, fitReferences, fitStreams } from "../lot.js";
import type { Stopwatch } from "../report.js";
import { distortionOf } from "./distortion.js";
import { embedItems, joinRows, type RowsAtEach } from "./rows.js";

/** Items in the tangent spaces of one or several references of a kind. */
export interface EmbeddedAtEach extends Embedded {
  /** At the first reference. */
  readonly embedding: Embedding;
  /** At each, the first one included. */
  readonly rows: RowsAtEach;
}

/** `embedAll` at as many references as the options say; the comparison with the distance itself is that of their average. */
export async function embedAtSeveral(
  pool: WorkerPool,
  collection: Collection,
  options: EmbedAllOptions,
  random: Random,
  watch: Stopwatch,
): Promise<EmbeddedAtEach> {
  const embedded = await embedAll(pool, collection, options, random, watch);
  const { embedding, items, fidelity } = embedded;
  if ((options.references ?? 1) === 1) return { ...embedded, rows: joinRows([embedding]) };
  const [, ...further] = await fitReferences(pool, options, items, { streams: fitStreams(random) });
  const embeddings = [embedding];
  for (const reference of further) {
    embeddings.push(await embedItems(pool, reference, items, options.onProgress));
  }
  watch.lap("embed");
  const rows = joinRows(embeddings);
  return { ...embedded, rows, fidelity: distortionOf(rows, fidelity.pairs) };
}

/** The root of the mean of the squared LOT distances at each reference, N x N. */
export function averagedDistances({ embeddings }: Pick<RowsAtEach, "embeddings">): Matrix {
  const [first, ...further] = embeddings.map(lotDistances);
  if (further.length === 0) return first!;
  const data = first!.data.map((distance, p) => {
    const sum = further.reduce((squares, { data: other }) => squares + other[p]! ** 2, distance ** 2);
    return Math.sqrt(sum / embeddings.length);
  });
  return { ...first!, data };
}
