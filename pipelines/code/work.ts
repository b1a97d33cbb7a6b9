import {
  type Certificate,
  type Collection,
  joinEmbedded,
  lotDistanceBetween,
  type Random,
  rowView,
  type WorkerPool,
} from "../../src/index.js";
import { alignedBy, type Items } from "../items.js";
import { certificatesOf, type Embedded, embedAll } from "../lot.js";
import { embedItems } from "../references/rows.js";
import type { Stopwatch } from "../report.js";
import { STREAMS } from "../streams.js";
import { type Coded, codeOver, learnAtoms } from "./atoms.js";
import { requireOneMass, requireOneSort } from "./item-pair.js";
import type { CodeOptions } from "./options.js";

/** Items in the tangent space of the atoms, and their codes. */
export interface CodeWork extends Coded {
  /** What the space was fitted on: the atoms that were given, or all items. */
  readonly space: Embedded;
  readonly items: Collection;
  readonly certificates: readonly Certificate[];
  /** LOT distance of item i from known item s; of atoms that were learnt there are no rows. */
  readonly nearest: Int32Array;
}

interface Given {
  readonly loaded: Items;
  readonly known: Items | undefined;
  readonly options: CodeOptions;
  readonly random: Random;
  readonly watch: Stopwatch;
}

export async function workOf(
  pool: WorkerPool,
  { loaded, known, options, random, watch }: Given,
): Promise<CodeWork> {
  const { collection } = loaded;
  if (known === undefined) {
    const space = await embedAll(pool, collection, options, random, watch);
    const { onProgress } = options;
    const coded = learnAtoms(space.embedding, {
      atoms: options.learn!,
      random: random.fork(STREAMS.coding),
      onProgress,
    });
    watch.lap("code");
    return {
      ...coded,
      space,
      items: space.items,
      certificates: certificatesOf(space),
      nearest: mostShared(coded),
    };
  }
  const pair = { atoms: known.collection, items: collection };
  requireOneSort(pair);
  if (options.masses === "equal" && options.normalise === "none") requireOneMass(pair);
  const space = await embedAll(pool, known.collection, options, random, watch);
  const items = alignedBy(space.alignment, collection);
  const rows = await embedItems(pool, space.embedding.reference, items, options.onProgress);
  watch.lap("embed");
  const coded = codeOver(space.embedding, known.collection.names, rows);
  watch.lap("code");
  const joined = { ...joinEmbedded(space.embedding, rows) };
  const between = lotDistanceBetween(joined);
  const count = known.collection.names.length;
  const nearest = Int32Array.from(items.names, (_, i) => leastOf(count, (s) => between(s, count + i)));
  return { ...coded, space, items, certificates: [...certificatesOf(space), ...rows.certificates], nearest };
}

/** Of each item the atom with the largest share. */
function mostShared({ codes: { shares } }: Coded): Int32Array {
  return Int32Array.from({ length: shares.rows }, (_, i) =>
    leastOf(shares.cols, (k) => -rowView(shares, i)[k]!),
  );
}

function leastOf(count: number, value: (index: number) => number): number {
  let best = 0;
  let least = Infinity;
  for (let index = 0; index < count; index++) {
    const found = value(index);
    if (found < least) [best, least] = [index, found];
  }
  return best;
}
