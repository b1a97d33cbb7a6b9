import type { Particles } from "../../src/index.js";
import { type Check, isNumber, isOrNull, isRecordOf, isTableOf } from "./facts.js";

type Arrays = Readonly<Record<string, Float64Array>>;

/** Where the arrays of particles are, by their numbers in the piece. */
export interface PackedParticles {
  readonly points: number;
  readonly weights: number;
  readonly count: number;
  readonly dim: number;
  readonly hidden: Readonly<Record<string, number>> | null;
}

export const isPackedParticles: Check<PackedParticles> = isRecordOf<PackedParticles>({
  points: isNumber,
  weights: isNumber,
  count: isNumber,
  dim: isNumber,
  hidden: isOrNull(isTableOf(isNumber)),
});

/** Collects the arrays of many clouds, each array once however many clouds share it. */
export interface Packer {
  readonly pack: (particles: Particles) => PackedParticles;
  /** All so far, by their numbers. */
  readonly arrays: () => Arrays;
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

/** The particles that `pack` was given. @throws Error if the arrays are not those of that packer, a mistake of the program. */
export function unpack({ points, weights, count, dim, hidden }: PackedParticles, arrays: Arrays): Particles {
  const array = (number: number): Float64Array => {
    const found = arrays[number];
    if (!found) throw new Error(`there is no array ${number} in the piece`);
    return found;
  };
  const cloud = { points: array(points), weights: array(weights), count, dim };
  if (hidden === null) return cloud;
  const states = Object.entries(hidden).map(([name, number]) => [name, array(number)] as const);
  return { ...cloud, hidden: Object.fromEntries(states) };
}
