import { ShapeError } from "../../errors.js";
import type { Box } from "../particles.js";

/** Cells in a standard deviation of the noise of a step: sums over cells are integrals to exp(-2 pi^2 (4/3)^2), 1e-15. */
const CELLS_A_DEVIATION = 4 / 3;
/** In a side, where the noise asks for fewer. */
const FEWEST = 64;
const MOST_CELLS = 250_000;

/** Equal cells of one side of a box. */
export interface CellRow {
  readonly low: number;
  readonly width: number;
  readonly count: number;
}

/** Cells of a side, as fine as the noise of a step asks for. */
export function cellRow({ low, high }: Box, axis: number, deviation: number): CellRow {
  const length = high[axis]! - low[axis]!;
  const count = Math.max(FEWEST, Math.ceil((length * CELLS_A_DEVIATION) / deviation));
  return { low: low[axis]!, width: length / count, count };
}

/**
 * Middles of the cells of a box, row-major, the last coordinate running fastest.
 *
 * @throws ShapeError if there are more than 250,000.
 */
export function cellCentres(sides: readonly CellRow[]): Float64Array {
  const count = sides.reduce((product, side) => product * side.count, 1);
  if (count > MOST_CELLS) {
    throw new ShapeError(
      `the micro-step asks for ${count} cells; at most ${MOST_CELLS} are made: take a longer one`,
      { found: count },
    );
  }
  const dim = sides.length;
  const centres = new Float64Array(count * dim);
  for (let c = 0; c < count; c++) {
    let rest = c;
    for (let k = dim - 1; k >= 0; k--) {
      const { low, width, count: along } = sides[k]!;
      centres[c * dim + k] = low + ((rest % along) + 1 / 2) * width;
      rest = Math.floor(rest / along);
    }
  }
  return centres;
}
