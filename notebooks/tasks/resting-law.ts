import { doubleWellPotential, quantiles, seededRandom, steadyLaw } from "pushforward";
import { STEADY_SYSTEMS, type SteadyName } from "./steady-systems.ts";

export interface RestingLawInput {
  readonly system: SteadyName;
  /** M, at the levels (m + 1/2) / M. */
  readonly size: number;
}

/** The law that a search should find. */
export interface RestingLaw {
  readonly quantiles: Float64Array;
  /** Density at places. */
  readonly density: readonly { readonly x: number; readonly density: number }[];
  /** Where it is from. */
  readonly from: string;
}

/** What a system comes to, known without a search: by its formula, or as what a long simulation shows. */
export function restingLaw({ system, size }: RestingLawInput): RestingLaw {
  return LAWS[system](size);
}

const LAWS = { "double well": lawOfWell, agents: lawOfAgents } as const satisfies Record<
  SteadyName,
  (size: number) => RestingLaw
>;

const BOUND = 3;

function lawOfWell(size: number): RestingLaw {
  const law = steadyLaw({ potential: doubleWellPotential(), low: -4, high: 4 });
  const places = Array.from({ length: 201 }, (_, n) => BOUND * (n / 100 - 1));
  return {
    quantiles: Float64Array.from({ length: size }, (_, m) => law.quantile((m + 0.5) / size)),
    density: places.map((x) => ({ x, density: law.density(x) })),
    from: "formula: exp(-(x² - 1)² / 2) / 2.5267",
  };
}

/** Agents, time that they need to forget their start, and clouds a unit of time apart that are averaged. */
const LONG = { count: 10_000, warmUp: 20, clouds: 60 } as const;
const BINS = 50;

function lawOfAgents(size: number): RestingLaw {
  const { system, start } = STEADY_SYSTEMS.agents;
  const random = seededRandom(1000);
  let particles = system.simulate(start(LONG.count, random.fork(0)), LONG.warmUp, random);
  const mean = new Float64Array(size);
  const counts = new Float64Array(BINS);
  for (let c = 0; c < LONG.clouds; c++) {
    particles = system.simulate(particles, 1, random);
    quantiles(particles, size).forEach((q, m) => {
      mean[m]! += q / LONG.clouds;
    });
    for (const x of particles.points) counts[Math.min(BINS - 1, Math.floor(((x + 1) / 2) * BINS))]! += 1;
  }
  const unit = LONG.clouds * LONG.count * (2 / BINS);
  return {
    quantiles: mean,
    density: Array.from(counts, (count, b) => ({ x: (2 * (b + 0.5)) / BINS - 1, density: count / unit })),
    from: `simulation: ${LONG.count} agents, mean of ${LONG.clouds} clouds from time ${LONG.warmUp} on`,
  };
}
