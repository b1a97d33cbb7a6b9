import { requirePositive } from "../../numeric/require-positive.js";
import type { LineLaw } from "./law.js";

export interface BoxDiffusionLawOptions {
  /** L; default: 10. */
  readonly side?: number;
  /** v_c; default: 1/8. */
  readonly speed?: number;
  /** x_0; default: the middle of the box. */
  readonly start?: number;
}

/** Terms of the series that are left out are below exp of it. */
const SMALLEST = -40;

/**
 * Law of one coordinate of `boxDiffusion` at a time t > 0, whatever the micro-step; coordinates are independent.
 *
 * density(x) = (1 + 2 sum_n cos(n pi x / L) cos(n pi x_0 / L) exp(-n^2 pi^2 D t / L^2)) / L with D = v_c^2 / 2, to rounding.
 * The number of terms, each O(1) time, grows as L / sqrt(D t): 20 at the published T = 2000, 700 after one micro-step.
 *
 * @throws ShapeError if side, speed or time are not positive numbers.
 */
export function boxDiffusionLaw(
  time: number,
  { side = 10, speed = 1 / 8, start = side / 2 }: BoxDiffusionLawOptions = {},
): LineLaw {
  requirePositive("the time", time);
  requirePositive("the side", side);
  requirePositive("the speed", speed);
  const decay = (Math.PI / side) ** 2 * (speed ** 2 / 2) * time;
  const count = Math.ceil(Math.sqrt(-SMALLEST / decay));
  const wave = (n: number, x: number): number => Math.cos((n * Math.PI * x) / side);
  const amplitudes = Float64Array.from(
    { length: count },
    (_, i) => 2 * wave(i + 1, start) * Math.exp(-((i + 1) ** 2) * decay),
  );
  return {
    density: (x) => {
      if (x < 0 || x > side) return 0;
      let sum = 1;
      for (let n = 1; n <= count; n++) sum += amplitudes[n - 1]! * wave(n, x);
      return sum / side;
    },
    distribution: (x) => {
      if (x <= 0) return 0;
      if (x >= side) return 1;
      let sum = x / side;
      for (let n = 1; n <= count; n++) {
        sum += (amplitudes[n - 1]! * Math.sin((n * Math.PI * x) / side)) / (n * Math.PI);
      }
      return sum;
    },
  };
}
