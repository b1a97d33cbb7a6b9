import type { LoadedMeasure } from "../loaders/node.js";
import { type ItemKind, ShapeError } from "../src/index.js";

type Axis = Extract<ItemKind, { readonly kind: "spectrum" }>;

/**
 * Spectra can be compared along one axis only: wavelengths are not wavenumbers, nor nanometres micrometres. Numbers of bands,
 * and positions without a unit, are taken to be what the others are.
 *
 * @throws ShapeError naming two axes that differ.
 */
export function requireSameAxis(files: readonly LoadedMeasure[]): void {
  const axes = files
    .map(({ item }) => item)
    .filter((item) => item.kind === "spectrum")
    .filter(({ quantity }) => quantity !== "band");
  const first = axes.find(({ unit }) => unit !== undefined) ?? axes[0];
  const odd = axes.find((axis) => differ(axis, first!));
  if (!odd) return;
  throw new ShapeError(
    `one spectrum is over ${axisName(first!)}, another over ${axisName(odd)}; convert one of them`,
    { expected: axisName(first!), found: axisName(odd) },
  );
}

function differ(a: Axis, b: Axis): boolean {
  return a.quantity !== b.quantity || (a.unit !== undefined && b.unit !== undefined && a.unit !== b.unit);
}

function axisName({ quantity, unit }: Axis): string {
  return unit === undefined ? quantity : `${quantity} (${unit})`;
}
