import { type Potential, planarSteadyLaw, steadyLaw } from "../../src/index.js";
import { boxAbout0 } from "./mirrors.js";
import type { AxisLaw, SteadyLaw } from "./steady-kind.js";

/**
 * The steady law of Langevin dynamics in the cube [-bound, bound]^dim; undefined in three dimensions and more, where the quadrature
 * would take too long.
 */
export function langevinLaw(
  potential: Potential,
  { diffusivity, bound }: { readonly diffusivity: number; readonly bound: number },
): SteadyLaw | undefined {
  const about = "density proportional to exp(-U / D), by quadrature";
  if (potential.dim === 1)
    return { about, axes: [steadyLaw({ potential, diffusivity, low: -bound, high: bound })] };
  if (potential.dim > 2) return undefined;
  const law = planarSteadyLaw({ potential, diffusivity, box: boxAbout0(2, bound) });
  return {
    about,
    axes: ([0, 1] as const).map(
      (k): AxisLaw => ({ mean: law.mean[k], variance: law.variance[k], density: law.marginal(k).density }),
    ),
  };
}
