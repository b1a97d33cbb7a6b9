import type { Metric } from "../../src/index.js";
import type { CertificateTally } from "./certificate-tally.js";
import { frameDistances } from "./distances.js";
import type { Frame } from "./frames.js";
import type { AllRuns } from "./runs.js";
import type { Workplace } from "./work.js";

/** Distances of the clouds of a run from those of the control at the same times. */
export interface Curve {
  readonly name: string;
  readonly frames: readonly Frame[];
  readonly distances: readonly number[];
}

export interface Compared {
  readonly variants: readonly Curve[];
  /** Of the second control. */
  readonly floor: Curve;
  readonly certificates: readonly CertificateTally[];
}

/** Each run against the control, and the second control against it. */
export async function compareRuns(runs: AllRuns, metric: Metric, place: Workplace): Promise<Compared> {
  const byTime = new Map(runs.control.frames.map((frame) => [frame.at, frame.measure]));
  const certificates: CertificateTally[] = [];
  const curve = async (name: string, frames: readonly Frame[]): Promise<Curve> => {
    const pairs = frames.map(({ at, measure }) => [byTime.get(at)!, measure] as const);
    const control = { ...place.control, unit: `distances of ${name}` };
    const found = await frameDistances(`distances-${name}`, pairs, metric, { ...place, control });
    certificates.push(found.certificates);
    return { name, frames, distances: found.distances };
  };
  const variants: Curve[] = [];
  for (const { name, run } of runs.variants) variants.push(await curve(name, run.frames));
  return { variants, floor: await curve("second-control", runs.second.frames), certificates };
}
