/** Entries of a plan while it is being put together. */
export interface Entries {
  readonly rows: number[];
  readonly cols: number[];
  readonly mass: number[];
}

/** Deficits below this part of a point's mass are rounding of its row sum. */
const ROUNDING = 8 * Number.EPSILON;

/**
 * Rows, then columns with too much are scaled down; what is then missing is moved from rows to columns in the
 * order of their indices. What one side misses more than the other goes to the heaviest point opposite, for
 * which it is rounding. Changes `entries`; adds at most n + m of them. O(n + m + entries).
 */
export function fillDeficits(entries: Entries, a: Float64Array, b: Float64Array): void {
  scaleDown(entries.rows, entries.mass, a);
  scaleDown(entries.cols, entries.mass, b);
  const left = deficits(entries.rows, entries.mass, a);
  const room = deficits(entries.cols, entries.mass, b);
  let i = 0;
  let j = 0;
  while (i < left.length && j < room.length) {
    const amount = Math.min(left[i]!, room[j]!);
    addEntry(entries, i, j, amount);
    left[i]! -= amount;
    room[j]! -= amount;
    if (left[i]! <= 0) i++;
    else j++;
  }
  const heavyRow = heaviest(a);
  const heavyCol = heaviest(b);
  for (; i < left.length; i++) addEntry(entries, i, heavyCol, left[i]!);
  for (; j < room.length; j++) addEntry(entries, heavyRow, j, room[j]!);
}

export function addEntry(entries: Entries, row: number, col: number, mass: number): void {
  if (!(mass > 0)) return;
  entries.rows.push(row);
  entries.cols.push(col);
  entries.mass.push(mass);
}

function heaviest(masses: Float64Array): number {
  return masses.indexOf(masses.reduce((most, mass) => Math.max(most, mass), 0));
}

function scaleDown(indices: readonly number[], mass: number[], wanted: Float64Array): void {
  const found = sums(indices, mass, wanted.length);
  indices.forEach((i, e) => {
    if (found[i]! > wanted[i]! * (1 + ROUNDING)) mass[e]! *= wanted[i]! / found[i]!;
  });
}

/** How much each row (or column) lacks; 0 where that is rounding. */
function deficits(indices: readonly number[], mass: readonly number[], wanted: Float64Array): Float64Array {
  const found = sums(indices, mass, wanted.length);
  return wanted.map((value, i) => (value - found[i]! > ROUNDING * value ? value - found[i]! : 0));
}

function sums(indices: readonly number[], mass: readonly number[], count: number): Float64Array {
  const found = new Float64Array(count);
  indices.forEach((i, e) => {
    found[i]! += mass[e]!;
  });
  return found;
}
