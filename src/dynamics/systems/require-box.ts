import { ShapeError } from "../../errors.js";
import type { Box } from "../particles.js";

/** @throws ShapeError unless the box has `dim` pairs of finite faces, each lower one below its upper one. */
export function requireBox({ low, high }: Box, dim: number): void {
  if (low.length !== dim || high.length !== dim) {
    throw new ShapeError(
      `the box has ${low.length} lower and ${high.length} upper faces; the system has dimension ${dim}`,
      { expected: dim, found: low.length },
    );
  }
  for (let k = 0; k < dim; k++) {
    if (!(low[k]! < high[k]! && Number.isFinite(high[k]! - low[k]!))) {
      throw new ShapeError(
        `coordinate ${k} of the box goes from ${low[k]} to ${high[k]}; give two finite numbers, the lower one first`,
        { found: low[k]! },
      );
    }
  }
}
