import {
  type Collection,
  collection,
  type ItemKind,
  type Matrix,
  requireOneAxis,
  ShapeError,
} from "../../src/index.js";

/** Rows of the two domains in one tangent space. */
export interface DomainRows {
  readonly source: Matrix;
  readonly target: Matrix;
}

/**
 * Items of two datasets as one collection, those of the source first, to be aligned and embedded alike; no label comes along.
 *
 * @throws ShapeError if their dimensions, their kinds, or the axes of spectra, differ.
 */
export function bothDomains(source: Collection, target: Collection): Collection {
  const [{ dim }, { dim: other }] = [source.measures[0]!, target.measures[0]!];
  if (dim !== other) {
    throw new ShapeError(
      `the items of the source have dimension ${dim}, those of the target ${other}; choose columns of one dimension with --coords`,
      { expected: dim, found: other },
    );
  }
  requireOneKind(source.item, target.item);
  requireOneAxis([source.item, target.item].filter((item) => item.kind === "spectrum"));
  const names = [
    ...source.names.map((name) => `source ${name}`),
    ...target.names.map((name) => `target ${name}`),
  ];
  const pointNames =
    source.pointNames && target.pointNames ? [...source.pointNames, ...target.pointNames] : undefined;
  return collection({
    names,
    measures: [...source.measures, ...target.measures],
    item: alike(source.item, target.item) ? source.item : { kind: "points" },
    warnings: [
      ...source.warnings.map((warning) => `source: ${warning}`),
      ...target.warnings.map((warning) => `target: ${warning}`),
    ],
    ...(pointNames && { pointNames }),
  });
}

/** Images of other sizes are another resolution; meshes and clouds of points are both points in space. */
function requireOneKind(source: ItemKind, target: ItemKind): void {
  const [expected, found] = [kindText(source), kindText(target)];
  if (expected === found) return;
  throw new ShapeError(
    `the items of the source are ${expected}, those of the target ${found}; they must agree`,
    {
      expected,
      found,
    },
  );
}

function kindText(item: ItemKind): string {
  if (item.kind === "features") return `points with ${item.of} for features`;
  if (item.kind === "image") return "images";
  return item.kind === "spectrum" ? "spectra" : "points";
}

/** Whether they can be drawn on the same axes. */
function alike(a: ItemKind, b: ItemKind): boolean {
  if (a.kind !== "image" || b.kind !== "image") return a.kind === b.kind;
  return a.width === b.width && a.height === b.height;
}
