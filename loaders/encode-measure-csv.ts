import type { Measure } from "../src/measure/measure.js";
import { coordinateNames } from "./coordinate-names.js";

/**
 * A measure as a CSV: columns x,y[,z] or x1..xd and `weight`, one point a row, numbers in full. `parseMeasureCsv` gives the same
 * measure back, bit for bit but for the sign of 0.
 *
 * O(n d) time and memory.
 */
export function encodeMeasureCsv({ points, weights, count, dim }: Measure): string {
  const lines = [[...coordinateNames(dim), "weight"].join(",")];
  for (let i = 0; i < count; i++) {
    lines.push(`${points.subarray(i * dim, (i + 1) * dim).join(",")},${weights[i]}`);
  }
  return `${lines.join("\n")}\n`;
}
