import { linearisedCosts } from "./conditional-gradient.js";
import { type EntropicIterate, entropicGradient, entropicIterate } from "./entropic-gradient.js";
import { productStart } from "./starts.js";
import type { GromovProblem } from "./problem.js";

const ROUGH = { tolerance: 1e-3, maxIterations: 20 };

export function annealed(problem: GromovProblem, epsilon: number, bound: never): EntropicIterate {
  const [product] = productStart(problem, bound);
  let at = entropicIterate(problem, product!);
  const costs = linearisedCosts(problem, at.product);
  let low = Infinity;
  let high = -Infinity;
  for (const c of costs) {
    low = Math.min(low, c);
    high = Math.max(high, c);
  }
  for (let e = (high - low) / 4; e > epsilon; e /= 2) {
    at = entropicGradient(problem, at, e, ROUGH).state;
  }
  return at;
}
