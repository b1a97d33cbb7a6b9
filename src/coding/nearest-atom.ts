import { combine } from "../lot/combine.js";
import type { EmbeddedItems } from "../lot/distance.js";
import { expMap } from "../lot/exp-map.js";
import type { Measure } from "../measure/measure.js";
import { argsort } from "../numeric/argsort.js";
import { type Cover, cover } from "./cover.js";
import { visibleDistances } from "./visible-distances.js";
import { visibleTargets } from "./visible-targets.js";

/** The atom that lies best on a damaged measure. */
export interface NearestAtom {
  readonly index: number;
  readonly cover: Cover;
}

/**
 * The atom whose visible part is nearest to a damaged measure, by partial transport: of the `candidates` that come first by the
 * squared distance of rows, in the part that is visible from the mean of the atoms.
 *
 * @param measures of the atoms, in their order.
 *
 * candidates + 1 partial transports, and for HK a logarithm.
 */
export function nearestAtom(
  atoms: EmbeddedItems,
  measures: readonly Measure[],
  damaged: Measure,
  options: { readonly missing: number; readonly candidates: number },
): NearestAtom {
  const { missing, candidates } = options;
  const mean = expMap(atoms.reference, combine(atoms, new Float64Array(measures.length).fill(1)));
  const apart = visibleDistances(
    atoms,
    visibleTargets(atoms.reference, damaged, cover(mean, damaged, missing)),
  );
  let best: NearestAtom | undefined;
  for (const index of argsort(apart).subarray(0, Math.max(1, candidates))) {
    const found = cover(measures[index]!, damaged, missing);
    if (best === undefined || found.transport.cost < best.cover.transport.cost)
      best = { index, cover: found };
  }
  return best!;
}
