/** Entries of a plan while it is being put together: the first `length` of the arrays. */
export interface Entries {
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly mass: Float64Array;
  length: number;
}

/** No entries yet, and room for so many. */
export function emptyEntries(room: number): Entries {
  return { rows: new Int32Array(room), cols: new Int32Array(room), mass: new Float64Array(room), length: 0 };
}

/** Deficits below this part of a point's mass are rounding of its row sum. */
const ROUNDING = 8 * Number.EPSILON;

/**
 * Rows, then columns with too much are scaled down; what is then missing is moved from rows to columns in the
 * order of their indices. What one side misses more than the other goes to the heaviest point opposite, for
 * which it is rounding. Changes `entries`, which need room for n + m more. O(n + m + entries).
 */
export function fillDeficits(entries: Entries, a: Float64Array, b: Float64Array): void {
  scaleDown(entries, entries.rows, a);
  scaleDown(entries, entries.cols, b);
  const left = deficits(entries, entries.rows, a);
  const room = deficits(entries, entries.cols, b);
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
  const e = entries.length++;
  entries.rows[e] = row;
  entries.cols[e] = col;
  entries.mass[e] = mass;
}

function heaviest(masses: Float64Array): number {
  let most = 0;
  for (let i = 1; i < masses.length; i++) if (masses[i]! > masses[most]!) most = i;
  return most;
}

function scaleDown(entries: Entries, indices: Int32Array, wanted: Float64Array): void {
  const found = sums(entries, indices, wanted.length);
  for (let e = 0; e < entries.length; e++) {
    const i = indices[e]!;
    if (found[i]! > wanted[i]! * (1 + ROUNDING)) entries.mass[e]! *= wanted[i]! / found[i]!;
  }
}

/** How much each row (or column) lacks; 0 where that is rounding. */
function deficits(entries: Entries, indices: Int32Array, wanted: Float64Array): Float64Array {
  const found = sums(entries, indices, wanted.length);
  return wanted.map((value, i) => (value - found[i]! > ROUNDING * value ? value - found[i]! : 0));
}

function sums(entries: Entries, indices: Int32Array, count: number): Float64Array {
  const found = new Float64Array(count);
  for (let e = 0; e < entries.length; e++) found[indices[e]!]! += entries.mass[e]!;
  return found;
}
