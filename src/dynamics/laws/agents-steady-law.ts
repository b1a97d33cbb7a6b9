import { exponential } from "../../numeric/elementary.js";
import type { IterationOptions } from "../../numeric/iterate.js";
import { newtonKrylov, type Root } from "../../numeric/newton-krylov.js";
import { type AgentsConstants, type AgentsOptions, agentsConstants } from "../systems/agents-options.js";

/** The steady law of the mean field of `agents`, tabulated. */
export interface AgentsSteadyLaw {
  /** Increasing, from -1 to 1; 0 is one of them. */
  readonly places: Float64Array;
  /** Probability density there. */
  readonly density: Float64Array;
  readonly mean: number;
  readonly variance: number;
  /** R_+ and R_-, buys and sells of an agent in a unit of time. */
  readonly trades: readonly [buys: number, sells: number];
}

/**
 * The law of agents while news come at constant rates: stationary for
 *
 *   0 = d/dx [(gamma x - c) p] + (sigma^2 / 2) p'' + (R_+ + R_-) delta(x),  p(-1) = p(1) = 0,
 *   c = w_+ e_+ + w_- e_-,  sigma^2 = w_+ e_+^2 + w_- e_-^2,  w = v + g R
 *
 * at given trades R in w; the trades of the law are the fluxes out of its ends, which are R itself in a steady state only. This is
 * the diffusion approximation: news are taken as small.
 *
 * In closed form up to integrals: p is R_+ / D exp(-u) times the integral of exp(u) from x to 1 for x > 0 (R_- and from -1 to x for
 * x < 0), D = sigma^2 / 2, u = (gamma x^2 / 2 - c x) / D. Simpson's rule with 1000 cells: error of order 1e-11.
 */
export function agentsLawAt(
  trades: ArrayLike<number>,
  options: Omit<AgentsOptions, "step" | "subSteps"> = {},
): AgentsSteadyLaw {
  const { drift, diffusivity, decay } = mobility(trades, agentsConstants(options));
  const u = (x: number): number => ((decay * x * x) / 2 - drift * x) / diffusivity;
  const right = halfLaw(u, diffusivity);
  const left = halfLaw((x) => u(-x), diffusivity);
  // continuity at 0: buys right[0] = sells left[0]; total mass 1
  const ratio = right.density[0]! / left.density[0]!;
  const buys = 1 / (right.mass + ratio * left.mass);
  const sells = ratio * buys;
  const mean = buys * right.first - sells * left.first;
  return {
    places: bothSides(left.places, right.places, -1, 1),
    density: bothSides(left.density, right.density, sells, buys),
    mean,
    variance: buys * right.second + sells * left.second - mean * mean,
    trades: [buys, sells],
  };
}

/**
 * The steady law of the mean field: R is found by Newton's method, from a guess that says which solution is meant where there are
 * several. For the default constants the branch from g = 0 ends in a fold near g = 41.9. Beyond it the search ends with no law,
 * "iteration-limit", or far beyond, as at g = 100, with one of another branch, on which more is sold than bought. Take
 * `continuation` with `agentsTradesResidual` to stay on a branch.
 *
 * @returns `law` is a steady one where `status` is "converged" only.
 * @param options.trades the guess; default: those of the law without feedback.
 * @param options.stop tolerance bounds the change of R_+ and R_-, Euclidean; default {1e-12, 50}.
 */
export function agentsSteadyLaw(
  options: AgentsOptions & IterationOptions & { readonly trades?: readonly [number, number] } = {},
): { readonly law: AgentsSteadyLaw; readonly status: Root["status"] } {
  const { stop, onProgress, trades = agentsLawAt([0, 0], options).trades, ...constants } = options;
  const root = newtonKrylov((found) => agentsTradesResidual(found, constants), Float64Array.from(trades), {
    stop: { tolerance: 1e-12, maxIterations: 50, ...stop },
    difference: 1e-7,
    ...(onProgress && { onProgress }),
  });
  return { law: agentsLawAt(root.point, constants), status: root.status };
}

/** R less the trades of the law at R: 0 in a steady state. For `continuation` in the feedback. */
export function agentsTradesResidual(trades: Float64Array, options: AgentsOptions = {}): Float64Array {
  const found = agentsLawAt(trades, options).trades;
  return trades.map((rate, end) => rate - found[end]!);
}

/** c and sigma^2 / 2 of news at the rates that trades bring about, none of them less than 0. */
export function mobility(
  trades: ArrayLike<number>,
  { feedback, goodRate, badRate, goodNews, badNews, decay }: AgentsConstants,
): { readonly drift: number; readonly diffusivity: number; readonly decay: number } {
  const good = Math.max(0, goodRate + feedback * trades[0]!);
  const bad = Math.max(0, badRate + feedback * trades[1]!);
  return {
    drift: good * goodNews + bad * badNews,
    diffusivity: (good * goodNews * goodNews + bad * badNews * badNews) / 2,
    decay,
  };
}

/** Even, for Simpson's rule. */
const CELLS = 1000;

/** One side of the law for a flux of 1: places from 0 to 1, density, mass and moments. */
function halfLaw(u: (x: number) => number, diffusivity: number) {
  const places = Float64Array.from({ length: CELLS + 1 }, (_, n) => n / CELLS);
  const outer = new Float64Array(CELLS + 1);
  for (let n = CELLS - 1; n >= 0; n--) {
    const middle = (places[n]! + places[n + 1]!) / 2;
    const ends = exponential(u(places[n]!)) + exponential(u(places[n + 1]!));
    outer[n] = outer[n + 1]! + (ends + 4 * exponential(u(middle))) / (6 * CELLS);
  }
  const density = outer.map((integral, n) => (exponential(-u(places[n]!)) * integral) / diffusivity);
  const integral = (power: (x: number) => number): number => {
    let sum = 0;
    for (let n = 0; n <= CELLS; n++) {
      const weight = n === 0 || n === CELLS ? 1 : n % 2 === 1 ? 4 : 2;
      sum += weight * power(places[n]!) * density[n]!;
    }
    return sum / (3 * CELLS);
  };
  return {
    places,
    density,
    mass: integral(() => 1),
    first: integral((x) => x),
    second: integral((x) => x * x),
  };
}

/** Values from -1 to 1 of two sides that are given from 0 outwards. */
function bothSides(
  left: Float64Array,
  right: Float64Array,
  leftFactor: number,
  rightFactor: number,
): Float64Array {
  const all = new Float64Array(left.length + right.length - 1);
  for (let n = left.length - 1; n > 0; n--) all[left.length - 1 - n] = leftFactor * left[n]!;
  for (let n = 0; n < right.length; n++) all[left.length - 1 + n] = rightFactor * right[n]!;
  return all;
}
