import type { Auction, AuctionKind, Level } from "./auction.js";
import { addFlow, type Flow } from "./flow.js";
import { type Bidding, runPhase } from "./run-phase.js";

/**
 * What may stay unserved at the end of a phase: a part of the mass, and no more than some rows have on average.
 * The last slivers would go from row to row for most of the time; the exact phase places them at once. Ten times
 * as much unserved distorts the prices, and then it is the exact phase that takes longer.
 */
const UNSERVED_PART = 1e-3;
const UNSERVED_ROWS = 10;

interface Holdings {
  /** What rows have still to place, and columns to give away at their price. */
  readonly supply: Float64Array;
  readonly free: Float64Array;
  /** Who holds how much of a column at which level: entries `head[j]`, `next[e]`, ... */
  readonly head: Int32Array;
  row: Int32Array;
  next: Int32Array;
  amount: Float64Array;
  level: Float64Array;
  length: number;
  /** Entries out of use, linked by `next`. */
  spare: number;
  /** Rows with something to place, first come first served, as a ring. */
  readonly queue: Int32Array;
  readonly queued: Uint8Array;
  waiting: number;
  queueHead: number;
  unserved: number;
  /** What may stay unserved. */
  enough: number;
  /** Entries that walks along the columns have come to so far. */
  walked: number;
}

/**
 * Auction for masses of any size. Parts of a column are held at different levels, which are the prices that were
 * bid for them; the price of the column is its highest level, which is the cheapest. A row takes what is free, then
 * what is held at levels above its own bid, from the highest down; those who held it have to bid again.
 * Bertsekas and Castañon 1989 (there with rising prices).
 */
export const transportAuction: AuctionKind = { start: startTransport, lastEpsilon: 0.03 };

function startTransport(level: Level): Auction {
  const holdings = emptyHoldings(level.source.count, level.target.count);
  const bidding = biddingOf(level, holdings);
  return {
    runPhase: (epsilon) => runPhase(level, bidding, epsilon),
    partnersInto: (partners) => meanRows(level, holdings, partners),
    imagesInto: (images) => meanColumns(level, holdings, images),
    flowInto: (flow) => copyEntries(level, holdings, flow),
  };
}

function emptyHoldings(n: number, m: number): Holdings {
  const room = 2 * (n + m);
  return {
    supply: new Float64Array(n),
    free: new Float64Array(m),
    head: new Int32Array(m).fill(-1),
    row: new Int32Array(room),
    next: new Int32Array(room),
    amount: new Float64Array(room),
    level: new Float64Array(room),
    length: 0,
    spare: -1,
    queue: new Int32Array(n),
    queued: new Uint8Array(n),
    waiting: 0,
    queueHead: 0,
    unserved: 0,
    enough: 0,
    walked: 0,
  };
}

function clearHoldings(holdings: Holdings, { source, target }: Level): void {
  holdings.supply.set(source.masses);
  holdings.free.set(target.masses);
  holdings.head.fill(-1);
  holdings.length = 0;
  holdings.spare = -1;
  holdings.waiting = source.count;
  holdings.queueHead = 0;
  holdings.queued.fill(1);
  for (let i = 0; i < source.count; i++) holdings.queue[i] = i;
  const total = source.masses.reduce((sum, mass) => sum + mass, 0);
  holdings.unserved = total;
  holdings.enough = Math.min(UNSERVED_PART, UNSERVED_ROWS / source.count) * total;
}

function biddingOf(level: Level, holdings: Holdings): Bidding {
  const { supply, free, queue, queued } = holdings;
  const { prices } = level.tree;
  const n = level.source.count;
  return {
    clear: () => clearHoldings(holdings, level),
    nextRow: () => {
      if (holdings.unserved <= holdings.enough) return -1;
      const i = queue[holdings.queueHead]!;
      if (++holdings.queueHead === n) holdings.queueHead = 0;
      holdings.waiting--;
      queued[i] = 0;
      return i;
    },
    bid: (i, j, best, second, epsilon) => {
      const contested = free[j]! < supply[i]! && second < Infinity;
      const before = holdings.walked;
      bid(holdings, i, j, prices[j]! - (contested ? second - best : 0) - epsilon);
      if (free[j]! <= 0) prices[j] = Math.min(prices[j]!, highestLevel(holdings, j));
      if (supply[i]! > 0) enqueue(holdings, i);
      return holdings.walked - before;
    },
  };
}

/** Row i takes of column j what it can get at level `own`. */
function bid(holdings: Holdings, i: number, j: number, own: number): void {
  const { supply, free } = holdings;
  let wanted = supply[i]!;
  const unclaimed = Math.min(wanted, free[j]!);
  free[j]! -= unclaimed;
  wanted -= unclaimed;
  holdings.unserved -= unclaimed;
  while (wanted > 0) {
    const e = highestAbove(holdings, i, j, own);
    if (e < 0) break;
    const amount = Math.min(wanted, holdings.amount[e]!);
    const ousted = holdings.row[e]!;
    wanted -= amount;
    supply[ousted]! += amount;
    enqueue(holdings, ousted);
    reduceEntry(holdings, j, e, amount);
  }
  hold(holdings, i, j, supply[i]! - wanted, own);
  supply[i] = wanted;
}

