import { classModes } from "./class-modes.ts";
import { clusters } from "./clusters.ts";
import { compareReferences } from "./compare-references.ts";
import { ellipses } from "./ellipses.ts";
import { labelPixels } from "./label-pixels.ts";
import { leap } from "./leap.ts";
import { linearise } from "./linearise.ts";
import { morph } from "./morph.ts";
import { newItems } from "./new-items.ts";
import { ownData } from "./own-data.ts";
import { restingLaw } from "./resting-law.ts";
import { shapes } from "./shapes.ts";
import { steady } from "./steady.ts";
import { transport } from "./transport.ts";

/**
 * The heavy work of the notebooks by name: functions of plain records and typed arrays, which a worker of the page or Node runs to the
 * same numbers. The second argument is told of what comes before the end.
 */
export const tasks = {
  classModes,
  clusters,
  compareReferences,
  ellipses,
  labelPixels,
  leap,
  linearise,
  morph,
  newItems,
  ownData,
  restingLaw,
  shapes,
  steady,
  transport,
} as const;

export type TaskName = keyof typeof tasks;
export type Input<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0];
export type Output<Name extends TaskName> = Awaited<ReturnType<(typeof tasks)[Name]>>;
