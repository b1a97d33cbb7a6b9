import { BLOCK } from "./workspace.js";

/** Row b to lane b; what lanes are left get the last row again. */
export function fillLanes(panel: Float64Array, rows: readonly Float64Array[]): void {
  for (let b = 0; b < BLOCK; b++) setLane(panel, b, rows[Math.min(b, rows.length - 1)]!);
}

export function setLane(panel: Float64Array, b: number, row: Float64Array): void {
  for (let j = 0; j < row.length; j++) panel[j * BLOCK + b] = row[j]!;
}

/** Copy of lane b. */
export function lane(panel: Float64Array, b: number): Float64Array {
  return Float64Array.from({ length: panel.length / BLOCK }, (_, j) => panel[j * BLOCK + b]!);
}