/** The entry of another row at the highest level above `own`, or -1. */
function highestAbove(holdings: Holdings, i: number, j: number, own: number): number {
  const { head, next, row, level } = holdings;
  let highest = own;
  let found = -1;
  let walked = 0;
  for (let e = head[j]!; e >= 0; e = next[e]!) {
    walked++;
    if (level[e]! > highest && row[e] !== i) {
      highest = level[e]!;
      found = e;
    }
  }
  holdings.walked += walked;
  return found;
}

function highestLevel(holdings: Holdings, j: number): number {
  const { head, next, level } = holdings;
  let highest = -Infinity;
  let walked = 0;
  for (let e = head[j]!; e >= 0; e = next[e]!) {
    walked++;
    if (level[e]! > highest) highest = level[e]!;
  }
  holdings.walked += walked;
  return highest;
}

function reduceEntry(holdings: Holdings, j: number, e: number, amount: number): void {
  const { head, next } = holdings;
  holdings.amount[e]! -= amount;
  if (holdings.amount[e]! > 0) return;
  if (head[j] === e) head[j] = next[e]!;
  else {
    let before = head[j]!;
    while (next[before] !== e) before = next[before]!;
    next[before] = next[e]!;
  }
  next[e] = holdings.spare;
  holdings.spare = e;
}

/** Adds to what row i holds of column j, all of it now at one level. */
function hold(holdings: Holdings, i: number, j: number, amount: number, level: number): void {
  for (let e = holdings.head[j]!; e >= 0; e = holdings.next[e]!) {
    if (holdings.row[e] !== i) continue;
    holdings.amount[e]! += amount;
    holdings.level[e] = level;
    return;
  }
  if (amount === 0) return;
  const e = freshEntry(holdings);
  holdings.row[e] = i;
  holdings.amount[e] = amount;
  holdings.level[e] = level;
  holdings.next[e] = holdings.head[j]!;
  holdings.head[j] = e;
}

function freshEntry(holdings: Holdings): number {
  const e = holdings.spare;
  if (e >= 0) {
    holdings.spare = holdings.next[e]!;
    return e;
  }
  if (holdings.length === holdings.row.length) grow(holdings);
  return holdings.length++;
}

function grow(holdings: Holdings): void {
  const room = 2 * holdings.row.length;
  const row = new Int32Array(room);
  const next = new Int32Array(room);
  const amount = new Float64Array(room);
  const level = new Float64Array(room);
  row.set(holdings.row);
  next.set(holdings.next);
  amount.set(holdings.amount);
  level.set(holdings.level);
  Object.assign(holdings, { row, next, amount, level });
}

function enqueue(holdings: Holdings, i: number): void {
  const { queue, queued, queueHead } = holdings;
  if (queued[i] === 1) return;
  queued[i] = 1;
  const tail = queueHead + holdings.waiting++;
  queue[tail < queue.length ? tail : tail - queue.length] = i;
}

function copyEntries({ target }: Level, { head, next, row, amount }: Holdings, flow: Flow): void {
  for (let j = 0; j < target.count; j++) {
    for (let e = head[j]!; e >= 0; e = next[e]!) addFlow(flow, row[e]!, j, amount[e]!);
  }
}

function meanRows({ source, target }: Level, holdings: Holdings, partners: Float64Array): void {
  const { head, next, row, amount } = holdings;
  const { dim, points } = source;
  for (let j = 0; j < target.count; j++) {
    let mass = 0;
    for (let e = head[j]!; e >= 0; e = next[e]!) mass += amount[e]!;
    if (mass === 0) continue;
    partners.fill(0, j * dim, (j + 1) * dim);
    for (let e = head[j]!; e >= 0; e = next[e]!) {
      const share = amount[e]! / mass;
      for (let k = 0; k < dim; k++) partners[j * dim + k]! += share * points[row[e]! * dim + k]!;
    }
  }
}

function meanColumns({ source, target }: Level, holdings: Holdings, images: Float64Array): void {
  const { head, next, row, amount } = holdings;
  const { dim, points } = target;
  const placed = new Float64Array(source.count);
  for (let j = 0; j < target.count; j++) {
    for (let e = head[j]!; e >= 0; e = next[e]!) placed[row[e]!]! += amount[e]!;
  }
  placed.forEach((mass, i) => {
    if (mass > 0) images.fill(0, i * dim, (i + 1) * dim);
  });
  for (let j = 0; j < target.count; j++) {
    for (let e = head[j]!; e >= 0; e = next[e]!) {
      const i = row[e]!;
      const share = amount[e]! / placed[i]!;
      for (let k = 0; k < dim; k++) images[i * dim + k]! += share * points[j * dim + k]!;
    }
  }
}
