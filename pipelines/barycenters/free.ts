import { barycenter, type Measure } from "../../src/index.js";
import { median } from "../median.js";
import type { Kind } from "./kind.js";

/** Points move; exact plans. */
export const freeKind: Kind = {
  about: "points that move freely, exact plans (the default)",
  takes: ["size", "tolerance", "maxIterations"],
  masses: "equal",
  solve: (measures, { size }, { shares, random, stop, onProgress }) => {
    const options = { weights: shares, random, stop, ...(onProgress && { onProgress }) };
    const answer = barycenter(measures, { ...options, size: size ?? defaultSize(measures) });
    return { ...answer, details: { points: answer.measure.count } };
  },
};

/** More points than this are slow where nobody asked for them. */
const LARGEST_DEFAULT = 500;

/** Points of the barycentre where nothing else is said: the median of the measures' sizes, at most 500. */
export function defaultSize(measures: readonly Measure[]): number {
  return Math.min(LARGEST_DEFAULT, Math.round(median(measures.map(({ count }) => count))));
}
