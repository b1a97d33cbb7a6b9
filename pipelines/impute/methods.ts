import {
  combine,
  completeMeasure,
  cover,
  type Embedding,
  expMap,
  type Measure,
  nearestAtom,
  normalise,
  pool,
  totalMass,
} from "../../src/index.js";

/** A damaged item and what may be learnt from. */
export interface Imputation {
  readonly atoms: Embedding;
  readonly measures: readonly Measure[];
  readonly damaged: Measure;
  /** Share of the mass of the whole that is missing. */
  readonly missing: number;
}

/** A whole, and the part of it that was filled in. */
export interface Filled {
  readonly whole: Measure;
  readonly part: Measure | undefined;
}

interface Baseline {
  readonly about: string;
  readonly fill: (imputation: Imputation) => Filled;
}

export function impute({ atoms, damaged, missing }: Imputation) {
  return completeMeasure(atoms, damaged, { missing });
}

/** Atoms whose partial transport to the damaged item is solved for; they come first by LOT distance in the visible part. */
const CANDIDATES = 16;

/** What a completion has to be better than. */
export const BASELINES = {
  nearest: {
    about: "the item with what the nearest atom has more",
    fill: ({ atoms, measures, damaged, missing }) => {
      const nearest = nearestAtom(atoms, measures, damaged, { missing, candidates: CANDIDATES });
      return filled(damaged, nearest.cover.missing);
    },
  },
  mean: {
    about: "the item with what the mean of the atoms has more",
    fill: ({ atoms, measures, damaged, missing }) => {
      const mean = expMap(atoms.reference, combine(atoms, new Float64Array(measures.length).fill(1)));
      return filled(damaged, cover(mean, damaged, missing).missing);
    },
  },
  nothing: {
    about: "what is left, as if it were all",
    fill: ({ damaged, missing }) => ({
      whole: normalise(damaged, totalMass(damaged) / (1 - missing)),
      part: undefined,
    }),
  },
} as const satisfies Record<string, Baseline>;

export type BaselineName = keyof typeof BASELINES;

function filled(damaged: Measure, part: Measure): Filled {
  return { whole: part.count > 0 ? pool([damaged, part]) : damaged, part };
}
