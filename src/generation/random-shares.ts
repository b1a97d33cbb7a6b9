import { ShapeError } from "../errors.js";
import { permutation, type Random } from "../numeric/random.js";

/** How the shares of a convex combination are drawn. */
export interface ShareOptions {
  /** How many of the items have a share, drawn without replacement; 1 to the number of items. */
  readonly parents: number;
  readonly random: Random;
}

/**
 * Shares of a random convex combination of `count` items: of `parents` items drawn without replacement, u_s / sum u, with the u_s
 * uniform on (0, 1]; 0 for the others.
 *
 * The more parents, the nearer to their mean: with m of them the variance of the combination is about 4 / (3 m) of that of the
 * items, so it is small if all items of a large class take part, and no combination leaves their convex hull.
 *
 * @throws ShapeError if there are not so many items. O(count) time. Linwu et al. 2025 (pyLOT), generation.
 */
export function randomShares(count: number, { parents, random }: ShareOptions): Float64Array {
  return drawnShares(count, parents, random, () => 1 - random.uniform());
}

/** The same with equal shares of the items drawn: their mean. */
export function equalShares(count: number, { parents, random }: ShareOptions): Float64Array {
  return drawnShares(count, parents, random, () => 1);
}

/**
 * Shares of a random point between two groups of items: u for one item of the first, 1 - u for one of the second, with u uniform
 * on [0, 1).
 *
 * @param groups places of the items of either group among `count`. @throws ShapeError if a group has no item.
 */
export function sharesBetween(
  count: number,
  groups: readonly [ArrayLike<number>, ArrayLike<number>],
  random: Random,
): Float64Array {
  const [from, to] = groups.map((places) => {
    if (places.length === 0) throw new ShapeError("a group has no item to go from or to", { found: 0 });
    return places[random.integer(places.length)]!;
  });
  const shares = new Float64Array(count);
  const u = random.uniform();
  shares[from!]! += u;
  shares[to!]! += 1 - u;
  return shares;
}

function drawnShares(count: number, parents: number, random: Random, draw: () => number): Float64Array {
  if (!(Number.isSafeInteger(parents) && parents >= 1 && parents <= count)) {
    throw new ShapeError(`cannot combine ${parents} of ${count} items; use 1 to ${count}`, {
      expected: count,
      found: parents,
    });
  }
  const shares = new Float64Array(count);
  let sum = 0;
  for (const s of permutation(count, random).subarray(0, parents)) {
    shares[s] = draw();
    sum += shares[s]!;
  }
  return shares.map((share) => share / sum);
}
