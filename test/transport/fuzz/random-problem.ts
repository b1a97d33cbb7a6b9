import { type Measure, measure } from "../../../src/measure/measure.js";
import { type Random, seededRandom } from "../../../src/numeric/random.js";
import { MASS_KINDS, type Masses } from "./random-masses.js";
import { type PointPair, SHAPES, type Sizes } from "./random-shapes.js";

/** A transport problem that its seed alone reproduces. */
export interface RandomProblem {
  readonly seed: number;
  /** Clouds, masses and unit of length, in words. */
  readonly kind: string;
  readonly source: Measure;
  readonly target: Measure;
}

/** Draws the numbers of points and dimensions. */
export type SizeLaw = (random: Random) => Sizes;

/** Mostly 1 to 60 points a side in 1 to 12 dimensions; now and then up to 300 points, or 50 dimensions. */
export const smallSizes: SizeLaw = (random) => {
  const dim = [1, 2, 2, 3, 3, 1 + random.integer(12), 4 + random.integer(9)][random.integer(7)]!;
  const highest = [6, 20, 60, 60][random.integer(4)]!;
  const limit = random.integer(30) === 0 ? 300 : highest;
  const n = 1 + random.integer(limit);
  const m = random.integer(3) === 0 ? n : 1 + random.integer(limit);
  return { dim: random.integer(30) === 0 ? 50 : dim, n, m };
};

/** Up to 3000 points a side, mostly in few dimensions. */
export const mediumSizes: SizeLaw = (random) => {
  const limit = [100, 300, 1000, 3000][random.integer(4)]!;
  const count = (): number => 1 + Math.floor(limit * (0.3 + 0.7 * random.uniform()));
  const n = count();
  const m = random.integer(3) === 0 ? n : count();
  return { dim: [1, 2, 2, 2, 3, 3, 4, 5 + random.integer(8), 50][random.integer(9)]!, n, m };
};

/**
 * As many points as make `exact` choose between all of its roads: 1000 to 1300 a side, and, every fifth time, 2400 to 3600
 * in the plane or in space.
 */
export const manySizes: SizeLaw = (random) => {
  const large = random.integer(5) === 0;
  const count = (): number => (large ? 2400 + random.integer(1200) : 1000 + random.integer(300));
  const n = count();
  const m = random.integer(3) === 0 ? n : count();
  return { dim: large ? 2 + random.integer(2) : [2, 2, 3, 4, 5, 12][random.integer(6)]!, n, m };
};

/**
 * The problem of a seed: clouds of one of the shapes, masses of one of the kinds, in some unit of length about some
 * origin. Only operations that round the same everywhere are used, so the seed gives the same bytes in every engine.
 *
 * A change of any law or list here makes other problems of the same seeds: then the oracle has to solve them again.
 */
export function randomProblem(seed: number, sizeLaw: SizeLaw = smallSizes): RandomProblem {
  const random = seededRandom(seed);
  const shape = SHAPES[random.integer(SHAPES.length)]!;
  const drawn = sizeLaw(random);
  const sizes = shape.fit?.(drawn, random) ?? drawn;
  const pair = shape.draw(random, sizes);
  const masses = massesOf(random, sizes, pair);
  const frame = FRAMES[random.integer(FRAMES.length)]!;
  const place = frame.draw(random, sizes.dim);
  const located = (points: Float64Array): Float64Array => points.map((t, p) => place(t, p % sizes.dim));
  const { dim, n, m } = sizes;
  return {
    seed,
    kind: `${shape.name}, ${masses.name}, ${frame.name}, ${n} x ${m}, d = ${dim}`,
    source: measure(located(pair.x), { dim, weights: masses.a }),
    target: measure(located(pair.y), { dim, weights: masses.b }),
  };
}

/** Masses of some kind; of copied points, half of the time, the same masses as of their originals. */
function massesOf(
  random: Random,
  { n, m }: Sizes,
  { copied }: PointPair,
): Masses & { readonly name: string } {
  const kind = MASS_KINDS[random.integer(MASS_KINDS.length)]!;
  const { a, b } = kind.draw(random, n, m);
  if (!copied || random.integer(2) === 0) return { name: kind.name, a, b };
  return { name: `${kind.name} copied`, a, b: Float64Array.from(copied, (i) => a[i]!) };
}

type Place = (t: number, k: number) => number;

interface FrameKind {
  readonly name: string;
  readonly draw: (random: Random, dim: number) => Place;
}

const unit = (name: string, factor: number): FrameKind => ({ name, draw: () => (t) => t * factor });

/** Both clouds at the same far place: what is left of their coordinates is rounded there. */
function offset(name: string, far: number): FrameKind {
  const draw = (random: Random, dim: number): Place => {
    const origin = Float64Array.from({ length: dim }, () => far * random.normal());
    return (t, k) => t + origin[k]!;
  };
  return { name, draw };
}

/** Some axes point the other way, and some zeros become -0. */
const mirrored: FrameKind = {
  name: "mirrored axes",
  draw: (random, dim) => {
    const turns = Int32Array.from({ length: dim }, () => random.integer(2));
    return (t, k) => (turns[k] === 1 ? -t : t);
  },
};

/** All frames, the plain one more often. */
const FRAMES: readonly FrameKind[] = [
  unit("plain", 1),
  unit("plain", 1),
  unit("plain", 1),
  unit("plain", 1),
  mirrored,
  unit("in units of 1e-8", 1e-8),
  unit("in units of 1e8", 1e8),
  unit("in units of 1e-150", 1e-150),
  unit("in units of 1e120", 1e120),
  offset("offset by 1e4", 1e4),
  offset("offset by 1e9", 1e9),
  offset("offset by 1e15", 1e15),
];
