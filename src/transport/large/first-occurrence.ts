/**
 * For each point the index of the first one with the same coordinates; 0 and -0 are the same.
 * O(n d) expected time by hashing, O(n d) memory.
 */
export function firstOccurrence(points: Float64Array, dim: number): Int32Array {
  const count = points.length / dim;
  const words = new Uint32Array(withoutNegativeZero(points).buffer);
  let room = 2;
  while (room < 2 * count + 1) room *= 2; // at most half of the table is in use
  const table = new Int32Array(room).fill(-1);
  const first = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    let place = hashOf(words, 2 * i * dim, 2 * dim) & (room - 1);
    while (table[place]! >= 0 && !sameWords(words, table[place]! * 2 * dim, 2 * i * dim, 2 * dim)) {
      place = (place + 1) & (room - 1);
    }
    if (table[place]! < 0) table[place] = i;
    first[i] = table[place]!;
  }
  return first;
}

function withoutNegativeZero(points: Float64Array): Float64Array {
  const plain = new Float64Array(points.length);
  for (let p = 0; p < points.length; p++) plain[p] = points[p]! + 0; // -0 + 0 is 0
  return plain;
}

/** Multiply and mix each word (the finaliser of MurmurHash3 at the end): lattices must not collide. */
function hashOf(words: Uint32Array, from: number, count: number): number {
  let h = 0;
  for (let w = from; w < from + count; w++) {
    h = Math.imul(h ^ words[w]!, 0x85ebca6b);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function sameWords(words: Uint32Array, a: number, b: number, count: number): boolean {
  for (let w = 0; w < count; w++) if (words[a + w] !== words[b + w]) return false;
  return true;
}
