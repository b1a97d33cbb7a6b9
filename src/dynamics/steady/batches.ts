import type { Measure } from "../../measure/measure.js";
import { normalise, selectPoints } from "../../measure/measure.js";
import { permutation, type Random } from "../../numeric/random.js";

/**
 * All of 0 .. count - 1 in batches of about `size`, none differing from another by more than one; one batch of them all in their own
 * order where they are no more than `size`.
 */
export function shuffledBatches(count: number, size: number, random: Random): Int32Array[] {
  const parts = Math.max(1, Math.round(count / size));
  if (parts === 1) return [Int32Array.from({ length: count }, (_, i) => i)];
  const order = permutation(count, random);
  const bound = (b: number) => Math.floor((b * count) / parts);
  return Array.from({ length: parts }, (_, b) => order.slice(bound(b), bound(b + 1)));
}

/** The particles of a batch with the mass of all: a population of its own. */
export function batchMeasure(mu: Measure, indices: Int32Array): Measure {
  return indices.length === mu.count ? mu : normalise(selectPoints(mu, indices));
}
