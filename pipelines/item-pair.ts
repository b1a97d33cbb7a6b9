import {
  type Collection,
  equalMasses,
  MeasureError,
  requireOneAxis,
  ShapeError,
  totalMass,
} from "../src/index.js";

/** Two sets of items that are compared with each other, and what they are called in sentences. */
export interface ItemPair {
  readonly atoms: Collection;
  readonly items: Collection;
}

/** @throws ShapeError if the two do not hold things of one sort: dimension, axis, size of images. */
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
  if (a.kind === "image" && b.kind === "image" && (a.width !== b.width || a.height !== b.height)) {
    throw new ShapeError(
      `the items are images of ${b.width} x ${b.height} pixels, the atoms of ${a.width} x ${a.height}; they must agree`,
      { expected: `${a.width} x ${a.height}`, found: `${b.width} x ${b.height}` },
    );
  }
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
