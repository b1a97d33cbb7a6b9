import { compensatedSum } from "../numeric/sum.js";
import type { Marginals, Plan } from "./plan.js";
import { forEachPiece } from "./plan-pieces.js";
import { addTo, positivePart, scaledToFit, type WantedMasses } from "./scaled-plan.js";

/**
 * Upper bound of the least cost for a cost matrix: that of the plan rounded to its marginals. What is missing after rows
 * and columns were scaled down goes row by row to the cheapest columns that miss some.
 *
 * Rounding: products and sums are known to some epsilons of the sum of their moduli. Where scaling leaves rows or columns
 * with too much, that mass, and as much again that it hides opposite, may move at any cost; so may what the
 * subtractions while filling lose.
 *
 * @param sent the marginals of the plan. O(n m + entries), O((n + m) m) where much is missing.
 */
export function roundedMatrixCost(
  costs: Float64Array,
  masses: WantedMasses,
  plan: Plan,
  sent: Marginals,
): number {
  const m = masses.b.length;
  const paid = new Float64Array(4); // <c, p>, then <|c|, p>, both compensated
  let payments = 0;
  const pay = (i: number, j: number, mass: number): void => {
    const value = mass * costs[i * m + j]!;
    if (costs[i * m + j] !== 0) payments++;
    addTo(paid, 0, 1, value);
    addTo(paid, 2, 3, Math.abs(value));
  };
  const { rows, cols } = scaledToFit(masses, plan, forEachPiece, sent, (sources, targets, mass, count) => {
    for (let e = 0; e < count; e++) if (mass[e]! > 0) pay(sources[e]!, targets[e]!, mass[e]!);
  });
  const left = positivePart(rows, 1);
  const room = positivePart(cols, 1);
  const added = Math.max(compensatedSum(left), compensatedSum(room));
  const tooMuch = compensatedSum(positivePart(rows, -1)) + compensatedSum(positivePart(cols, -1));
  if (added > 0) fillCheapest(costs, left, room, pay);
  const lost = 2 * tooMuch + 8 * Number.EPSILON * added;
  const rounding = 4 * Number.EPSILON * (paid[2]! + paid[3]!);
  const atAnyCost = lost > 0 ? lost * largestModulus(costs) : 0;
  const underflow = Number.MIN_VALUE * payments;
  return paid[0]! + paid[1]! + rounding + atAnyCost + underflow;
}

/** Sends what is left in each row to the cheapest columns with room; each step empties a row or fills a column. */
function fillCheapest(
  costs: Float64Array,
  left: Float64Array,
  room: Float64Array,
  pay: (i: number, j: number, mass: number) => void,
): void {
  const open = Int32Array.from(room.keys()).filter((j) => room[j]! > 0);
  let count = open.length;
  for (let i = 0; i < left.length; i++) {
    while (left[i]! > 0 && count > 0) {
      const at = cheapest(costs, i * room.length, open, count);
      const j = open[at]!;
      const amount = Math.min(left[i]!, room[j]!);
      pay(i, j, amount);
      left[i]! -= amount;
      room[j]! -= amount;
      if (room[j]! <= 0) open[at] = open[--count]!;
    }
  }
}

function cheapest(costs: Float64Array, row: number, columns: Int32Array, count: number): number {
  let best = 0;
  for (let t = 1; t < count; t++) if (costs[row + columns[t]!]! < costs[row + columns[best]!]!) best = t;
  return best;
}

function largestModulus(costs: Float64Array): number {
  let largest = 0;
  for (let p = 0; p < costs.length; p++) largest = Math.max(largest, Math.abs(costs[p]!));
  return largest;
}
