import type { Particles, Simulator } from "../../../src/dynamics/particles.js";
import { measure } from "../../../src/measure/measure.js";

/**
 * Particles x = sqrt(t) u on the line, with fixed u of variance 1: they spread as Brownian ones, whose law is N(0, t), but
 * without noise. The time is hidden in them.
 */
export function spreadingLine(count: number, t: number): Particles {
  const step = Math.sqrt(12 / (count * count - 1)); // of count equal steps of variance 1
  const u = Float64Array.from({ length: count }, (_, i) => (i - (count - 1) / 2) * step);
  return {
    ...measure(
      u.map((x) => Math.sqrt(t) * x),
      { dim: 1 },
    ),
    hidden: { time: Float64Array.of(t) },
  };
}

/** The same particles later. */
export const spread: Simulator = ({ hidden, ...particles }, duration) => {
  const t = hidden!.time![0]!;
  const factor = Math.sqrt((t + duration) / t);
  return {
    ...particles,
    points: particles.points.map((x) => factor * x),
    hidden: { time: Float64Array.of(t + duration) },
  };
};

/** After a jump the time is that of the place where it lands. */
export const spreadOn = ({
  middle,
  landed,
  duration,
}: {
  readonly middle: Particles;
  readonly landed: Particles;
  readonly duration: number;
}): Particles => ({ ...landed, hidden: { time: Float64Array.of(middle.hidden!.time![0]! + duration) } });

/** Root of the mean square of the places. */
export function rootMeanSquare({ points, count }: Particles): number {
  return Math.sqrt(points.reduce((sum, x) => sum + x * x, 0) / count);
}
