import { tableExponential } from "../../numeric/table-exponential.js";
import type { CellRow } from "./cells.js";

/** Standard deviations that the noise reaches: beyond are 1e-14 of it. */
const REACH = 7.7;

/** Where the mass of each cell goes along one side: `size` cells, the mirrored ones named twice, and their shares. */
export interface Spread {
  readonly cells: Int32Array;
  readonly shares: Float64Array;
  readonly size: number;
}

/** A step of the chain on masses: the masses after it. */
export type Advance = (masses: Float64Array) => Float64Array;

/** Normal noise of a step around the places where the cells land, as shares of cells along an axis. */
export function noiseSpread(
  landings: Float64Array,
  dim: number,
  axis: number,
  { low, width, count }: CellRow,
  deviation: number,
): Spread {
  const reach = Math.ceil((REACH * deviation) / width);
  const size = 2 * reach + 1;
  const sources = landings.length / dim;
  const cells = new Int32Array(sources * size);
  const shares = new Float64Array(sources * size);
  for (let c = 0; c < sources; c++) {
    const at = (landings[c * dim + axis]! - low) / width - 1 / 2; // in cells from the first one
    const nearest = Math.round(at);
    let total = 0;
    for (let s = 0; s < size; s++) {
      const cell = nearest - reach + s;
      const off = ((cell - at) * width) / deviation;
      const share = tableExponential((-off * off) / 2);
      cells[c * size + s] = mirrored(cell, count);
      shares[c * size + s] = share;
      total += share;
    }
    for (let s = 0; s < size; s++) shares[c * size + s] = shares[c * size + s]! / total;
  }
  return { cells, shares, size };
}

/** The cell that the mirrors at both ends bring a cell to. */
function mirrored(cell: number, count: number): number {
  const turn = ((cell % (2 * count)) + 2 * count) % (2 * count);
  return turn < count ? turn : 2 * count - 1 - turn;
}

export function advanceLine({ cells, shares, size }: Spread): Advance {
  return (masses) => {
    const after = new Float64Array(masses.length);
    for (let c = 0; c < masses.length; c++) {
      const mass = masses[c]!;
      for (let e = c * size; e < (c + 1) * size; e++)
        after[cells[e]!] = after[cells[e]!]! + mass * shares[e]!;
    }
    return after;
  };
}

export function advancePlane(across: Spread, up: Spread, rowLength: number): Advance {
  return (masses) => {
    const after = new Float64Array(masses.length);
    for (let c = 0; c < masses.length; c++) {
      const mass = masses[c]!;
      for (let e = c * across.size; e < (c + 1) * across.size; e++) {
        addRow(after, across.cells[e]! * rowLength, mass * across.shares[e]!, up, c * up.size);
      }
    }
    return after;
  };
}

function addRow(after: Float64Array, row: number, mass: number, up: Spread, from: number): void {
  for (let e = from; e < from + up.size; e++) {
    const target = row + up.cells[e]!;
    after[target] = after[target]! + mass * up.shares[e]!;
  }
}
