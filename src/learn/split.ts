import { ShapeError } from "../errors.js";
import { permutation, type Random } from "../numeric/random.js";
import { requireWhole } from "./checks.js";

/** Class numbers with their names, for sentences. */
export interface ClassLabels {
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** Indices to fit on and indices to test on: together all items, each once. Both rise. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Folds in which every class is spread as evenly as possible: sizes differ by at most one, class by class, and so do
 * the sizes of the folds. Each item is tested once.
 *
 * @throws ShapeError if there are fewer than 2 folds, fewer items than folds, or a class has a single item (it could
 *   not be both learnt and tested).
 */
export function stratifiedFolds(items: ClassLabels, folds: number, random: Random): Fold[] {
  const { labels, classes } = items;
  requireFolds(folds, labels.length, "items");
  const members = membersOfClasses(labels, classes.length);
  const lonely = members.findIndex((list) => list.length === 1);
  if (lonely >= 0) {
    throw new ShapeError(
      `class "${classes[lonely]}" has one item; cross-validation needs at least two of each class`,
      { found: classes[lonely]! },
    );
  }
  const foldOf = new Int32Array(labels.length);
  let next = 0; // goes on from class to class, so that small classes do not all fill the first folds
  for (const list of members) {
    for (const p of permutation(list.length, random)) foldOf[list[p]!] = next++ % folds;
  }
  return foldsFrom(foldOf, folds);
}

/**
 * Folds that never divide a group: all its items are tested together, and no other item of it is learnt from. Groups
 * go, large ones first, where their classes are rarest so far; class shares are balanced greedily, not optimally.
 *
 * @throws ShapeError if there are fewer than 2 folds, fewer groups than folds, a class lives in one group only, or
 *   some fold would have to test a class that the others do not contain.
 */
export function groupedFolds(
  items: ClassLabels,
  groups: readonly string[],
  folds: number,
  random: Random,
): Fold[] {
  const { labels, classes } = items;
  if (groups.length !== labels.length) {
    throw new ShapeError(`${groups.length} groups for ${labels.length} items; give one per item`, {
      expected: labels.length,
      found: groups.length,
    });
  }
  const parts = classCountsOfGroups(labels, groups, classes.length);
  requireFolds(folds, parts.length, "groups");
  requireTwoGroups(parts, classes);
  const foldOfGroup = balance(parts, folds, random);
  const result = foldsFrom(
    Int32Array.from(groups, (name) => foldOfGroup.get(name)!),
    folds,
  );
  requireLearnable(result, items);
  return result;
}

function requireFolds(folds: number, available: number, what: string): void {
  requireWhole("the number of folds", folds, 2);
  if (folds > available) {
    throw new ShapeError(
      `${folds} folds need at least ${folds} ${what}, there are ${available}; ask for fewer folds`,
      {
        expected: folds,
        found: available,
      },
    );
  }
}

function membersOfClasses(labels: Int32Array, classCount: number): number[][] {
  const members: number[][] = Array.from({ length: classCount }, () => []);
  labels.forEach((label, s) => {
    members[label]!.push(s);
  });
  return members;
}

function foldsFrom(foldOf: Int32Array, folds: number): Fold[] {
  const all = Int32Array.from(foldOf, (_, s) => s);
  return Array.from({ length: folds }, (_, f) => ({
    train: all.filter((s) => foldOf[s] !== f),
    test: all.filter((s) => foldOf[s] === f),
  }));
}

interface Group {
  readonly name: string;
  readonly counts: Int32Array;
  readonly size: number;
}

function classCountsOfGroups(labels: Int32Array, groups: readonly string[], classCount: number): Group[] {
  const counts = new Map<string, Int32Array>();
  groups.forEach((name, s) => {
    const found = counts.get(name) ?? new Int32Array(classCount);
    found[labels[s]!]!++;
    counts.set(name, found);
  });
  return [...counts].map(([name, list]) => ({ name, counts: list, size: list.reduce((a, b) => a + b, 0) }));
}

function requireTwoGroups(parts: readonly Group[], classes: readonly string[]): void {
  classes.forEach((name, c) => {
    const holders = parts.filter((group) => group.counts[c]! > 0);
    if (holders.length === 1) {
      throw new ShapeError(
        `class "${name}" lives in the group "${holders[0]!.name}" only; grouped cross-validation needs each class ` +
          "in at least two groups",
        { found: name },
      );
    }
  });
}

function balance(parts: readonly Group[], folds: number, random: Random): Map<string, number> {
  const shuffled = Array.from(permutation(parts.length, random), (p) => parts[p]!);
  const totals = parts[0]!.counts.map((_, c) => parts.reduce((sum, group) => sum + group.counts[c]!, 0));
  const counts = Array.from({ length: folds }, () => new Float64Array(totals.length));
  const sizes = new Float64Array(folds);
  const foldOf = new Map<string, number>();
  for (const group of shuffled.sort((a, b) => b.size - a.size)) {
    const costs = counts.map((fold) => crowding(fold, group.counts, totals));
    const best = indexOfBest(costs, sizes);
    for (let c = 0; c < totals.length; c++) counts[best]![c]! += group.counts[c]!;
    sizes[best]! += group.size;
    foldOf.set(group.name, best);
  }
  return foldOf;
}

/** sum_c 2 (share of class c already in the fold) (share that the group adds): growth of the squared shares. */
function crowding(fold: Float64Array, group: Int32Array, totals: Int32Array): number {
  let sum = 0;
  for (let c = 0; c < totals.length; c++) if (totals[c]! > 0) sum += (fold[c]! * group[c]!) / totals[c]! ** 2;
  return sum;
}

/** Least cost; of equals the smallest fold. */
function indexOfBest(costs: readonly number[], sizes: Float64Array): number {
  let best = 0;
  for (let f = 1; f < costs.length; f++) {
    const tied = costs[f] === costs[best] && sizes[f]! < sizes[best]!;
    if (costs[f]! < costs[best]! || tied) best = f;
  }
  return best;
}

function requireLearnable(folds: readonly Fold[], { labels, classes }: ClassLabels): void {
  for (const { train, test } of folds) {
    const known = new Set(Array.from(train, (s) => labels[s]!));
    const unknown = test.find((s) => !known.has(labels[s]!));
    if (unknown !== undefined) {
      throw new ShapeError(
        `all groups of class "${classes[labels[unknown]!]}" fell into one fold; use more folds or another seed`,
        { found: classes[labels[unknown]!]! },
      );
    }
  }
}
