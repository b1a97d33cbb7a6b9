import { coordinateNames, encodeMeasureCsv } from "../loaders/index.js";
import { type Collection, type Measure, type Plan, topEntries } from "../src/index.js";
import { csvLines, csvText } from "./csv-text.js";

/** Coordinates and weight, one point a row; numbers in full, so that reading gives the same measure back. */
export const measureCsv: (mu: Measure) => string = encodeMeasureCsv;

/** The header of a file of the points of several items, the name of the item first. */
export function itemPointsHeader(dim: number): string {
  return csvText(["item", ...coordinateNames(dim), "weight"], []);
}

/** The rows of one item in such a file; empty where it has no points. */
export function itemPointsCsv(item: string, mu: Measure): string {
  return csvLines(pointRows(mu).map((row) => [item, ...row]));
}

function pointRows({ points, weights, count, dim }: Measure): number[][] {
  return Array.from({ length: count }, (_, i) => [...points.subarray(i * dim, (i + 1) * dim), weights[i]!]);
}

/** Entries of a plan in one file; an entropic plan has one for each pair of points. */
const MOST_ENTRIES = 200_000;

/** Which point of the source sends how much to which of the target, counted from 0: all entries, or the heaviest 200,000. */
export function planCsv(plan: Plan): string {
  const heaviest = topEntries(plan, MOST_ENTRIES).sort((a, b) => a.row - b.row || a.col - b.col);
  return csvText(
    ["source", "target", "mass"],
    heaviest.map(({ row, col, mass }) => [row, col, mass]),
  );
}

export interface Column {
  readonly name: string;
  readonly values: ArrayLike<string | number>;
}

/** One row per item: its name, its attributes, then the given columns. */
export function itemsCsv(
  items: Pick<Collection, "names" | "attributes">,
  columns: readonly Column[],
): string {
  const all: Column[] = [{ name: "item", values: items.names }, ...items.attributes, ...columns];
  const rows = items.names.map((_, s) => all.map((column) => column.values[s]!));
  return csvText(
    all.map((column) => column.name),
    rows,
  );
}
