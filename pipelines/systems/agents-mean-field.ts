import {
  type AgentsOptions,
  type AgentsSteadyLaw,
  agentsLawAt,
  agentsSteadyLaw,
  agentsTradesResidual,
  continuation,
} from "../../src/index.js";
import type { KnownBranchPoint, SteadyLaw } from "./steady-kind.js";

/** The mean field of the agents, on the branch that starts without feedback; undefined beyond its fold. */
export function agentsLaw(options: AgentsOptions): SteadyLaw | undefined {
  const { law, status } = agentsSteadyLaw(options);
  if (status !== "converged") return undefined;
  return {
    about: "the mean field of the agents, where news are small and rates are in balance",
    axes: [{ mean: law.mean, variance: law.variance, density: (x) => densityAt(law, x) }],
  };
}

/** Linear between the places of the table; 0 beyond. */
function densityAt({ places, density }: AgentsSteadyLaw, x: number): number {
  const last = places.length - 1;
  if (!(x >= places[0]! && x <= places[last]!)) return 0;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (places[middle]! <= x) low = middle;
    else high = middle;
  }
  const along = (x - places[low]!) / (places[high]! - places[low]!);
  return (1 - along) * density[low]! + along * density[high]!;
}

/** Points of the branch of the mean field: enough to get around the fold and back to where it began. */
const BRANCH_POINTS = 400;

/** The mean state on the branch of the mean field from the feedback given, upwards, around its fold and back. */
export function agentsBranch(options: AgentsOptions & { readonly feedback: number }): {
  about: string;
  points: KnownBranchPoint[];
} {
  const { law } = agentsSteadyLaw(options);
  const { points } = continuation(
    (trades, feedback) => agentsTradesResidual(trades, { ...options, feedback }),
    { solution: Float64Array.from(law.trades), parameter: options.feedback },
    {
      points: BRANCH_POINTS,
      range: [options.feedback, Infinity],
      parameterScale: 10,
      greatestStep: 0.02,
      newton: { stop: { tolerance: 1e-10 } },
    },
  );
  return {
    about: "mean field",
    points: points.map(({ solution, parameter }) => ({
      parameter,
      mean: agentsLawAt(solution, { ...options, feedback: parameter }).mean,
    })),
  };
}
