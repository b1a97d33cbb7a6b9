import {
  type Collection,
  equalMasses,
  type ItemKind,
  MeasureError,
  requireOneAxis,
  ShapeError,
  totalMass,
} from "../../src/index.js";

/** Two sets of items that are compared with each other, and what they are called in sentences. */
export interface ItemPair {
  readonly atoms: Collection;
  readonly items: Collection;
}

/** @throws ShapeError if the two do not hold things of one sort: dimension, kind, axis, size of images. */
export function requireOneSort({ atoms, items }: ItemPair): void {
  const [expected, found] = [atoms.measures[0]!.dim, items.measures[0]!.dim];
  if (expected !== found) {
    throw new ShapeError(
      `the items have dimension ${found}, the atoms ${expected}; give atoms of that dimension`,
      { expected, found },
    );
  }
  const [a, b] = [atoms.item, items.item];
  if (a.kind === "spectrum" && b.kind === "spectrum") requireOneAxis([a, b]);
  const sorts = { expected: sortOf(a), found: sortOf(b) };
  if (sorts.expected === sorts.found) return;
  throw new ShapeError(`the items are ${sorts.found}, the atoms ${sorts.expected}; they must agree`, sorts);
}

/** Meshes and clouds of points are both points in space. */
function sortOf(item: ItemKind): string {
  if (item.kind === "image") return `images of ${item.width} x ${item.height} pixels`;
  if (item.kind === "features") return `points with ${item.of} for features`;
  return item.kind === "spectrum" ? "spectra" : "points";
}

/** @throws MeasureError if an item has another mass than the atoms, where all have to be equal. */
export function requireOneMass({ atoms, items }: ItemPair): void {
  const first = atoms.measures[0]!;
  const odd = items.measures.findIndex((mu) => !equalMasses(mu, first));
  if (odd < 0) return;
  const value = totalMass(items.measures[odd]!);
  throw new MeasureError(
    `item "${items.names[odd]}" has mass ${value}, the atoms ${totalMass(first)}; use --normalise mass, or --metric hk`,
    { index: odd, value },
  );
}
