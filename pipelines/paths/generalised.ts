import { generalisedPaths } from "../../src/index.js";
import type { PathKind } from "./kind.js";
import { referenceOf } from "./lot.js";
import { legsThrough } from "./stops.js";

/** Generalised W2 geodesics: along the plans from a base, splits kept. */
export const generalisedKind: PathKind = {
  about:
    "W2: along the plans from a base to all measures, splits kept, so that it joins the measures themselves",
  takes: ["shares", "base", "reference", "referenceSize"],
  masses: () => "equal",
  walk: (items, options, context) => {
    const base = referenceOf(items, options, context);
    const family = generalisedPaths(base.measure, items.measures);
    return {
      legs: legsThrough(family, items, options),
      symbol: "distance of particles",
      reference: base,
      keepsMasses: true,
    };
  },
};
