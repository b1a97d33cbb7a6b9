import type { Measure } from "../measure/measure.js";

export function copyOf(mu: Measure): Measure {
  return { ...mu, points: mu.points.slice(), weights: mu.weights.slice() };
}
