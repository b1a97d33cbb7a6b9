import { exponential } from "../../../src/numeric/elementary.js";
import type { Random } from "../../../src/numeric/random.js";
import { compensatedSum } from "../../../src/numeric/sum.js";

export interface Masses {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

export interface MassKind {
  readonly name: string;
  readonly draw: (random: Random, n: number, m: number) => Masses;
}

type Weight = (random: Random, i: number) => number;

/** Independent masses of the same kind on both sides, then brought to one total. */
function independent(name: string, weight: Weight): MassKind {
  const draw = (random: Random, n: number, m: number): Masses => {
    const total = random.integer(4) === 0 ? [1e-6, 1e-3, 255, 1e12][random.integer(4)]! : 1;
    return { a: scaled(weighed(random, n, weight), total), b: scaled(weighed(random, m, weight), total) };
  };
  return { name, draw };
}

/** At least one mass is positive. */
function weighed(random: Random, count: number, weight: Weight): Float64Array {
  const masses = Float64Array.from({ length: count }, (_, i) => weight(random, i));
  if (masses.every((w) => w === 0)) masses[random.integer(count)] = 1;
  return masses;
}

function scaled(masses: Float64Array, total: number): Float64Array {
  const sum = compensatedSum(masses);
  return masses.map((w) => (w / sum) * total);
}

/** Whole numbers of the same sum, so that parts of both sides often weigh the same: degenerate. */
function whole(name: string, weight: Weight): MassKind {
  const draw = (random: Random, n: number, m: number): Masses => {
    const a = weighed(random, n, weight);
    const b = weighed(random, m, weight);
    const lack = compensatedSum(a) - compensatedSum(b);
    if (lack > 0) b[random.integer(m)]! += lack;
    else a[random.integer(n)]! -= lack;
    return { a, b };
  };
  return { name, draw };
}

/** 10^-s with s uniform in low .. high. */
const between = (random: Random, low: number, high: number): number =>
  exponential(-Math.LN10 * (low + (high - low) * random.uniform()));

/** All kinds of masses. */
export const MASS_KINDS: readonly MassKind[] = [
  independent("equal", () => 1),
  independent("random", (random) => 0.05 + random.uniform()),
  whole("integer", (random) => 1 + random.integer(9)),
  whole("integer with zeros", (random) => Math.max(0, random.integer(6) - 2)),
  independent("random with zeros", (random) => (random.integer(3) === 0 ? 0 : random.uniform())),
  independent("over twelve orders", (random) => between(random, 0, 12)),
  independent("one heavy", (random, i) => (i === 0 ? 1 : between(random, 6, 9))),
  independent("below rounding", (random, i) => (i === 0 ? 1 : between(random, 13, 20))),
];
