import {
  type Certificate,
  type Measure,
  type MeasurePath,
  type OnProgress,
  totalMass,
} from "../../src/index.js";
import { numberedName } from "../numbered-files.js";
import type { Walk } from "../paths/index.js";
import { STEP_FORMATS, type StepFormatName } from "./files.js";
import type { InterpolateStep } from "./results.js";
import { atTimes, equalSteps, type Place } from "./times.js";

/** Which measures of a way are wanted. */
export interface StepOptions {
  readonly steps: number;
  readonly times?: readonly number[] | undefined;
  readonly onProgress?: OnProgress;
}

/** A measure on the way, as it was written. */
export interface TakenStep {
  readonly step: InterpolateStep;
  readonly bytes: Uint8Array;
  readonly measure: Measure;
  readonly certificates: readonly Certificate[];
}

/** The measures of a way, encoded, read again and measured. */
export function stepsOf({ legs }: Walk, format: StepFormatName, options: StepOptions): TakenStep[] {
  const { times, steps, onProgress } = options;
  const places = times ? atTimes(times, legs.length) : equalSteps(steps, legs.length);
  return places.map((place, k) => {
    const taken = takenStep(
      legs[place.leg]!.path,
      place,
      numberedName("interpolate", k, places.length, format),
      format,
    );
    onProgress?.({ unit: "steps", done: k + 1, total: places.length });
    return taken;
  });
}

function takenStep(path: MeasurePath, place: Place, file: string, format: StepFormatName): TakenStep {
  const { encode, parse } = STEP_FORMATS[format];
  const bytes = encode(path.at(place.legTime));
  const measure = parse(bytes);
  const { certificates, ...distances } = path.distancesAt(place.legTime, measure);
  const step = { file, ...place, points: measure.count, mass: totalMass(measure), ...distances };
  return { step, bytes, measure, certificates };
}
