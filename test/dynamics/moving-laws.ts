import type { Simulator } from "../../src/dynamics/particles.js";
import { type Measure, measure } from "../../src/measure/measure.js";
import type { Random } from "../../src/numeric/random.js";

/** The flow of dy/dt = y - y^3 over `time`, in closed form. */
function bistable(y: number, time: number): number {
  const grown = Math.exp(time);
  return (y * grown) / Math.sqrt(1 + y * y * (grown * grown - 1));
}

/** Rows of a rotation of the plane. */
const TURN = [
  [0.8, 0.6],
  [-0.6, 0.8],
] as const;

/**
 * Particles of the plane, each carried without noise by a potential with two valleys along each of two turned axes: the flow is
 * the gradient of a convex function over any time, and so is the optimal map.
 */
export const twoValleys: Simulator = (particles, duration) => {
  const points = particles.points.slice();
  for (let p = 0; p < points.length; p += 2) {
    const [y, z] = TURN.map(([a, b]) => bistable(a * points[p]! + b * points[p + 1]!, duration));
    points[p] = TURN[0][0] * y! + TURN[1][0] * z!;
    points[p + 1] = TURN[0][1] * y! + TURN[1][1] * z!;
  }
  return { ...particles, points };
};

/** dX = dW, in any dimension and over any time. */
export const brownian: Simulator = (particles, duration, random) => {
  const deviation = Math.sqrt(duration);
  return { ...particles, points: particles.points.map((x) => x + deviation * random.normal()) };
};

/** Draws from N(0, variance I), equal masses. */
export function normalSample(count: number, dim: number, variance: number, random: Random): Measure {
  const deviation = Math.sqrt(variance);
  return measure(
    Float64Array.from({ length: count * dim }, () => deviation * random.normal()),
    { dim },
  );
}
