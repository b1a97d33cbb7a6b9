import type { Box } from "../../src/index.js";
import { type NumberParameter, positiveNumber } from "./parameters.js";

/** Parameter of a box about 0; `of` says of which coordinates. */
export function mirrors(bound: number, of?: string): NumberParameter {
  return positiveNumber(bound, `mirrors at -bound and bound${of === undefined ? "" : ` of ${of}`}`);
}

/** [-bound, bound] in each coordinate. */
export function boxAbout0(dim: number, bound: number): Box {
  return { low: new Array<number>(dim).fill(-bound), high: new Array<number>(dim).fill(bound) };
}
