import type { Schedule, Target } from "./anneal.js";
import type { CentredPair } from "./centred-pair.js";
import { estimatedGap } from "./estimated-gap.js";
import type { Level } from "./level.js";

/** Certified relative gap of the unregularised cost that the default epsilon is to reach. */
export const WANTED_GAP = 0.05;

/** What the estimate aims at: it comes before the last iterations. */
const AIM = 0.94 * WANTED_GAP;

/** The default epsilon is at least this part of the largest cost, whatever the gap. */
export const FLOOR = 1e-5;

/** Gap above which epsilon falls faster: the gap follows it slowly there. */
const LARGE_GAP = 0.5;

/** The factor from one epsilon to the next, should the gap fall as epsilon does. */
function factorFor(gap: number): number {
  return Math.max(gap > LARGE_GAP ? 1 / 4 : 1 / 2, (0.95 * AIM) / gap);
}

/** In the unit of the frame; 1 where all costs are 0 and every epsilon does. */
export const defaultFloor = ({ frame }: CentredPair): number => FLOOR * frame.largestCost || 1;

/**
 * Epsilon falls from a first one until the relative gap is estimated to be small enough, or to the floor. The last level
 * is solved at the epsilon that was reached.
 */
export function defaultSchedule(pair: CentredPair, first: number): Schedule {
  const floor = defaultFloor(pair);
  return {
    first: { epsilon: Math.max(first, floor), last: false },
    next: (level: Level): Target => {
      const { epsilon } = level;
      if (epsilon <= floor) return { epsilon, last: true };
      const gap = estimatedGap(pair, level);
      if (gap <= AIM) return { epsilon, last: true };
      return { epsilon: Math.max(floor, factorFor(gap) * epsilon), last: false };
    },
  };
}
