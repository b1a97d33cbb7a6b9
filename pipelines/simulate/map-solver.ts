import type { RunMeans } from "../../src/index.js";
import { type CertificateTally, joined, NO_CERTIFICATES, tallyOf } from "./certificate-tally.js";
import type { Workplace } from "./work.js";

/** Maps that this process solved, and the seconds that it waited for them. */
export interface SolvedMaps {
  readonly maps: number;
  readonly seconds: number;
}

/** Solves the maps of windows. */
export interface MapSolver {
  readonly embed: NonNullable<RunMeans["embed"]>;
  /** Certificates of the maps since this was asked the last time. */
  readonly takeCertificates: () => CertificateTally;
  readonly solved: () => SolvedMaps;
}

/** @param onDone told how many maps of a window are solved. */
export function mapSolver(
  { pool, control }: Pick<Workplace, "pool" | "control">,
  onDone: (done: number) => void,
): MapSolver {
  let solved: SolvedMaps = { maps: 0, seconds: 0 };
  let certificates = NO_CERTIFICATES;
  return {
    embed: async (reference, measures) => {
      const begun = performance.now();
      const embedding = await pool.embedAll(reference, measures, {
        ...(control.signal && { signal: control.signal }),
        onProgress: ({ done }) => onDone(done),
      });
      const seconds = (performance.now() - begun) / 1000;
      solved = { maps: solved.maps + measures.length, seconds: solved.seconds + seconds };
      certificates = joined([certificates, tallyOf(embedding.certificates)]);
      return embedding;
    },
    takeCertificates: () => {
      const taken = certificates;
      certificates = NO_CERTIFICATES;
      return taken;
    },
    solved: () => solved,
  };
}
