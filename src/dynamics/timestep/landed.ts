import { expMap } from "../../lot/exp-map.js";
import type { Tangent } from "../../lot/tangent.js";
import type { Measure } from "../../measure/measure.js";
import type { Box } from "../particles.js";
import { mirrorInto } from "../reflect.js";
import type { MapTask } from "./window-maps.js";

/** The particles of the middle where the displacement takes them; those without mass stay. */
export function landed({ middle, reference, indices }: MapTask, displacement: Tangent, box?: Box): Measure {
  const { points, weights } = expMap(reference, displacement);
  const { count, dim } = middle;
  const all = indices
    ? { points: middle.points.slice(), weights: middle.weights.slice(), count, dim }
    : { points, weights, count, dim };
  indices?.forEach((i, r) => {
    all.points.set(points.subarray(r * dim, (r + 1) * dim), i * dim);
    all.weights[i] = weights[r]!;
  });
  if (box) mirrorInto(all.points, box);
  return all;
}
