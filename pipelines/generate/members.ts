import { ShapeError } from "../../src/index.js";
import type { Labels } from "../labels.js";

/** Of which items new ones are made. */
export interface Members {
  /** Places of the items of the class; of all items where none is named. */
  readonly members: Int32Array;
  /** Places of the items of the second class; empty where none is named. */
  readonly others: Int32Array;
  /** Both, in increasing order: the items that new ones are compared with. */
  readonly known: Int32Array;
}

/** @throws ShapeError if there are no classes though one is named, or none of that name; or both are the same. */
export function membersOf(
  labels: Labels | undefined,
  items: number,
  { class: wanted, to }: { readonly class?: string; readonly to?: string | undefined },
): Members {
  if (wanted === undefined) {
    const all = Int32Array.from({ length: items }, (_, s) => s);
    return { members: all, others: new Int32Array(0), known: all };
  }
  if (wanted === to) throw new ShapeError(`--to ${to} is the class itself; name another`, { found: to });
  const members = placesOf(labels, wanted);
  const others = to === undefined ? new Int32Array(0) : placesOf(labels, to);
  return { members, others, known: Int32Array.from([...members, ...others]).sort() };
}

function placesOf(labels: Labels | undefined, wanted: string): Int32Array {
  if (labels === undefined) {
    throw new ShapeError(`no column says which items are of class "${wanted}"; name one with --label`, {
      found: wanted,
    });
  }
  const code = labels.classes.indexOf(wanted);
  if (code >= 0) return Int32Array.from(labels.codes.keys()).filter((s) => labels.codes[s] === code);
  const known = labels.classes.map((name) => `"${name}"`).join(", ");
  throw new ShapeError(`column "${labels.column}" has no class "${wanted}"; it has ${known}`, {
    found: wanted,
  });
}
