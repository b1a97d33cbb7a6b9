import { normals } from "../../numeric/normals.js";
import type { Random } from "../../numeric/random.js";
import type { Box } from "../particles.js";
import { mirrorInto } from "../reflect.js";

export interface BrownianSteps {
  readonly dim: number;
  readonly steps: number;
  /** Of the noise of a step, in each coordinate. */
  readonly deviation: number;
  /** What a step does to points before the noise is added to them, in place; absent: nothing. */
  readonly drift?: (points: Float64Array) => void;
  readonly box?: Box;
}

/** Numbers that are moved through all steps together: they, their noise and their drift fit the first cache. */
const BLOCK = 1024;

/**
 * Points after so many steps x <- x + drift(x) + deviation Z, mirrored at the faces of the box after each; a new array.
 *
 * Some hundred particles are taken through all steps, then the next: O(count dim steps) time, and memory for the points.
 */
export function brownianSteps(points: Float64Array, random: Random, plan: BrownianSteps): Float64Array {
  const moved = points.slice();
  const fill = normals(random);
  const width = Math.max(1, Math.floor(BLOCK / plan.dim)) * plan.dim;
  const noise = new Float64Array(Math.min(width, moved.length));
  for (let from = 0; from < moved.length; from += width) {
    const block = moved.subarray(from, from + width);
    for (let s = 0; s < plan.steps; s++) {
      fill(noise, block.length);
      plan.drift?.(block);
      addNoise(block, noise, plan.deviation);
      if (plan.box) mirrorInto(block, plan.box);
    }
  }
  return moved;
}

function addNoise(points: Float64Array, noise: Float64Array, deviation: number): void {
  for (let p = 0; p < points.length; p++) points[p] = points[p]! + deviation * noise[p]!;
}
