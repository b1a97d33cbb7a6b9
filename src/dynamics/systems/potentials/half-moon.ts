import { tableExponential } from "../../../numeric/table-exponential.js";
import type { Potential } from "../potential.js";

export interface HalfMoonPotentialOptions {
  /** A, how steep the valley along the circle is; default: 2. */
  readonly steepness?: number;
  /** R, of the circle; default: 2. */
  readonly radius?: number;
  /** B, of the slope that empties the lower half; default: 1/2. */
  readonly tilt?: number;
  /** alpha, how fast the slope grows downwards; default: 3/2. */
  readonly growth?: number;
  /** y_s, where the slope has the height B; default: -1/2. */
  readonly level?: number;
}

/** U(x, y) = A (r - R)^2 + B exp(-alpha (y - y_s)) with r = |(x, y)|: a crescent, the upper half of a ring. */
export function halfMoonPotential({
  steepness = 2,
  radius = 2,
  tilt = 1 / 2,
  growth = 3 / 2,
  level = -1 / 2,
}: HalfMoonPotentialOptions = {}): Potential {
  const slope = (y: number): number => tilt * tableExponential(-growth * (y - level));
  return {
    dim: 2,
    value: ({ 0: x, 1: y }) => {
      const r = Math.sqrt(x! * x! + y! * y!);
      return steepness * (r - radius) ** 2 + slope(y!);
    },
    gradient: (points, into) => {
      for (let p = 0; p < points.length; p += 2) {
        const x = points[p]!;
        const y = points[p + 1]!;
        const r = Math.sqrt(x * x + y * y);
        const outwards = r === 0 ? 0 : 2 * steepness * (1 - radius / r); // at the centre no direction is outwards
        into[p] = outwards * x;
        into[p + 1] = outwards * y - growth * slope(y);
      }
    },
  };
}
