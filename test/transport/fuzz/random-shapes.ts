import { permutation, type Random } from "../../../src/numeric/random.js";

/** Row-major points of a source and a target. */
export interface PointPair {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Where the target is an image of the source: the source point that each target point comes from. */
  readonly copied?: Int32Array;
}

export interface Sizes {
  readonly dim: number;
  readonly n: number;
  readonly m: number;
}

/** One kind of clouds. `fit` changes drawn sizes to what the kind needs. */
export interface Shape {
  readonly name: string;
  readonly fit?: (sizes: Sizes, random: Random) => Sizes;
  readonly draw: (random: Random, sizes: Sizes) => PointPair;
}

type Coordinate = (random: Random, k: number) => number;

const filled = (random: Random, count: number, dim: number, coordinate: Coordinate): Float64Array =>
  Float64Array.from({ length: count * dim }, (_, p) => coordinate(random, p % dim));

/** Both clouds with independent coordinates of the same kind, the target with those of `other`. */
function independent(name: string, coordinate: Coordinate, other: Coordinate = coordinate): Shape {
  const draw = (random: Random, { dim, n, m }: Sizes): PointPair => ({
    x: filled(random, n, dim, coordinate),
    y: filled(random, m, dim, other),
  });
  return { name, draw };
}

const normal: Coordinate = (random) => random.normal();
const square = ({ dim, n }: Sizes): Sizes => ({ dim, n, m: n });
const atLeast =
  (least: number) =>
  ({ dim, n, m }: Sizes): Sizes => ({ dim: Math.max(dim, least), n, m });

/** What becomes of coordinate k of a point. */
type Motion = (t: number, k: number) => number;

/** The target is the source cloud after a motion that is drawn once, its points shuffled or in the same order. */
function image(name: string, motionOf: (random: Random, dim: number) => Motion, shuffled = false): Shape {
  const draw = (random: Random, { dim, n }: Sizes): PointPair => {
    const x = filled(random, n, dim, random.integer(3) === 0 ? (r) => r.integer(5) : normal);
    const motion = motionOf(random, dim);
    const copied = shuffled ? permutation(n, random) : Int32Array.from({ length: n }, (_, i) => i);
    const y = x.map((_, p) => motion(x[copied[Math.floor(p / dim)]! * dim + (p % dim)]!, p % dim));
    return { x, y, copied };
  };
  return { name, fit: square, draw };
}

const stay = (): Motion => (t) => t;
const mirror = (): Motion => (t) => 0 - t; // unlike -t it gives no -0

const translate = (random: Random, dim: number): Motion => {
  const shift = filled(random, 1, dim, random.integer(2) === 0 ? normal : (r) => r.integer(3));
  return (t, k) => t + shift[k]!;
};

const jitter = (random: Random): Motion => {
  const width = [1e-3, 1e-8, 1e-13][random.integer(3)]!;
  return (t) => t + width * random.normal();
};

/** Points drawn from a few sites that both clouds share, so that most are repeated. */
function repeated(random: Random, { dim, n, m }: Sizes): PointPair {
  const count = 1 + random.integer(6);
  const sites = filled(random, count, dim, normal);
  return { x: picked(random, sites, n, dim), y: picked(random, sites, m, dim) };
}

function picked(random: Random, sites: Float64Array, count: number, dim: number): Float64Array {
  const points = new Float64Array(count * dim);
  for (let i = 0; i < count; i++) {
    const site = random.integer(sites.length / dim) * dim;
    points.set(sites.subarray(site, site + dim), i * dim);
  }
  return points;
}

/** Every cloud a single place, or both the same one. */
function coinciding(random: Random, { dim, n, m }: Sizes): PointPair {
  const sites = filled(random, 2, dim, normal);
  const own = sites.subarray(0, dim);
  const other = random.integer(3) === 0 ? own : sites.subarray(dim);
  return { x: picked(random, own, n, dim), y: picked(random, other, m, dim) };
}

/** Points of a subspace of few dimensions; with whole coordinates it is exactly one. */
function flat(name: string, inner: number): Shape {
  const draw = (random: Random, { dim, n, m }: Sizes): PointPair => {
    const coordinate: Coordinate = random.integer(2) === 0 ? normal : (r) => r.integer(7) - 3;
    const axes = filled(random, inner, dim, coordinate);
    const spread = (count: number): Float64Array => {
      const within = filled(random, count, inner, coordinate);
      return Float64Array.from({ length: count * dim }, (_, p) => {
        let sum = 0;
        for (let l = 0; l < inner; l++)
          sum += within[Math.floor(p / dim) * inner + l]! * axes[l * dim + (p % dim)]!;
        return sum;
      });
    };
    return { x: spread(n), y: spread(m) };
  };
  return { name, fit: atLeast(inner + 1), draw };
}

