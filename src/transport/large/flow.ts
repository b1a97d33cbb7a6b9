/**
 * Flow between rows and columns by its positive entries, each in the doubly linked list of its row and of its
 * column: entries e of `rowHead[i]`, `rowNext[e]`, ... Whole numbers, so all sums are exact.
 */
export interface Flow {
  readonly rowHead: Int32Array;
  readonly columnHead: Int32Array;
  row: Int32Array;
  column: Int32Array;
  amount: Float64Array;
  rowNext: Int32Array;
  rowPrevious: Int32Array;
  columnNext: Int32Array;
  columnPrevious: Int32Array;
  /** Entries ever in use; those of amount 0 among them are free, linked by `rowNext`. */
  length: number;
  free: number;
}

export function emptyFlow(rows: number, columns: number): Flow {
  const room = rows + columns;
  return {
    rowHead: new Int32Array(rows).fill(-1),
    columnHead: new Int32Array(columns).fill(-1),
    row: new Int32Array(room),
    column: new Int32Array(room),
    amount: new Float64Array(room),
    rowNext: new Int32Array(room),
    rowPrevious: new Int32Array(room),
    columnNext: new Int32Array(room),
    columnPrevious: new Int32Array(room),
    length: 0,
    free: -1,
  };
}

/** Adds to the entry (i, j). O(entries of row i). */
export function addFlow(flow: Flow, i: number, j: number, amount: number): void {
  for (let e = flow.rowHead[i]!; e >= 0; e = flow.rowNext[e]!) {
    if (flow.column[e] === j) {
      flow.amount[e]! += amount;
      return;
    }
  }
  const e = freshEntry(flow);
  flow.row[e] = i;
  flow.column[e] = j;
  flow.amount[e] = amount;
  link(e, i, flow.rowHead, flow.rowNext, flow.rowPrevious);
  link(e, j, flow.columnHead, flow.columnNext, flow.columnPrevious);
}

/** Takes from entry e, which must hold as much; an entry of 0 goes. O(1). */
export function takeFlow(flow: Flow, e: number, amount: number): void {
  flow.amount[e]! -= amount;
  if (flow.amount[e]! > 0) return;
  unlink(e, flow.row[e]!, flow.rowHead, flow.rowNext, flow.rowPrevious);
  unlink(e, flow.column[e]!, flow.columnHead, flow.columnNext, flow.columnPrevious);
  flow.rowNext[e] = flow.free;
  flow.free = e;
}

function link(e: number, at: number, head: Int32Array, next: Int32Array, previous: Int32Array): void {
  const first = head[at]!;
  next[e] = first;
  previous[e] = -1;
  if (first >= 0) previous[first] = e;
  head[at] = e;
}

function unlink(e: number, at: number, head: Int32Array, next: Int32Array, previous: Int32Array): void {
  const before = previous[e]!;
  const after = next[e]!;
  if (before >= 0) next[before] = after;
  else head[at] = after;
  if (after >= 0) previous[after] = before;
}

function freshEntry(flow: Flow): number {
  const e = flow.free;
  if (e >= 0) {
    flow.free = flow.rowNext[e]!;
    return e;
  }
  if (flow.length === flow.amount.length) grow(flow);
  return flow.length++;
}

function grow(flow: Flow): void {
  const room = 2 * flow.amount.length;
  const longer = (old: Int32Array): Int32Array => {
    const fresh = new Int32Array(room);
    fresh.set(old);
    return fresh;
  };
  flow.row = longer(flow.row);
  flow.column = longer(flow.column);
  flow.rowNext = longer(flow.rowNext);
  flow.rowPrevious = longer(flow.rowPrevious);
  flow.columnNext = longer(flow.columnNext);
  flow.columnPrevious = longer(flow.columnPrevious);
  const amount = new Float64Array(room);
  amount.set(flow.amount);
  flow.amount = amount;
}
