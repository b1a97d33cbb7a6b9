import { commonFrame } from "../../../src/transport/frame.js";
import { type SimplexProblem, wholeProblem } from "../../../src/transport/simplex/problem.js";
import type { Pair } from "../exact/clouds.js";

/**
 * The problem of a pair, each cloud centred but at its own size: so one source has the same coordinates whatever the
 * target, and potentials can be handed on. What a shift of the target's mean does to them is taken care of, too.
 */
export function centredProblem([source, target]: Pair): SimplexProblem {
  const frame = commonFrame(source, target);
  const { problem } = wholeProblem(source, target, frame);
  const { scale } = frame;
  return {
    ...problem,
    x: problem.x.map((value) => scale * value),
    y: problem.y.map((value) => scale * value),
    largestCost: scale * scale * problem.largestCost,
  };
}
