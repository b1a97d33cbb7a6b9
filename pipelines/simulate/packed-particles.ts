import type { Particles } from "../../src/index.js";
import type { Fact } from "../store/checkpoint-piece.js";

/** Where the arrays of particles are, by their numbers in the piece. */
export type PackedParticles = Readonly<{
  points: number;
  weights: number;
  count: number;
  dim: number;
  hidden: Readonly<Record<string, number>> | null;
}>;

/** Collects the arrays of many clouds, each array once however many clouds share it. */
export interface Packer {
  readonly pack: (particles: Particles) => PackedParticles;
  readonly arrays: () => Readonly<Record<string, Float64Array>>;
}

export function packer(): Packer {
  const places = new Map<Float64Array, number>();
  const place = (array: Float64Array): number => {
    const known = places.get(array);
    if (known !== undefined) return known;
    places.set(array, places.size);
    return places.size - 1;
  };
  return {
    pack: ({ points, weights, count, dim, hidden }) => ({
      points: place(points),
      weights: place(weights),
      count,
      dim,
      hidden:
        hidden === undefined
          ? null
          : Object.fromEntries(Object.entries(hidden).map(([name, values]) => [name, place(values)])),
    }),
    arrays: () => Object.fromEntries(Array.from(places, ([array, number]) => [String(number), array])),
  };
}

/** The particles that `pack` was given. */
export function unpack(packed: PackedParticles, arrays: Readonly<Record<string, Float64Array>>): Particles {
  const { points, weights, count, dim, hidden } = packed;
  const cloud = { points: arrays[points]!, weights: arrays[weights]!, count, dim };
  if (hidden === null) return cloud;
  const states = Object.entries(hidden).map(([name, number]) => [name, arrays[number]!] as const);
  return { ...cloud, hidden: Object.fromEntries(states) };
}

/** What a piece has under a name, with the type that the same program wrote there. */
export function factOf<T>(fact: Fact | undefined): T {
  return fact as unknown as T; // pieces are of this version and whole: the checkpoint has seen to it
}
