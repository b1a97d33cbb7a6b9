/**
 * Order of names for `sort`, by which "2" comes before "10" and "item 2" before "item 10": numbers first, by size;
 * then other texts, piece by piece, where a run of digits counts as a number and comes before anything else; what
 * is alike so far, by code units.
 *
 * A total order, and not by locale: it is the same on every machine.
 */
export function naturalOrder(a: string, b: string): number {
  return compare(numberRank(a), numberRank(b)) || comparePieces(pieces(a), pieces(b)) || compare(a, b);
}

/** The number that a name is, else something past all numbers. */
function numberRank(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : Infinity;
}

/** Runs of digits alternate with other text, which may be empty; the first is text. */
function pieces(text: string): string[] {
  return text.split(/([0-9]+)/);
}

function comparePieces(a: readonly string[], b: readonly string[]): number {
  for (let p = 0; p < Math.min(a.length, b.length); p++) {
    const order = p % 2 === 0 ? compare(a[p]!, b[p]!) : compareDigits(a[p]!, b[p]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Without numbers: a run may be longer than any number is exact. */
function compareDigits(a: string, b: string): number {
  const x = a.replace(/^0+/, "");
  const y = b.replace(/^0+/, "");
  return x.length - y.length || compare(x, y);
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
