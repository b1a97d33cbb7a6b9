/** Consecutive things that are one task, `first` being the place of their first one among all. */
export interface Block<T> {
  readonly first: number;
  readonly things: readonly T[];
}

/**
 * Work of a block, in products of source and target points: some 20 ms of exact transport, beside which a message
 * between threads (0.5 ms there and back) is little, and short enough that workers end at about the same time.
 */
const BLOCK_WORK = 200_000;

/** Blocks of about equal work; how they are cut depends on the sizes of what is worked on only. */
export async function* blocksOf<T>(
  things: AsyncIterable<T> | Iterable<T>,
  workOf: (thing: T) => number,
): AsyncGenerator<Block<T>, void, undefined> {
  let first = 0;
  let block: T[] = [];
  let work = 0;
  for await (const thing of things) {
    block.push(thing);
    work += workOf(thing);
    if (work < BLOCK_WORK) continue;
    yield { first, things: block };
    first += block.length;
    block = [];
    work = 0;
  }
  if (block.length > 0) yield { first, things: block };
}
