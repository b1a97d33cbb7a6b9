/** Bits of a digit, and what a digit can be. */
const BITS = 11;
const BINS = 1 << BITS;
/** Digits of 64 bits. */
const DIGITS = 6;

/** Up to so many values are sorted by insertion: the bins of all digits take longer to clear. */
const FEW = 150;

/** Arrays that `argsort` needs, for at most `size` values; one after the other may use them. */
export interface ArgsortRoom {
  readonly size: number;
  readonly words: Uint32Array;
  readonly low: readonly [Uint32Array, Uint32Array];
  readonly high: readonly [Uint32Array, Uint32Array];
  readonly index: readonly [Int32Array, Int32Array];
  readonly counts: Int32Array;
}

export function argsortRoom(size: number): ArgsortRoom {
  const words = (): Uint32Array => new Uint32Array(size);
  return {
    size,
    words: new Uint32Array(2 * size),
    low: [words(), words()],
    high: [words(), words()],
    index: [new Int32Array(size), new Int32Array(size)],
    counts: new Int32Array(DIGITS * BINS),
  };
}

/**
 * The indices 0 .. n-1 in increasing order of their values, equal values (0 and -0 are) by index. Values must be numbers.
 *
 * A radix sort of the bits of the doubles, least digit first; digits that all values share are passed over. O(n) time:
 * at n = 100,000 half of what a sort of the bare numbers takes, an eighth of a sort of indices by comparison. Memory:
 * the room, 32 bytes a value. Knuth 1998, section 5.2.5.
 */
export function argsort(values: Float64Array, given?: ArgsortRoom): Int32Array {
  const count = values.length;
  if (count <= FEW) return byInsertion(values);
  const room = given ?? argsortRoom(count);
  keysInto(values, room);
  countDigits(count, room);
  let side = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    if (isShared(digit, count, room, side)) continue;
    startsFromCounts(room.counts, digit * BINS);
    distribute(digit, count, room, side);
    side = 1 - side;
  }
  return room.index[side]!.slice(0, count);
}

/** Some indices, given in increasing order, in the order of their values; equal values keep theirs. */
export function sortedBy(indices: Int32Array, values: Float64Array): Int32Array {
  const selected = new Float64Array(indices.length);
  for (let p = 0; p < selected.length; p++) selected[p] = values[indices[p]!]!;
  const order = argsort(selected);
  for (let p = 0; p < order.length; p++) order[p] = indices[order[p]!]!;
  return order;
}

function byInsertion(values: Float64Array): Int32Array {
  const order = new Int32Array(values.length);
  for (let i = 0; i < order.length; i++) {
    const value = values[i]!;
    let p = i;
    for (; p > 0 && values[order[p - 1]!]! > value; p--) order[p] = order[p - 1]!;
    order[p] = i;
  }
  return order;
}

/** Whole numbers of 64 bits that are in the order of the values: all bits of negative ones turned, else the first. */
function keysInto(values: Float64Array, { words, low, high, index }: ArgsortRoom): void {
  const count = values.length;
  const doubles = new Float64Array(words.buffer, 0, count);
  for (let i = 0; i < count; i++) doubles[i] = values[i]! + 0; // -0 + 0 is 0
  const [keyLow] = low;
  const [keyHigh] = high;
  const [order] = index;
  for (let i = 0; i < count; i++) {
    const first = words[2 * i + HIGH_WORD]!;
    const turned = first >>> 31 === 1 ? 0xffff_ffff : 0;
    keyLow[i] = words[2 * i + 1 - HIGH_WORD]! ^ turned;
    keyHigh[i] = first ^ (turned | 0x8000_0000);
    order[i] = i;
  }
}

/** Which of the two words of a double holds its sign: 1 on all engines of today. */
const HIGH_WORD = new Uint32Array(Float64Array.of(-0).buffer)[1] === 0 ? 0 : 1;

/** Digits 0 and 1 are in the low word, 3 to 5 in the high one; 2 is across. */
function countDigits(count: number, { low, high, counts }: ArgsortRoom): void {
  counts.fill(0);
  const [keyLow] = low;
  const [keyHigh] = high;
  for (let i = 0; i < count; i++) {
    const l = keyLow[i]!;
    const h = keyHigh[i]!;
    counts[l & 2047]!++;
    counts[BINS + ((l >>> 11) & 2047)]!++;
    counts[2 * BINS + ((l >>> 22) | ((h & 1) << 10))]!++;
    counts[3 * BINS + ((h >>> 1) & 2047)]!++;
    counts[4 * BINS + ((h >>> 12) & 2047)]!++;
    counts[5 * BINS + (h >>> 23)]!++;
  }
}

function digitOf(digit: number, l: number, h: number): number {
  if (digit === 0) return l & 2047;
  if (digit === 1) return (l >>> 11) & 2047;
  if (digit === 2) return (l >>> 22) | ((h & 1) << 10);
  if (digit === 3) return (h >>> 1) & 2047;
  return digit === 4 ? (h >>> 12) & 2047 : h >>> 23;
}

function isShared(digit: number, count: number, { low, high, counts }: ArgsortRoom, side: number): boolean {
  if (count === 0) return true;
  const own = digitOf(digit, low[side]![0]!, high[side]![0]!);
  return counts[digit * BINS + own] === count;
}

function startsFromCounts(counts: Int32Array, from: number): void {
  let sum = 0;
  for (let bin = from; bin < from + BINS; bin++) {
    const count = counts[bin]!;
    counts[bin] = sum;
    sum += count;
  }
}

/** One stable pass from one side of the room to the other. */
function distribute(digit: number, count: number, room: ArgsortRoom, side: number): void {
  const starts = room.counts.subarray(digit * BINS, (digit + 1) * BINS);
  const fromLow = room.low[side]!;
  const fromHigh = room.high[side]!;
  const fromIndex = room.index[side]!;
  const toLow = room.low[1 - side]!;
  const toHigh = room.high[1 - side]!;
  const toIndex = room.index[1 - side]!;
  for (let p = 0; p < count; p++) {
    const l = fromLow[p]!;
    const h = fromHigh[p]!;
    const at = starts[digitOf(digit, l, h)]!++;
    toLow[at] = l;
    toHigh[at] = h;
    toIndex[at] = fromIndex[p]!;
  }
}
