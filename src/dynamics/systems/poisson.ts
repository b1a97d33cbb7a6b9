import type { Random } from "../../numeric/random.js";

/**
 * A Poisson number by inversion, from one uniform number.
 *
 * @param none exp(-mean), the chance of 0: given, since many numbers are drawn with one mean. A mean of a few hundred at most,
 * above which it underflows.
 *
 * O(mean) time. Rounding ends the search where terms no longer count.
 */
export function poisson(mean: number, none: number, random: Random): number {
  let left = random.uniform() - none;
  let term = none;
  let count = 0;
  while (left >= 0 && term > 0) {
    count++;
    term *= mean / count;
    left -= term;
  }
  return count;
}
