import { angle, cosine, sine } from "../../numeric/elementary.js";
import type { Box } from "../particles.js";
import { requireBox } from "../systems/require-box.js";

/** Two coordinates (u, v) for the places of a rectangle; both directions write into a pair. */
export interface PlaneChart {
  readonly into: (x: number, y: number, pair: Float64Array) => void;
  readonly outOf: (u: number, v: number, pair: Float64Array) => void;
  /** Range of u, then of v. */
  readonly range: readonly [readonly [number, number], readonly [number, number]];
}

/** The coordinates of the rectangle themselves. @throws ShapeError unless it is one. */
export function cartesianChart(box: Box): PlaneChart {
  requireBox(box, 2);
  const { low, high } = box;
  const same = (a: number, b: number, pair: Float64Array): void => {
    pair[0] = a;
    pair[1] = b;
  };
  return {
    into: same,
    outOf: same,
    range: [
      [low[0]!, high[0]!],
      [low[1]!, high[1]!],
    ],
  };
}

/**
 * Angle in [cut, cut + 2 pi) about the middle of the rectangle, and distance from there, up to that of the corners; what would
 * lie beyond the edge is put on it.
 *
 * (The publication takes the distance in parts of the way to the edge: interpolation between two angles then mixes distances, and
 * makes a ring of radius 2 in [-4, 4]^2 wider.)
 *
 * @param cut where the angle begins; best where there are few particles. Default: -pi.
 * @throws ShapeError unless it is a rectangle.
 */
export function polarChart(box: Box, cut = -Math.PI): PlaneChart {
  requireBox(box, 2);
  const { low, high } = box;
  const middle = [(low[0]! + high[0]!) / 2, (low[1]! + high[1]!) / 2] as const;
  const half = [(high[0]! - low[0]!) / 2, (high[1]! - low[1]!) / 2] as const;
  const direction = new Float64Array(2);
  return {
    range: [
      [cut, cut + 2 * Math.PI],
      [0, Math.sqrt(half[0] * half[0] + half[1] * half[1])],
    ],
    into: (x, y, pair) => {
      const across = x - middle[0];
      const up = y - middle[1];
      const theta = fullAngle(across, up);
      pair[0] = theta - 2 * Math.PI * Math.floor((theta - cut) / (2 * Math.PI));
      pair[1] = Math.sqrt(across * across + up * up);
    },
    outOf: (u, v, pair) => {
      unitVector(u, direction);
      const edge = Math.min(half[0] / Math.abs(direction[0]!), half[1] / Math.abs(direction[1]!));
      const r = Math.min(v, edge);
      pair[0] = middle[0] + r * direction[0]!;
      pair[1] = middle[1] + r * direction[1]!;
    },
  };
}

/** Of (x, y), in [-pi, pi]; the same bits in every engine. */
export function fullAngle(x: number, y: number): number {
  const sharp = angle(Math.abs(y), Math.abs(x));
  const upper = x < 0 ? Math.PI - sharp : sharp;
  return y < 0 ? -upper : upper;
}

/** (cos theta, sin theta) for any angle; the same bits in every engine. */
export function unitVector(theta: number, pair: Float64Array): void {
  const quarters = Math.floor(theta / (Math.PI / 2));
  const rest = Math.min(Math.PI / 2, Math.max(0, theta - quarters * (Math.PI / 2)));
  const [c, s] = [cosine(rest), sine(rest)];
  const turn = ((quarters % 4) + 4) % 4;
  pair[0] = turn === 0 ? c : turn === 1 ? -s : turn === 2 ? -c : s;
  pair[1] = turn === 0 ? s : turn === 1 ? c : turn === 2 ? -s : -c;
}
