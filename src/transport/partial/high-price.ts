import { MeasureError } from "../../errors.js";
import { type Measure, totalMass } from "../../measure/measure.js";
import { compensatedSum } from "../../numeric/sum.js";
import { equalMasses } from "../balance.js";

/** @throws MeasureError where an infinite price would be owed, or more than a double holds. */
export function requirePayable(source: Measure, target: Measure, price: number): void {
  const mass = totalMass(source);
  const other = totalMass(target);
  if (price < Infinity ? Number.isFinite(16 * price * (mass + other)) : equalMasses(source, target)) return;
  throw new MeasureError(
    `the price is ${price} and the masses are ${mass} and ${other}: what is owed for the mass that has to stay ` +
      `overflows; to move as much as possible, use mass: ${Math.min(mass, other)}`,
    { value: price },
  );
}

/** What both ends of a bracket, the cost and the potentials gain from a price above the one that was solved for. */
export interface ExcessPrice {
  /** Of what has to stay, up to its rounding. */
  readonly owed: number;
  readonly ofSource: number;
  readonly ofTarget: number;
}

/** For two prices at which all of the lighter measure moves. */
export function excessPrice(source: Measure, target: Measure, excess: number): ExcessPrice {
  const left = compensatedSum([...source.weights, ...target.weights.map((b) => -b)]);
  const ofSource = left >= 0 ? excess : -excess;
  return { owed: excess * Math.abs(left), ofSource, ofTarget: -ofSource };
}
