import { logarithm } from "./elementary.js";
import type { Random } from "./random.js";
import { randomWords } from "./random-words.js";
import { tableExponential } from "./table-exponential.js";
import { uniforms } from "./uniforms.js";

/** Writes independent standard normal numbers into the first `count` places of an array; default: into all. */
export type FillNormals = (into: Float64Array, count?: number) => void;

/** Strips of equal area under the bell. */
const STRIPS = 256;
/** Where the tail begins, and the area of a strip, of exp(-x^2 / 2) on x >= 0 (Marsaglia and Tsang 2000, section 3). */
const TAIL = 3.6541528853610088;
const AREA = 0.00492867323399;

const HALF_WORD = 2 ** 31;
/** Normals made at a time: their words and their places stay in the first cache. */
const BLOCK = 1024;

/**
 * Standard normal numbers in bulk, the same bits in every engine: the ziggurat of Marsaglia and Tsang (2000) with 256 strips.
 *
 * A number takes 32 bits for its place in a strip and 8 others for the strip (Doornik 2005: with the same bits for both the
 * numbers are correlated); 1.2 in 100 lie at the rim of their strip and cost a logarithm or an exponential more. Started from
 * eight words drawn from `random`, see `randomWords`.
 *
 * The uniform numbers of the tail have 32 bits: nothing lies beyond 9.9, and what is rarer than 1 in 1e13 is coarse.
 *
 * Some 4 ns a number, a tenth of `random.normal()`.
 */
export function normals(random: Random): FillNormals {
  if (random.mirrorOf) return negated(normals(random.mirrorOf));
  const words = randomWords(random);
  const strips = new Int32Array(BLOCK / 4);
  const places = new Int32Array(BLOCK);
  const rims = new Int32Array(BLOCK + 1);
  const atRim = rim(uniforms(random));

  return (into, count = into.length) => {
    for (let from = 0; from < count; from += BLOCK) fillBlock(into, from, Math.min(BLOCK, count - from));
  };

  function fillBlock(into: Float64Array, from: number, count: number): void {
    words(strips, (count + 3) >> 2);
    words(places, count);
    const found = placeAll(into, from, count, strips, places, rims);
    for (let r = 0; r < found; r++) {
      const i = rims[r]!;
      into[from + i] = atRim(stripOf(strips, i), into[from + i]!);
    }
  }
}

/** For mirrored streams: words that are turned around would make other numbers, not these with their signs turned. */
function negated(fill: FillNormals): FillNormals {
  return (into, count = into.length) => {
    fill(into, count);
    for (let k = 0; k < count; k++) into[k] = -into[k]!;
  };
}

/** The strip of number i, one byte of the words. */
function stripOf(strips: Int32Array, i: number): number {
  return (strips[i >> 2]! >>> ((i & 3) << 3)) & 255;
}

/** Puts each number at its place in its strip; how many of them lie at the rim, listed in `rims`. */
function placeAll(
  into: Float64Array,
  from: number,
  count: number,
  strips: Int32Array,
  places: Int32Array,
  rims: Int32Array,
): number {
  let found = 0;
  for (let i = 0; i < count; i++) {
    const strip = stripOf(strips, i);
    const x = (places[i]! + 0.5) * SCALE[strip]!;
    into[from + i] = x;
    rims[found] = i; // stays in the list if the count goes up
    found += Math.abs(x) < RIGHT[strip + 1]! ? 0 : 1;
  }
  return found;
}

/** Right ends of the strips from the widest, which holds the tail, to the top of the bell. */
const RIGHT = rightEnds();
/** The bell over them. */
const HEIGHT = RIGHT.map(bell);
/** From a word to a place in a strip. The lowest strip is as wide as its area, the tail among it, is high. */
const SCALE = Float64Array.from(
  { length: STRIPS },
  (_, strip) => (strip === 0 ? AREA / bell(TAIL) : RIGHT[strip]!) / HALF_WORD,
);

function bell(x: number): number {
  return tableExponential((-x * x) / 2);
}

/** RIGHT[1] is where the tail begins; RIGHT[STRIPS] is 0. */
function rightEnds(): Float64Array {
  const ends = new Float64Array(STRIPS + 1);
  ends[0] = AREA / bell(TAIL);
  ends[1] = TAIL;
  for (let s = 2; s < STRIPS; s++)
    ends[s] = Math.sqrt(-2 * logarithm(AREA / ends[s - 1]! + bell(ends[s - 1]!)));
  return ends;
}

/** What a number becomes that fell outside of the part of its strip that is wholly under the bell. */
function rim(uniform: () => number): (strip: number, x: number) => number {
  return settled;

  function settled(strip: number, x: number): number {
    if (strip === 0) return x < 0 ? -tail() : tail();
    const low = HEIGHT[strip]!;
    const height = low + (HEIGHT[strip + 1]! - low) * uniform();
    return height < bell(x) ? x : another();
  }

  /** A whole new number. */
  function another(): number {
    const strip = Math.floor(STRIPS * uniform());
    const x = (2 * uniform() - 1) * SCALE[strip]! * HALF_WORD;
    return Math.abs(x) < RIGHT[strip + 1]! ? x : settled(strip, x);
  }

  /** A normal number beyond the last strip (Marsaglia 1964). */
  function tail(): number {
    for (;;) {
      const beyond = -logarithm(uniform()) / TAIL;
      const other = -logarithm(uniform());
      if (2 * other > beyond * beyond) return TAIL + beyond;
    }
  }
}
