/** Table of counts with names for its rows and columns. */
export interface CountTable {
  readonly counts: readonly (readonly number[])[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** Places that are kept, in order, and those that are added up to one. */
interface Cut {
  readonly kept: readonly number[];
  readonly merged: readonly number[];
}

/** At most `limit` places: the largest, and one for all the others. Ties go to the first. */
function cutAt(sizes: readonly number[], limit: number): Cut {
  const order = [...sizes.keys()];
  if (order.length <= limit) return { kept: order, merged: [] };
  const largest = new Set([...order].sort((p, q) => sizes[q]! - sizes[p]!).slice(0, limit - 1));
  return {
    kept: order.filter((p) => largest.has(p)),
    merged: order.filter((p) => !largest.has(p)),
  };
}

/** Each kept value, then the sum of the merged ones. */
function applyCut(values: readonly number[], { kept, merged }: Cut): number[] {
  const shown = kept.map((p) => values[p]!);
  return merged.length > 0 ? [...shown, sum(merged.map((p) => values[p]!))] : shown;
}

function cutNames(names: readonly string[], { kept, merged }: Cut): string[] {
  const shown = kept.map((p) => names[p]!);
  return merged.length > 0 ? [...shown, `other (${merged.length})`] : shown;
}

/** The table with its smallest rows and columns added up, so that it has at most `limit` of each. O(cells) time. */
export function cutTable({ counts, rows, columns }: CountTable, limit: number): CountTable {
  const rowCut = cutAt(counts.map(sum), limit);
  const columnCut = cutAt(columnSums(counts, columns.length), limit);
  return {
    counts: cutCounts(counts, rowCut, columnCut),
    rows: cutNames(rows, rowCut),
    columns: cutNames(columns, columnCut),
  };
}

/** A square table cut alike on both sides, by the sizes of its rows, with the counts of its diagonal. */
export function cutSquare(counts: readonly (readonly number[])[], names: readonly string[], limit: number) {
  const cut = cutAt(counts.map(sum), limit);
  return {
    counts: cutCounts(counts, cut, cut),
    names: cutNames(names, cut),
    /** Added up on the diagonal of the whole table: items taken for another of the merged classes are not in it. */
    diagonal: applyCut(
      counts.map((row, p) => row[p]!),
      cut,
    ),
    merged: cut.merged.length,
  };
}

function cutCounts(counts: readonly (readonly number[])[], rowCut: Cut, columnCut: Cut): number[][] {
  const narrow = counts.map((row) => applyCut(row, columnCut));
  const shown = rowCut.kept.map((p) => narrow[p]!);
  if (rowCut.merged.length === 0) return shown;
  const rest = rowCut.merged.map((p) => narrow[p]!);
  return [...shown, columnSums(rest, rest[0]!.length)];
}

function columnSums(counts: readonly (readonly number[])[], columns: number): number[] {
  return Array.from({ length: columns }, (_, c) => sum(counts.map((row) => row[c]!)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
