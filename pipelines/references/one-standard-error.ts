/**
 * Whether one classifier names at most one standard error more of n items right than another, the error being that of their
 * paired difference. With d_i = 1 where only the first is right, -1 where only the other is, D = sum d_i:
 *
 *     D / n <= sqrt(sum (d_i - D / n)^2 / (n (n - 1))),   which is   D^2 <= sum d_i^2:
 *
 * b and w items that only one of them has right are within one error where (b - w)^2 <= b + w. Where items of a group may
 * depend on each other, with sums e_g over the n_g items of each of G groups and the error of `standardError`:
 *
 *     (G - 1) n^2 D^2 <= G sum_g (n e_g - n_g D)^2,
 *
 * of which the above is the case of one item a group. All of it is in whole numbers: the commonest difference, one item, lies on
 * the bound itself, where rounding would decide.
 *
 * Breiman, Friedman, Olshen and Stone 1984, section 3.4.3; groups as in Liang and Zeger 1986.
 *
 * @param groups one name an item; absent: items are independent.
 */
export function withinOneStandardError(
  better: readonly boolean[],
  other: readonly boolean[],
  groups?: readonly string[],
): boolean {
  const differences = better.map((right, s) => Number(right) - Number(other[s]!));
  const more = sumOf(differences);
  if (more <= 0) return true;
  return groups === undefined
    ? more ** 2 <= sumOf(differences.map(Math.abs)) // far below 2^53
    : withinGrouped(differences, more, groups);
}

function withinGrouped(differences: readonly number[], more: number, groups: readonly string[]): boolean {
  const sums = new Map<string, { difference: number; items: number }>();
  for (const [s, group] of groups.entries()) {
    const { difference, items } = sums.get(group) ?? { difference: 0, items: 0 };
    sums.set(group, { difference: difference + differences[s]!, items: items + 1 });
  }
  const n = BigInt(differences.length);
  const total = BigInt(more);
  const count = BigInt(sums.size);
  let squares = 0n;
  for (const { difference, items } of sums.values()) {
    squares += (n * BigInt(difference) - BigInt(items) * total) ** 2n;
  }
  return (count - 1n) * (n * total) ** 2n <= count * squares;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
