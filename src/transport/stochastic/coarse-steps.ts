import type { Measure } from "../../measure/measure.js";
import { exponential, logarithm } from "../../numeric/elementary.js";
import { kdOrder, segmentStarts } from "../large/kd-order.js";

/**
 * Adds to prices what groups of cells lack together: `residual` holds the mass that each cell lacks, and all cells of a
 * group move by the same.
 */
export type AddCoarseSteps = (prices: Float64Array, residual: Float64Array, step: number) => void;

/** Groups are not smaller than this. */
const SMALLEST_GROUP = 2;

/** Nodes of the kd-tree at one depth, as segments of its order. */
interface Level {
  readonly starts: Int32Array;
  /** Per group: step for the mass that it lacks, in units of the step of a single cell. */
  readonly factors: Float64Array;
}

/**
 * Coarse corrections for gradient steps. A step that suits single cells moves mass one cell far; for errors of the size
 * of the whole cloud, gradients alone would take of the order of N^(2/d) times as many steps. So the nodes of a kd-tree
 * over the target take part with steps of their own: where a price has to change by the margin m to move the border
 * of a cell by its width, that of a group of n cells, n^(1/d) times as wide, has to change by m n^(2/d). It is the
 * multilevel preconditioner of Bramble, Pasciak and Xu 1990, with functions that are constant on the nodes.
 *
 * Not on the line, where groups have but two borders and jumps there do harm. O(N log N) time a call.
 */
export function coarseSteps({ points, weights, count, dim }: Measure): AddCoarseSteps {
  if (dim === 1) return () => {};
  const order = kdOrder(points, dim);
  const levels = levelsOf(order, weights, dim);
  const sorted = new Float64Array(count);
  const moves = new Float64Array(count);
  return (prices, residual, step) => {
    for (let p = 0; p < count; p++) sorted[p] = residual[order[p]!]!;
    moves.fill(0);
    for (const { starts, factors } of levels) {
      for (let s = 0; s < factors.length; s++) {
        const [from, to] = [starts[s]!, starts[s + 1]!];
        let lacking = 0;
        for (let p = from; p < to; p++) lacking += sorted[p]!;
        const move = factors[s]! * lacking;
        for (let p = from; p < to; p++) moves[p]! += move;
      }
    }
    for (let p = 0; p < count; p++) prices[order[p]!]! += step * moves[p]!;
  };
}

function levelsOf(order: Int32Array, weights: Float64Array, dim: number): Level[] {
  const count = order.length;
  const levels: Level[] = [];
  for (let depth = 1; count >> depth >= SMALLEST_GROUP; depth++) {
    const starts = segmentStarts(count, depth);
    const factors = Float64Array.from({ length: starts.length - 1 }, (_, s) => {
      const size = starts[s + 1]! - starts[s]!;
      let mass = 0;
      for (let p = starts[s]!; p < starts[s + 1]!; p++) mass += weights[order[p]!]!;
      // n^(2/d) margins for the mass of n cells, which is 1 / n of it for each; sqrt(N b) as for single cells
      const width = exponential((2 / dim - 1) * logarithm(size));
      return width / Math.sqrt((count * mass) / size);
    });
    levels.push({ starts, factors });
  }
  return levels;
}
