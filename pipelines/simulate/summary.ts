import { type Measure, microStepsOf, totalMass } from "../../src/index.js";
import { momentsOf } from "../moments.js";
import type { Compared, Curve } from "./compared.js";
import { floorRatios } from "./floor-ratios.js";
import type { Frame } from "./frames.js";
import type { SimulateTask } from "./options.js";
import type { Plane } from "./plane.js";
import type { DistancePoint, LawResults, MomentPoint, SimulateResults, VariantResults } from "./results.js";
import type { AllRuns } from "./runs.js";
import type { StepSizes } from "./step-sizes.js";

/** What the runs are measured by, besides their own jumps. */
export interface Measured {
  readonly compared: Compared;
  readonly plane: Plane;
  readonly stepSizes: StepSizes | undefined;
  readonly law: LawResults | undefined;
}

/** What a report says of the runs. */
export function simulateResults(
  task: SimulateTask,
  runs: AllRuns,
  { compared, plane, stepSizes, law }: Measured,
): SimulateResults {
  const { step, dim } = runs.system;
  const floor = pointsOf(compared.floor, step);
  const variants = runs.variants.map(({ name, about, run }, v): VariantResults => {
    const w2ToControl = pointsOf(compared.variants[v]!, step);
    return {
      name,
      about,
      w2ToControl,
      toFloor: floorRatios(w2ToControl, floor),
      microSteps: microStepsOf(run.state),
      maps: run.jumps.reduce((sum, { maps }) => sum + maps, 0),
      jumps: run.jumps,
    };
  });
  const named = namedFrames(runs);
  return {
    system: task.name,
    metric: task.metric.name,
    particles: task.run.particles,
    dim,
    finalTime: runs.control.state.at * step,
    w2ToControl: variants[0]!.w2ToControl,
    samplingFloor: floor.at(-1)!.w2,
    microSteps: variants[0]!.microSteps,
    variants,
    floorCurve: floor.map(({ t, w2 }) => ({ t, w2 })),
    moments: named.map(({ name, frames }) => ({
      name,
      points: frames.map(({ at, measure }) => momentsAt(at * step, measure)),
    })),
    plane: {
      referencePoints: plane.referencePoints,
      shares: plane.shares,
      curves: plane.curves.map(({ name, x, y }, r) => ({
        name,
        t: named[r]!.frames.map(({ at }) => at * step),
        x,
        y,
      })),
    },
    ...massOf(task, named, step),
    ...(stepSizes && { stepSizes: stepSizes.results }),
    ...(law && { law }),
  };
}

/** Of systems whose mass changes. */
function massOf(
  { simulation, values }: SimulateTask,
  named: ReturnType<typeof namedFrames>,
  step: number,
): Pick<SimulateResults, "mass"> {
  const { mass } = simulation;
  if (!mass) return {};
  return {
    mass: {
      exact: named[0]!.frames.map(({ at }) => mass(values, at * step)),
      runs: named.map(({ name, frames }) => ({
        name,
        t: frames.map(({ at }) => at * step),
        mass: frames.map(({ measure }) => totalMass(measure)),
      })),
    },
  };
}

/** The runs by the names that files and pictures have for them: the variants, the control. */
export function namedFrames({
  variants,
  control,
}: AllRuns): readonly { readonly name: string; readonly frames: readonly Frame[] }[] {
  return [
    { name: "control", frames: control.frames },
    ...variants.map(({ name, run }) => ({ name, frames: run.frames })),
  ];
}

function pointsOf({ frames, distances }: Curve, step: number): DistancePoint[] {
  return frames.map(({ at, stage, recovered }, f) => ({
    t: at * step,
    w2: distances[f]!,
    stage,
    recovered,
  }));
}

/** Means and standard deviations of the coordinates. */
function momentsAt(t: number, mu: Measure): MomentPoint {
  const axes = Array.from({ length: mu.dim }, (_, k) => momentsOf(mu, k));
  return {
    t,
    mean: axes.map(({ mean }) => mean),
    deviation: axes.map(({ variance }) => Math.sqrt(variance)),
  };
}
