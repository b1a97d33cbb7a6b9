import type { Measure } from "pushforward";
import { pixelMasses } from "pushforward/loaders";

/** A pixel of an image with its mass: the square of side 1 about column and height. */
export interface Pixel {
  readonly column: number;
  readonly height: number;
  readonly mass: number;
}

/** A measure in the plane of a square image as its pixels: what lies between pixels is shared out. Pixels without mass are left out. */
export function pixelsOf(mu: Measure, side: number): Pixel[] {
  return Array.from(pixelMasses(mu, { width: side, height: side }), (mass, p) => ({
    column: p % side,
    height: side - 1 - Math.floor(p / side),
    mass,
  })).filter(({ mass }) => mass > 0);
}
