import { mix } from "./colour.js";

const GAIN = "#b2182b";
const LOSS = "#2166ac";
const NONE = "#e4e7eb";

/** What `changeColour` gives at its ends, in words. */
export const GAIN_NAME = "red";
export const LOSS_NAME = "blue";

/** A colour for a value of -1 to 1: blue below 0, pale grey at 0, red above; values beyond have the colours of the ends. */
export function changeColour(value: number): string {
  const strength = Math.min(1, Math.abs(value));
  return mix(NONE, value < 0 ? LOSS : GAIN, strength);
}

/** The largest size of a number; 0 of none. */
export function largestOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let p = 0; p < values.length; p++) most = Math.max(most, Math.abs(values[p]!));
  return most;
}
