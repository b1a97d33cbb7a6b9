import { adamInto, copyMoments, type Moments, noMoments } from "../../numeric/adam.js";

/** Where particles are in a descent, and what a rule remembers of each coordinate; plain arrays, never changed once handed out. */
export interface DescentPlaces {
  readonly points: Float64Array;
  readonly moments: Moments;
  /** How often each particle has been moved. */
  readonly updates: Int32Array;
}

/** Moves particle i against its pull, in the arrays given. */
export type DescentStep = (places: DescentPlaces, i: number, pull: Float64Array, rate: number) => void;

export const startingPlaces = (points: Float64Array, count: number): DescentPlaces => ({
  points: points.slice(),
  moments: noMoments(points.length),
  updates: new Int32Array(count),
});

export const copyPlaces = ({ points, moments, updates }: DescentPlaces): DescentPlaces => ({
  points: points.slice(),
  moments: copyMoments(moments),
  updates: updates.slice(),
});

/**
 * Adam, each particle with a time of its own: one that was in no batch is not moved by what it did before. A step moves no
 * coordinate by more than about the rate, a length. Kingma and Ba 2015.
 */
export const adamStep: DescentStep = ({ points, moments, updates }, i, pull, learningRate) => {
  updates[i]!++;
  adamInto(points, moments, i * pull.length, pull, { learningRate, time: updates[i]! });
};

/** x <- x - rate pull. At rate 1 the particles go where they are matched: that is simulation. */
export const gradientStep: DescentStep = ({ points, updates }, i, pull, rate) => {
  updates[i]!++;
  for (let k = 0; k < pull.length; k++) points[i * pull.length + k]! -= rate * pull[k]!;
};
