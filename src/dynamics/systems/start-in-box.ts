import type { Measure } from "../../measure/measure.js";
import type { Box } from "../particles.js";
import { mirrorInto } from "../reflect.js";

/** [-bound, bound] in each of the coordinates. */
export function symmetricBox(dim: number, bound: number): Box {
  return { low: new Array<number>(dim).fill(-bound), high: new Array<number>(dim).fill(bound) };
}

/** Places outside of the box mirrored into it. */
export function intoBox(start: Measure, box: Box): Measure {
  const points = start.points.slice();
  mirrorInto(points, box);
  return { ...start, points };
}
