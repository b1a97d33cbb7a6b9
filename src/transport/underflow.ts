import { type Measure, totalMass } from "../measure/measure.js";

/**
 * What a cost can lose because products below 2^-1074 become 0 or a multiple of it: once for every product with a
 * mass, and for each of the d squares of a distance. Nothing beside a cost of more than about 1e-300.
 */
export function underflow(source: Measure, target: Measure): number {
  return Number.MIN_VALUE * (source.count + target.count + 2 * source.dim * totalMass(source));
}
