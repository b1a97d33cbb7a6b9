import { barycenter } from "../../src/index.js";
import type { Kind } from "./kind.js";

/** Points move; exact plans. */
export const freeKind: Kind = {
  about: "points that move freely, exact plans (the default)",
  among: "all measures",
  takes: ["size", "tolerance", "maxIterations"],
  masses: "equal",
  solve: (measures, { size }, { shares, random, stop, onProgress }) => {
    const options = { weights: shares, stop, ...(onProgress && { onProgress }) };
    const nearest = measures[shares.indexOf(Math.max(...shares))]!;
    const begin =
      size === undefined && nearest.count <= LARGEST_DEFAULT
        ? { start: nearest }
        : { size: size ?? LARGEST_DEFAULT, random };
    const answer = barycenter(measures, { ...options, ...begin });
    return { ...answer, details: { points: answer.measure.count } };
  },
};

/** The points of the file of largest share are a good start, but more than this are slow where nobody asked for them. */
const LARGEST_DEFAULT = 500;
