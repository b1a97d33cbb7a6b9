import type { Smooth } from "../timestep/run-plan.js";
import { bandwidthCurve, requireBandwidth } from "./bandwidth.js";
import { smoothed } from "./local-regression.js";
import { fieldOf, type ParticleField, withField } from "./particle-field.js";

export interface LocalLinearOptions {
  /** b, the standard deviation of the Gaussian kernel, in units of length. Default: the best of `bandwidthCurve`. */
  readonly bandwidth?: number;
  /** 0: means with the kernel (Nadaraya and Watson) instead of lines; default: 1. */
  readonly degree?: 0 | 1;
  /** For the choice of the bandwidth: see `bandwidthCurve`; default: the distance that particles travel in the window, 0 where it is not known. */
  readonly leftOut?: number;
}

/**
 * Smooths the displacement of a jump by local regression: at each particle the value of the linear function that fits the
 * displacements about it best, with Gaussian weights. Fields that are linear stay as they are, up to the border of the
 * cloud; kernel means (degree 0) pull them to their mean there. The growth of HK is smoothed in the same way.
 *
 * @throws ShapeError unless the bandwidth is a positive number.
 *
 * O(particles * neighbours within 4 b) time, with the choice of the bandwidth some 8000 particles more. Fan and Gijbels 1996, section 3.
 */
export function localLinear({ bandwidth, degree = 1, leftOut }: LocalLinearOptions = {}): Smooth {
  if (bandwidth !== undefined) requireBandwidth(bandwidth);
  return (middle, displacement, travelled = 0) => {
    const field = fieldOf(middle, displacement);
    const b = bandwidth ?? chosenBandwidth(field, degree, leftOut ?? travelled);
    return withField(displacement, field, smoothed(field, { bandwidth: b, degree }));
  };
}

function chosenBandwidth(field: ParticleField, degree: 0 | 1, leftOut: number): number {
  const { bandwidths, best } = bandwidthCurve(field, { degree, leftOut });
  return bandwidths[best]!;
}
