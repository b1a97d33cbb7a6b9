/**
 * How many of `trials` succeed, each with probability `chance`, by inversion.
 *
 * @param uniform a uniform number on [0, 1).
 *
 * O(trials) time; for a few dozen trials at most, since (1 - chance)^trials must not underflow.
 */
export function binomial(trials: number, chance: number, uniform: number): number {
  const failure = 1 - chance;
  if (failure <= 0) return trials;
  let term = 1;
  for (let t = 0; t < trials; t++) term *= failure;
  let left = uniform - term;
  if (left < 0) return 0;
  const odds = chance / failure;
  let count = 0;
  while (left >= 0 && count < trials) {
    term *= (odds * (trials - count)) / (count + 1);
    count++;
    left -= term;
  }
  return count;
}
