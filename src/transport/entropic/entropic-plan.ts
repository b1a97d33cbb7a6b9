import type { Cost } from "../../measure/cost.js";
import type { Potentials } from "../potentials.js";

/**
 * Plan of an entropic solver: p_ij = a_i b_j exp((f_i + g_j - c(x_i, y_j)) / epsilon). Entries are computed when they
 * are asked for and never stored, so a plan takes O((n + m) d) memory.
 *
 * Points and potentials are those of the solver's own coordinates (for the squared distance each cloud about its own
 * mean), in which nothing is lost to a common offset; the potentials of the points as given are the transport's.
 */
export interface EntropicPlan {
  readonly kind: "entropic";
  /** In units of the cost. */
  readonly epsilon: number;
  readonly cost: Cost;
  readonly dim: number;
  /** Row-major, n x dim and m x dim. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The masses a and b of the formula. */
  readonly sourceWeights: Float64Array;
  readonly targetWeights: Float64Array;
  /** In the coordinates of x and y. -Infinity for points without mass. */
  readonly potentials: Potentials;
  /** Where x = 0 and y = 0 lie in the coordinates of the points as given; absent if these are the coordinates of x and y. */
  readonly origins?: Origins;
  readonly shape: readonly [number, number];
}

export interface Origins {
  readonly source: Float64Array;
  readonly target: Float64Array;
}

export function transposeEntropic(plan: EntropicPlan): EntropicPlan {
  const { x, y, sourceWeights, targetWeights, potentials, origins, shape } = plan;
  return {
    ...plan,
    x: y,
    y: x,
    sourceWeights: targetWeights,
    targetWeights: sourceWeights,
    potentials: { f: potentials.g, g: potentials.f },
    ...(origins && { origins: { source: origins.target, target: origins.source } }),
    shape: [shape[1], shape[0]],
  };
}
