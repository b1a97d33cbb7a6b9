/**
 * Optimal plan by its non-zero entries: mass[e] goes from source point rows[e] to target point cols[e].
 * Sorted by row, then column; no pair occurs twice. Shape is [source points, target points].
 */
export interface SparsePlan {
  readonly kind: "sparse";
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly mass: Float64Array;
  readonly shape: readonly [number, number];
}

/**
 * Sparse plan from entries in any order, sorted by row, then column. Entries of one pair are added; entries of
 * mass 0 are left out. O(n + m + entries) time and memory (two counting sorts).
 */
export function sparsePlan(
  entries: Pick<SparsePlan, "rows" | "cols" | "mass">,
  shape: readonly [number, number],
): SparsePlan {
  const order = inOrder(
    inOrder(positiveEntries(entries.mass), entries.cols, shape[1]),
    entries.rows,
    shape[0],
  );
  const rows = new Int32Array(order.length);
  const cols = new Int32Array(order.length);
  const mass = new Float64Array(order.length);
  let last = -1;
  for (let p = 0; p < order.length; p++) {
    const e = order[p]!;
    const repeated = last >= 0 && rows[last] === entries.rows[e] && cols[last] === entries.cols[e];
    if (!repeated) last++;
    rows[last] = entries.rows[e]!;
    cols[last] = entries.cols[e]!;
    mass[last]! += entries.mass[e]!;
  }
  const end = last + 1;
  if (end === order.length) return { kind: "sparse", rows, cols, mass, shape };
  return {
    kind: "sparse",
    rows: rows.slice(0, end),
    cols: cols.slice(0, end),
    mass: mass.slice(0, end),
    shape,
  };
}

function positiveEntries(mass: Float64Array): Int32Array {
  const found = new Int32Array(mass.length);
  let count = 0;
  for (let e = 0; e < mass.length; e++) if (mass[e]! > 0) found[count++] = e;
  return found.subarray(0, count);
}

/** The items in the order of their key in 0 .. range-1; equal keys keep theirs. Nothing to do if they are in order. */
function inOrder(items: Int32Array, keys: Int32Array, range: number): Int32Array {
  return isInOrder(items, keys) ? items : stableSort(items, keys, range);
}

function isInOrder(items: Int32Array, keys: Int32Array): boolean {
  for (let p = 1; p < items.length; p++) if (keys[items[p - 1]!]! > keys[items[p]!]!) return false;
  return true;
}

/** Counting sort. */
function stableSort(items: Int32Array, keys: Int32Array, range: number): Int32Array {
  const starts = new Int32Array(range + 1);
  for (let p = 0; p < items.length; p++) starts[keys[items[p]!]! + 1]!++;
  for (let r = 0; r < range; r++) starts[r + 1]! += starts[r]!;
  const sorted = new Int32Array(items.length);
  for (let p = 0; p < items.length; p++) {
    const e = items[p]!;
    sorted[starts[keys[e]!]!++] = e;
  }
  return sorted;
}