/** A circle in the first two coordinates, from rational points: no sines. */
function circles(random: Random, { dim, n, m }: Sizes): PointPair {
  const even = random.integer(2) === 0;
  const radius = random.integer(2) === 0 ? 1 : 2;
  const around = (count: number, r: number): Float64Array => {
    const points = new Float64Array(count * dim);
    for (let i = 0; i < count; i++) {
      const t = even ? (2 * (i + 0.5)) / count - 1 : 2 * random.uniform() - 1;
      const side = i % 2 === 0 ? r : -r;
      points[i * dim] = (side * (1 - t * t)) / (1 + t * t);
      points[i * dim + 1] = (side * 2 * t) / (1 + t * t);
    }
    return points;
  };
  return { x: around(n, 1), y: around(m, radius) };
}

/** Groups about common sites, far apart beside their width. */
function clusters(random: Random, { dim, n, m }: Sizes): PointPair {
  const apart = [1e2, 1e4, 1e6][random.integer(3)]!;
  const sites = filled(random, 1 + random.integer(5), dim, (r) => apart * r.normal());
  const around = (count: number): Float64Array =>
    picked(random, sites, count, dim).map((c) => c + random.normal());
  return { x: around(n), y: around(m) };
}

/** Unit vectors, all equally far from each other; the target may hold their opposites. */
function axes(random: Random, { dim, n, m }: Sizes): PointPair {
  const opposite = random.integer(2) === 0;
  const some = (count: number, turn: boolean): Float64Array => {
    const points = new Float64Array(count * dim);
    for (let i = 0; i < count; i++)
      points[i * dim + random.integer(dim)] = turn && random.integer(2) === 0 ? -1 : 1;
    return points;
  };
  return { x: some(n, false), y: some(m, opposite) };
}

/** Every axis after the first has a unit of its own, over twelve orders of magnitude. */
function stretched(random: Random, { dim, n, m }: Sizes): PointPair {
  const units = Float64Array.from({ length: dim }, (_, k) =>
    k === 0 ? 1 : [1, 1e-3, 1e-6, 1e-12][random.integer(4)]!,
  );
  const coordinate: Coordinate = (r, k) => units[k]! * r.normal();
  return { x: filled(random, n, dim, coordinate), y: filled(random, m, dim, coordinate) };
}

/** One of the clouds, or each of them, is a single point. */
function single({ dim, n, m }: Sizes, random: Random): Sizes {
  return [
    { dim, n: 1, m },
    { dim, n, m: 1 },
    { dim, n: 1, m: 1 },
  ][random.integer(3)]!;
}

/** A handful of points against many. */
function lopsided({ dim, n, m }: Sizes, random: Random): Sizes {
  const few = 2 + random.integer(4);
  return random.integer(2) === 0 ? { dim, n: few, m: 3 * m } : { dim, n: 3 * n, m: few };
}

const gaussian = independent("gaussian", normal, (random) => 0.5 + 1.5 * random.normal());

/** All kinds of clouds. */
export const SHAPES: readonly Shape[] = [
  gaussian,
  independent("cubes", (random) => random.uniform()),
  independent("lattice", (random) => random.integer(4)),
  independent(
    "half lattice",
    (random) => random.integer(4),
    (random) => random.integer(4) + 0.5,
  ),
  independent("corners", (random) => 2 * random.integer(2) - 1),
  { name: "far from each other", draw: independent("", normal, (random) => 1e6 + random.normal()).draw },
  { name: "repeated", draw: repeated },
  { name: "coinciding", draw: coinciding },
  flat("collinear", 1),
  flat("coplanar", 2),
  image("identical", stay),
  image("permuted", stay, true),
  image("mirrored", mirror, true),
  image("near copies", jitter),
  image("translated", translate),
  { name: "circles", fit: atLeast(2), draw: circles },
  { name: "clusters", draw: clusters },
  { name: "axes", fit: atLeast(2), draw: axes },
  { name: "stretched", draw: stretched },
  { name: "one point", fit: single, draw: gaussian.draw },
  { name: "lopsided", fit: lopsided, draw: gaussian.draw },
];
