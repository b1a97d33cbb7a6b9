import {
  agents,
  type CoarseDescription,
  doubleWell,
  type ParticleSystem,
  type Particles,
  quantileDescription,
  withHidden,
} from "pushforward";

/** A system on the line whose law comes to rest, and how a search describes that law. */
export interface SteadySystem {
  readonly system: ParticleSystem;
  readonly start: ParticleSystem["start"];
  /** By quantiles first, then by what else the search has to know. */
  readonly describe: (size: number, count: number) => CoarseDescription;
}

const well = doubleWell({ step: 1 / 200 });
const traders = agents();

/** Buys and sells in the last step: the whole population's, and part of what has to come to rest. */
const TRADES = { name: "trades", length: 2, least: 0 } as const;

export const STEADY_SYSTEMS = {
  "double well": {
    system: well,
    start: well.start,
    describe: (size, count) => quantileDescription({ size, count }),
  },
  agents: {
    system: traders,
    start: (count, random): Particles => ({
      ...traders.start(count, random),
      hidden: { [TRADES.name]: new Float64Array(TRADES.length) },
    }),
    describe: (size, count) => withHidden(quantileDescription({ size, count, low: -1, high: 1 }), TRADES),
  },
} as const satisfies Record<string, SteadySystem>;

export type SteadyName = keyof typeof STEADY_SYSTEMS;
