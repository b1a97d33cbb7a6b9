import type { Random } from "../../numeric/random.js";

/**
 * How many of `trials` succeed, each with probability `chance`, by inversion: one uniform number is drawn, none for no trials.
 * O(trials) time; for a few dozen trials at most, since (1 - chance)^trials must not underflow.
 */
export function binomial(trials: number, chance: number, random: Random): number {
  if (trials === 0) return 0;
  if (!(chance < 1)) return trials;
  const odds = chance / (1 - chance);
  let term = 1;
  for (let t = 0; t < trials; t++) term *= 1 - chance;
  let left = random.uniform() - term;
  let count = 0;
  while (left >= 0 && count < trials) {
    term *= (odds * (trials - count)) / (count + 1);
    count++;
    left -= term;
  }
  return count;
}
