import {
  applyAlignment,
  collection,
  fitAlignment,
  geodesicPath,
  type Mesh,
  seededRandom,
  surfaceSample,
} from "pushforward";

export interface MorphInput {
  readonly source: Mesh;
  readonly target: Mesh;
  /** Points drawn from each surface. */
  readonly count: number;
  readonly seed: number;
  /** Steps of the path whose distances from its ends are measured. */
  readonly steps: number;
}

/** How far a step of the path is from both ends, in root mean square radii of a surface. */
export interface PathDistances {
  readonly time: number;
  readonly toSource: number;
  readonly toTarget: number;
}

export interface MorphOutput {
  /** Particles at times 0 and 1, in the same order: x1, y1, z1, x2, ... In between they go on straight lines. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly distance: number;
  readonly lower: number;
  readonly upper: number;
  readonly along: readonly PathDistances[];
}

/** The W2 geodesic between samples of two surfaces, whose centres and root mean square radii are made equal first. */
export function morph({ source, target, count, seed, steps }: MorphInput): MorphOutput {
  const random = seededRandom(seed);
  const samples = [source, target].map((mesh, m) => surfaceSample(mesh, { count, random: random.fork(m) }));
  const items = collection({ names: ["source", "target"], measures: samples });
  const [from, to] = applyAlignment(fitAlignment(items, "scale"), items);
  const path = geodesicPath(from!, to!);
  const [{ lower, upper } = { lower: Number.NaN, upper: Number.NaN }] = path.certificates;
  return {
    start: path.particlesAt(0).points,
    end: path.particlesAt(1).points,
    distance: path.distance,
    lower: Math.sqrt(Math.max(0, lower)),
    upper: Math.sqrt(upper),
    along: Array.from({ length: steps + 1 }, (_, s) => {
      const time = s / steps;
      const { toSource, toTarget } = path.distancesAt(time, path.at(time));
      return { time, toSource, toTarget };
    }),
  };
}
