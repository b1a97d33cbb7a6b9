import { INK } from "../report/draw.js";
import { COLOURS } from "../report/palette.js";

/** Simulation alone, what runs are compared with. */
export const CONTROL_COLOUR = INK;
/** What is no run: the second control, which tells the noise. */
export const FLOOR_COLOUR = "#8b949e";
/** A law that is known. */
export const LAW_COLOUR = COLOURS[1]!;

/** Of those of the palette, the ones that stay apart from each other, the law and the control for colour-blind readers. */
const VARIANT_COLOURS = [COLOURS[0]!, COLOURS[6]!, COLOURS[4]!, COLOURS[5]!] as const;

export function variantColour(v: number): string {
  return VARIANT_COLOURS[v % VARIANT_COLOURS.length]!;
}

/** The control is the first run. */
export function runColour(r: number): string {
  return r === 0 ? CONTROL_COLOUR : variantColour(r - 1);
}
