import type { Measure } from "pushforward";

/** A point of a measure in the plane, as charts want it. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  readonly mass: number;
}

/** The points of a measure in the plane with their masses. */
export function pointsOf({ points, weights }: Measure): PlanePoint[] {
  return Array.from(weights, (mass, i) => ({ x: points[2 * i]!, y: points[2 * i + 1]!, mass }));
}
