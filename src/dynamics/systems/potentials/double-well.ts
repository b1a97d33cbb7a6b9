import type { Potential } from "../potential.js";

export interface DoubleWellPotentialOptions {
  /** B, of the barrier; default: 1/2. */
  readonly height?: number;
}

/** U(x) = B (x^2 - 1)^2 on the line: minima 0 at -1 and 1, a barrier of B between. */
export function doubleWellPotential({ height = 1 / 2 }: DoubleWellPotentialOptions = {}): Potential {
  const slope = 4 * height;
  return {
    dim: 1,
    value: ({ 0: x }) => height * (x! * x! - 1) ** 2,
    gradient: (points, into) => {
      for (let p = 0; p < points.length; p++) {
        const x = points[p]!;
        into[p] = slope * x * (x * x - 1);
      }
    },
  };
}
