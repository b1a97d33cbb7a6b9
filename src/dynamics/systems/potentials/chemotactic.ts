import { hyperbolicTangent } from "../../../numeric/hyperbolic-tangent.js";
import type { Potential } from "../potential.js";

/**
 * U(x) = -(S + S^3 / 6) with the attractant S = tanh x on the line: its downhill drift is chi(S) S' with the sensitivity
 * chi(S) = 1 + S^2 / 2.
 */
export const chemotacticPotential: Potential = {
  dim: 1,
  value: ({ 0: x }) => {
    const s = hyperbolicTangent(x!);
    return -(s + (s * s * s) / 6);
  },
  gradient: (points, into) => {
    for (let p = 0; p < points.length; p++) {
      const s = hyperbolicTangent(points[p]!);
      into[p] = -(1 + (s * s) / 2) * (1 - s * s);
    }
  },
};
