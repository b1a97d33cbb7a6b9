import { type Collection, type Family, ShapeError } from "../../src/index.js";
import { short } from "../text-table.js";
import type { Leg, PathOptions } from "./kind.js";

/** A mixture that a path passes. */
interface Stop {
  readonly name: string;
  readonly shares: readonly number[];
}

/** Straight ways between the stops: all measures in turn where none are given, from the first measure where one is. */
export function legsThrough(family: Family, items: Collection, { shares }: PathOptions): Leg[] {
  const stops = stopsOf(items, shares);
  return stops.slice(1).map((to, s) => {
    const from = stops[s]!;
    return { from: from.name, to: to.name, path: family.path(from.shares, to.shares) };
  });
}

function stopsOf(items: Collection, shares: PathOptions["shares"]): Stop[] {
  const { names } = items;
  const corners = names.map((name, s) => ({ name, shares: names.map((_, other) => (other === s ? 1 : 0)) }));
  if (shares === undefined) return corners;
  const given = shares.map((list) => ({
    name: list.map(short).join(":"),
    shares: fitting(list, names.length),
  }));
  return given.length === 1 ? [corners[0]!, ...given] : given;
}

function fitting(list: readonly number[], count: number): readonly number[] {
  if (list.length === count) return list;
  throw new ShapeError(`${list.length} shares for ${count} measures; give one per measure, in their order`, {
    expected: count,
    found: list.length,
  });
}
