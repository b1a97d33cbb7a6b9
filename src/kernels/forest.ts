import { type Doubles, type f64, type Ints, type i32, newDoubles, newInts } from "./subset.js";

/** Arcs that carry flow, each listed at both of its ends: entries e of `head[v]`, `following[e]`, ... */
export class Forest {
  head: Ints;
  following: Ints;
  to: Ints;
  flow: Doubles;
  length: i32;
  /** What each node has still to send or get. */
  open: Doubles;

  /** Nothing flows yet; `open` is to be filled with the masses. */
  constructor(nodes: i32) {
    const head = newInts(nodes);
    for (let v = 0; v < nodes; v++) head[v] = -1;
    this.head = head;
    this.following = newInts(2 * nodes);
    this.to = newInts(2 * nodes);
    this.flow = newDoubles(2 * nodes);
    this.length = 0;
    this.open = newDoubles(nodes);
  }
}

/** As much flow on an arc as both ends still allow. */
export function fill(forest: Forest, source: i32, target: i32): void {
  const open = forest.open;
  const left = open[source];
  const room = open[target];
  const amount = left < room ? left : room;
  if (amount <= 0) return;
  open[source] = left - amount;
  open[target] = room - amount;
  join(forest, source, target, amount);
  join(forest, target, source, amount);
}

function join(forest: Forest, from: i32, to: i32, amount: f64): void {
  const e = forest.length;
  forest.length = e + 1;
  forest.to[e] = to;
  forest.flow[e] = amount;
  forest.following[e] = forest.head[from];
  forest.head[from] = e;
}
