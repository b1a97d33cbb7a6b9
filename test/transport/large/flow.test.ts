import { describe, expect, it } from "vitest";
import { clearHeap, emptyHeap, schedule, takeFirst } from "../../../src/numeric/event-heap.js";
import { type Random, seededRandom } from "../../../src/numeric/random.js";
import { addFlow, emptyFlow, type Flow, takeFlow } from "../../../src/transport/large/flow.js";
import { forestOfFlow } from "../../../src/transport/large/forest-of-flow.js";
import { noArcs, spanTree } from "../../../src/transport/large/spanning-tree.js";
import type { Tree } from "../../../src/transport/large/tree.js";

function entriesOf(flow: Flow): string[] {
  const entries = Array.from(flow.amount.subarray(0, flow.length), (amount, e) => ({ amount, e }));
  return entries
    .filter(({ amount }) => amount > 0)
    .map(({ amount, e }) => `${flow.row[e]} ${flow.column[e]} ${amount}`)
    .sort();
}

/** Amounts by row and by column, through the lists. */
function sums(flow: Flow): { rows: number[]; columns: number[] } {
  const along = (heads: Int32Array, next: Int32Array): number[] =>
    Array.from(heads, (head) => {
      let sum = 0;
      for (let e = head; e >= 0; e = next[e]!) sum += flow.amount[e]!;
      return sum;
    });
  return {
    rows: along(flow.rowHead, flow.rowNext),
    columns: along(flow.columnHead, flow.columnNext),
  };
}

/** Whole amounts on random pairs: many cycles. */
function randomFlow(random: Random, n: number, m: number, entries: number): Flow {
  const flow = emptyFlow(n, m);
  for (let i = 0; i < n; i++) addFlow(flow, i, i % m, 1 + random.integer(3));
  for (let j = 0; j < m; j++) addFlow(flow, j % n, j, 1 + random.integer(3));
  for (let e = 0; e < entries; e++)
    addFlow(flow, random.integer(n), random.integer(m), 1 + random.integer(9));
  return flow;
}

describe("a flow", () => {
  it("adds to entries, drops empty ones and finds all others by row and by column", () => {
    const random = seededRandom(1);
    const flow = emptyFlow(5, 4);
    const wanted = new Map<string, number>();
    for (let step = 0; step < 400; step++) {
      const i = random.integer(5);
      const j = random.integer(4);
      const held = wanted.get(`${i} ${j}`) ?? 0;
      if (held > 0 && random.uniform() < 0.6) {
        let e = flow.rowHead[i]!;
        while (flow.column[e] !== j) e = flow.rowNext[e]!;
        const amount = 1 + random.integer(held);
        takeFlow(flow, e, amount);
        wanted.set(`${i} ${j}`, held - amount);
      } else {
        addFlow(flow, i, j, step + 1);
        wanted.set(`${i} ${j}`, held + step + 1);
      }
    }
    const kept = [...wanted].filter(([, amount]) => amount > 0);
    expect(entriesOf(flow)).toEqual(kept.map(([pair, amount]) => `${pair} ${amount}`).sort());
    const total = kept.reduce((sum, [, amount]) => sum + amount, 0);
    const { rows, columns } = sums(flow);
    expect(rows.reduce((sum, amount) => sum + amount, 0)).toBe(total);
    expect(columns.reduce((sum, amount) => sum + amount, 0)).toBe(total);
  });
});

/** Sums of the flow of a tree by node. */
function nodeSums({ count, parent, flow }: Tree): number[] {
  const sent = new Array<number>(count).fill(0);
  for (let v = 0; v < count; v++) {
    if (parent[v]! < 0) continue;
    sent[v]! += flow[v]!;
    sent[parent[v]!]! += flow[v]!;
  }
  return sent;
}

describe("the forest of a flow", () => {
  it.each([
    [1, 1, 0],
    [4, 3, 12],
    [30, 20, 200],
    [50, 50, 0],
  ])("has no cycles and the same sums, for %i x %i with %i random entries", (n, m, entries) => {
    const flow = randomFlow(seededRandom(n), n, m, entries);
    const { rows, columns } = sums(flow);
    const forest = forestOfFlow(flow, n, m);
    expect(nodeSums(forest)).toEqual([...rows, ...columns]);
    for (let v = 0; v < n + m; v++) {
      expect(forest.flow[v]).toBeGreaterThanOrEqual(0);
      let steps = 0;
      for (let u = v; u >= 0; u = forest.parent[u]!) expect(steps++).toBeLessThan(n + m);
    }
  });
});

describe("spanTree", () => {
  it("makes a strongly feasible tree with its ring and sizes", () => {
    const n = 40;
    const m = 30;
    const flow = randomFlow(seededRandom(7), n, m, 25);
    const { rows, columns } = sums(flow);
    const tree = forestOfFlow(flow, n, m);
    spanTree(tree, noArcs(tree));
    const sizes = new Array<number>(n + m).fill(1);
    const preorder = [tree.root];
    for (let v = tree.next[tree.root]!; v !== tree.root; v = tree.next[v]!) preorder.push(v);
    expect(preorder.length).toBe(n + m);
    const place = new Map(preorder.map((v, t) => [v, t]));
    for (const v of preorder.slice(1).reverse()) {
      const p = tree.parent[v]!;
      expect(v < n).not.toBe(p < n);
      expect(place.get(p)!).toBeLessThan(place.get(v)!);
      expect(tree.previous[tree.next[v]!]).toBe(v);
      if (tree.flow[v] === 0) expect(v).toBeLessThan(n); // it points towards the root
      sizes[p]! += sizes[v]!;
    }
    expect([...tree.size]).toEqual(sizes);
    for (const v of preorder) {
      const inside = preorder.slice(place.get(v)! + 1, place.get(v)! + tree.size[v]!);
      expect(inside.every((u) => place.get(tree.parent[u]!)! >= place.get(v)!)).toBe(true);
    }
    expect(nodeSums(tree)).toEqual([...rows, ...columns]);
  });
});

describe("the heap of events", () => {
  it("gives them by key, after keys were lowered, and forgets them when cleared", () => {
    const random = seededRandom(3);
    const heap = emptyHeap(200);
    const keys = new Map<number, number>();
    for (let step = 0; step < 500; step++) {
      const event = random.integer(200);
      const key = random.uniform();
      schedule(heap, event, key);
      keys.set(event, Math.min(key, keys.get(event) ?? Infinity));
    }
    const sorted = [...keys].sort((a, b) => a[1] - b[1]).map(([event]) => event);
    const half = sorted.length >> 1;
    expect(Array.from({ length: half }, () => takeFirst(heap))).toEqual(sorted.slice(0, half));
    clearHeap(heap);
    schedule(heap, 5, 1);
    expect(takeFirst(heap)).toBe(5);
    expect(heap.size).toBe(0);
  });
});
