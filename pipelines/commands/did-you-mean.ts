/** Mistakes in a word that is still taken for another one. */
const MOST_EDITS = 3;
/** Of the longer word, what has to be right. */
const LEAST_SHARE = 0.4;

/**
 * " (Did you mean svm?)": those of the candidates that are nearest to a word that is none of them; "" where none is near.
 * `K_means` and `kMeans` are as near to `k-means` as it gets.
 */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  if (near.length === 0) return "";
  return ` (Did you mean ${near.length > 1 ? "one of " : ""}${near.join(", ")}?)`;
}

function nearest(word: string, candidates: readonly string[]): readonly string[] {
  const plain = plainForm(word);
  const edits = candidates.map((candidate) => editDistance(plain, plainForm(candidate)));
  const fewest = Math.min(...edits);
  if (fewest > MOST_EDITS) return [];
  const isNear = (candidate: string): boolean =>
    fewest < (1 - LEAST_SHARE) * Math.max(plain.length, plainForm(candidate).length);
  return candidates.filter((candidate, c) => edits[c] === fewest && (fewest === 0 || isNear(candidate)));
}

/** In small letters, words joined by hyphens, none before the first. */
function plainForm(word: string): string {
  return word
    .slice(0, 60) // nobody means a longer one
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll(/[_ ]/g, "-")
    .replace(/^-+/, "")
    .toLowerCase();
}

/** Optimal string alignment distance: letters inserted, deleted, replaced, or exchanged with the next one. O(|a| |b|). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? rows[i - 2]![j - 2]! + 1
          : Infinity;
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, replaced, exchanged));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
