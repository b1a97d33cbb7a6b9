import { numberCell, parseCsv } from "./csv.js";
import { formatError, quoted } from "./format-error.js";

/** Weights of named items: a column of them for each thing that is made of the items. */
export interface ShareTable {
  readonly items: readonly string[];
  readonly columns: readonly { readonly name: string; readonly shares: Float64Array }[];
}

/** A sum is 1 up to so much: what rounding to a few digits leaves. */
const SUM_TOLERANCE = 1e-6;
/** A sum so near to 1 is that of weights written in full: they are kept as they are, bit for bit. */
const ROUNDING = 1e-12;

/**
 * Weights from a CSV: a column `item`, then one column of numbers for each combination. Weights of at least 0 are taken as
 * shares of their sum; where some are below 0, they must sum to 1 up to 1e-6, and are divided by their sum too.
 *
 * @throws FormatError naming line and column of what is no number, an item that occurs twice, or a column whose numbers do not
 *   do as weights.
 */
export function parseShareTable(input: Uint8Array | string, options: { file?: string } = {}): ShareTable {
  const table = parseCsv(input, { file: options.file ?? "shares" });
  const item = table.header.indexOf("item");
  if (item < 0 || table.header.length < 2) {
    throw formatError(
      table.file,
      "header",
      "it needs a column item with names of items, and one column of weights for each new item",
    );
  }
  const items = table.rows.map((cells) => cells[item]!.trim());
  const seen = new Set<string>();
  items.forEach((name, row) => {
    if (seen.has(name)) {
      const place = `line ${table.lines[row]}`;
      throw formatError(table.file, place, `item ${quoted(name)} occurs twice; once is enough`);
    }
    seen.add(name);
  });
  const columns = table.header.flatMap((name, column) => {
    if (column === item) return [];
    const weights = table.rows.map((_, row) => numberCell(table, row, column));
    return [{ name, shares: sharesOf(weights, table.file, name) }];
  });
  return { items, columns };
}

function sharesOf(weights: readonly number[], file: string, column: string): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const convex = weights.every((weight) => weight >= 0);
  if (convex ? !(sum > 0 && sum < Infinity) : !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
    const rule = convex ? "some of them must be above 0" : "where some are below 0 they must sum to 1";
    throw formatError(file, `column ${quoted(column)}`, `the weights sum to ${sum}; ${rule}`);
  }
  return Float64Array.from(weights, (weight) => (Math.abs(sum - 1) <= ROUNDING ? weight : weight / sum));
}
