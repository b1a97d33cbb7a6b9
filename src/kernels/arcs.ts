import { type Doubles, type f64, type Ints, type i32, newDoubles, newInts } from "./subset.js";

/** Arcs worth pricing: source node, target node (counted from n) and cost, in parallel arrays. */
export class Arcs {
  room: i32;
  length: i32;
  source: Ints;
  target: Ints;
  cost: Doubles;

  constructor(room: i32) {
    this.room = room;
    this.length = 0;
    this.source = newInts(room);
    this.target = newInts(room);
    this.cost = newDoubles(room);
  }
}

/** Appends an arc. @returns false if the list is full: full scans find such arcs again. */
export function addArc(arcs: Arcs, source: i32, target: i32, cost: f64): boolean {
  const e = arcs.length;
  if (e === arcs.room) return false;
  arcs.source[e] = source;
  arcs.target[e] = target;
  arcs.cost[e] = cost;
  arcs.length = e + 1;
  return true;
}
