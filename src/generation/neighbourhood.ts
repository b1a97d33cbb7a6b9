import { ShapeError } from "../errors.js";
import type { Matrix } from "../numeric/matrix.js";

/** How well new items fill the place of known ones: shares of 0 to 1. The radius of an item: its distance to its k-th nearest. */
export interface Neighbourhood {
  readonly neighbours: number;
  /** Share of the new items that lie within the radius of a known one: are they like known ones? */
  readonly precision: number;
  /**
   * Share of the known items that lie within the radius of a new one among the new: can known ones come out? Null where there
   * are not more than k new items.
   */
  readonly recall: number | null;
  /** Share of the known items within whose radius a new one lies: are all of them represented? */
  readonly coverage: number;
  /** What coverage is on average where the new items are drawn from the law that the known ones were drawn from. */
  readonly expectedCoverage: number;
}

/**
 * Precision and recall of Kynkäänniemi, Karras, Laine, Lehtinen and Aila 2019, and coverage of Naeem, Oh, Uh, Choi and Yoo 2020,
 * from distances.
 *
 * In distances without ties the expected coverage is known: the radius of a known item holds none of m new ones of the same law
 * with the probability that of n - 1 + m others the k nearest are all known,
 *
 *   1 - expected coverage = product over j < k of (n - 1 - j) / (n - 1 + m - j).
 *
 * @param distances symmetric, first the known items, then the new.
 * @param known how many are known: at least k + 1.
 * @throws ShapeError unless there are k + 1 known items and one new one.
 *
 * O((n + m)^2 log(n + m)) time.
 */
export function neighbourhood(distances: Matrix, known: number, neighbours: number): Neighbourhood {
  const fresh = distances.rows - known;
  requireEnough(known, fresh, neighbours);
  const places = (from: number, count: number) => Array.from({ length: count }, (_, p) => from + p);
  const [old, made] = [places(0, known), places(known, fresh)];
  const at = (a: number, b: number): number => distances.data[a * distances.cols + b]!;
  const radii = (group: readonly number[]) =>
    new Map(group.map((a) => [a, kthNearest(group, a, neighbours, at)] as const));
  const around = radii(old);
  const aroundNew = fresh > neighbours ? radii(made) : undefined;
  const inside = (a: number, b: number): boolean => at(a, b) <= around.get(b)!;
  return {
    neighbours,
    precision: shareOf(made, (a) => old.some((b) => inside(a, b))),
    recall: aroundNew ? shareOf(old, (a) => made.some((b) => at(a, b) <= aroundNew.get(b)!)) : null,
    coverage: shareOf(old, (b) => made.some((a) => inside(a, b))),
    expectedCoverage: 1 - missChance(known, fresh, neighbours),
  };
}

function requireEnough(known: number, fresh: number, neighbours: number): void {
  if (known > neighbours && neighbours >= 1 && fresh >= 1) return;
  throw new ShapeError(
    `${known} known and ${fresh} new items are too few for ${neighbours} neighbours; they take ${neighbours + 1} and 1`,
    { expected: neighbours + 1, found: known },
  );
}

function kthNearest(
  group: readonly number[],
  a: number,
  k: number,
  at: (a: number, b: number) => number,
): number {
  const others = Float64Array.from(
    group.filter((b) => b !== a),
    (b) => at(a, b),
  );
  return others.sort()[k - 1]!;
}

function shareOf(group: readonly number[], holds: (place: number) => boolean): number {
  return group.filter(holds).length / group.length;
}

/** Probability that no new item is among those nearer than the k-th nearest known one. */
function missChance(known: number, fresh: number, neighbours: number): number {
  let chance = 1;
  for (let j = 0; j < neighbours; j++) chance *= (known - 1 - j) / (known - 1 + fresh - j);
  return chance;
}
