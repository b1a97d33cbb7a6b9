import type { LoadedMeasure } from "../loaders/node.js";
import { requireOneAxis } from "../src/index.js";

/** Spectra among files can be compared along one axis only. @throws ShapeError naming two axes that differ. */
export function requireSameAxis(files: readonly LoadedMeasure[]): void {
  requireOneAxis(files.map(({ item }) => item).filter((item) => item.kind === "spectrum"));
}
