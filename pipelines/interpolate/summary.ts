import { type AlignmentMode, type Collection, type MeasurePath, pathShape } from "../../src/index.js";
import type { PathName, Walk } from "../paths/index.js";
import type { ReferenceInfo } from "../results.js";
import type { InterpolateResults, InterpolateStep } from "./results.js";
import type { TakenStep } from "./steps.js";

/** What a report says of a way. */
export function interpolateResults(
  path: PathName,
  walk: Walk,
  taken: readonly TakenStep[],
  { names }: Collection,
  align: AlignmentMode,
): InterpolateResults {
  const steps = taken.map(({ step }) => step);
  const legs = walk.legs.map(({ from, to, path: { distance } }) => ({ from, to, distance }));
  return {
    path,
    symbol: walk.symbol,
    distance: legs.reduce((sum, leg) => sum + leg.distance, 0),
    legs,
    files: steps.map(({ file }) => file),
    steps,
    departure: departureOf(steps, walk),
    ...(walk.reference && { reference: referenceInfoOf(walk.reference, align) }),
    ...(walk.residuals && {
      residuals: names.map((item, s) => ({ item, residual: walk.residuals![s]! })),
    }),
    ...(walk.keepsMasses && walk.legs.length === 1 && steps.length > 1
      ? { shape: pathShape(steps.map(({ legTime }) => walk.legs[0]!.path.particlesAt(legTime))) }
      : {}),
  };
}

function departureOf(steps: readonly InterpolateStep[], { legs }: Walk): number {
  return Math.max(
    ...steps.map(({ leg, legTime, toSource, toTarget }) => {
      const { path } = legs[leg]!;
      const off = Math.max(
        Math.abs(toSource - legTime * path.distance),
        Math.abs(toTarget - (1 - legTime) * path.distance),
      );
      return areApart(path) ? off / path.distance : off;
    }),
  );
}

/** Whether more than rounding lies between the ends. */
function areApart({ distance, certificates }: MeasurePath): boolean {
  return distance > 0 && (certificates.length === 0 || certificates.some(({ lower }) => lower > 0));
}

function referenceInfoOf(
  { id, measure, origin, metric: { name: _, ...scale } }: NonNullable<Walk["reference"]>,
  align: string,
): ReferenceInfo {
  const { kind, fittedOn, details } = origin;
  return { id, points: measure.count, kind, fittedOn, ...details, ...scale, alignment: align };
}

/** One step a row; distances in full. */
export function stepsCsv({ steps }: InterpolateResults): string {
  const lines = steps.map(({ file, t, leg, legTime, points, mass, toSource, toTarget }) =>
    [file, t, leg, legTime, points, mass, toSource, toTarget].join(","),
  );
  return `${["file,t,leg,leg_time,points,mass,to_source,to_target", ...lines].join("\n")}\n`;
}
