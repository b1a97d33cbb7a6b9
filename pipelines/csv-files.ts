import { csvFormatRows } from "d3-dsv";
import { type Collection, type Measure, type Plan, topEntries } from "../src/index.js";

const AXES = ["x", "y", "z"];

/** Coordinates and weight, one point a row; numbers in full, so that reading gives the same measure back. */
export function measureCsv(mu: Measure): string {
  const axes =
    mu.dim <= AXES.length ? AXES.slice(0, mu.dim) : Array.from({ length: mu.dim }, (_, k) => `x${k + 1}`);
  const rows = Array.from({ length: mu.count }, (_, i) => [
    ...mu.points.subarray(i * mu.dim, (i + 1) * mu.dim),
    mu.weights[i]!,
  ]);
  return csvText([...axes, "weight"], rows);
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

function csvText(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return `${csvFormatRows([[...header], ...rows.map((row) => row.map(String))])}\n`;
}
