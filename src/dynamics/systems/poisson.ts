/**
 * A Poisson number by inversion.
 *
 * @param none exp(-mean), the chance of 0: given, since many numbers are drawn with one mean. A mean of a few hundred at most,
 * above which it underflows.
 * @param uniform a uniform number on [0, 1).
 *
 * O(mean) time. Rounding ends the search where terms no longer count.
 */
export function poisson(mean: number, none: number, uniform: number): number {
  let left = uniform - none;
  let term = none;
  let count = 0;
  while (left >= 0 && term > 0) {
    count++;
    term *= mean / count;
    left -= term;
  }
  return count;
}
