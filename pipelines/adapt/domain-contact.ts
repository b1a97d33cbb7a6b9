import { type Collection, fitSpread, type Measure, type Random, unusualness } from "../../src/index.js";
import type { DomainRows } from "./two-domains.js";

/** How source and target of an adaptation lie to each other. */
export interface DomainContact {
  /** Target items that are items of the source, too, to the last bit: what names them has seen their labels. */
  readonly shared: number;
  /** Target items that are farther from the nearest source item than any source item is from the nearest other one. */
  readonly unlike: number;
}

/**
 * @param rows of both in one tangent space.
 * O((N + M) min(N, 1000) cols) time.
 */
export function domainContact(
  source: Collection,
  target: Collection,
  rows: DomainRows,
  random: Random,
): DomainContact {
  return { shared: sharedItems(source, target), unlike: unlikeItems(rows, random) };
}

function sharedItems(source: Collection, target: Collection): number {
  const known = new Map<string, Measure[]>();
  for (const mu of source.measures) {
    const alike = known.get(keyOf(mu));
    if (alike) alike.push(mu);
    else known.set(keyOf(mu), [mu]);
  }
  return target.measures.filter((mu) => known.get(keyOf(mu))?.some((nu) => areEqual(mu, nu))).length;
}

/** Equal for equal measures, and seldom for others. */
function keyOf({ count, points, weights }: Measure): string {
  const sum = points.reduce((total, x) => total + x, 0);
  return `${count} ${points[0]} ${weights[0]} ${sum}`;
}

function areEqual(a: Measure, b: Measure): boolean {
  return (
    a.count === b.count &&
    a.points.every((x, p) => x === b.points[p]) &&
    a.weights.every((w, i) => w === b.weights[i])
  );
}

function unlikeItems({ source, target }: DomainRows, random: Random): number {
  if (source.rows < 2) return 0;
  const known = { rows: source, dropped: new Float64Array(source.rows), codes: new Int32Array(source.rows) };
  const { far } = unusualness(fitSpread(known, random), {
    rows: target,
    dropped: new Float64Array(target.rows),
  });
  return far.filter((isFar) => isFar).length;
}

/** @param count of target items. */
export function contactWarnings({ shared, unlike }: DomainContact, count: number): string[] {
  return [
    ...(shared > 0
      ? [
          `${shared} of ${count} target items are items of the source, too: what it says of them is no measure of what it says ` +
            "of others",
        ]
      : []),
    ...(2 * unlike > count
      ? [
          `${unlike} of ${count} target items are farther from the source than any of its items from the others: a plan pairs any ` +
            "two sets, whether they have something in common or not; see whether --align takes away what differs",
        ]
      : []),
  ];
}

/** On what accuracy was measured, in a phrase. */
export function contactText({ shared }: DomainContact, items: number): string {
  return shared === 0
    ? `all ${items} target items, whose labels nothing else has seen`
    : `all ${items} target items, ${shared} of which the source has, too, with their labels`;
}
