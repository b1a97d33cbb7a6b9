import {
  type ParticleSystem,
  type Particles,
  type Random,
  type StepSizeCurve,
  type StepSizeOptions,
  stepSizeCurve,
} from "../../src/index.js";
import { type Check, isListOf, isNumber, isOrNull, isRecordOf, isTruth } from "../store/facts.js";
import { STREAMS } from "../streams.js";
import { turnOfEvents } from "../turn-of-events.js";
import { type CertificateTally, isCertificateTally, joined, NO_CERTIFICATES } from "./certificate-tally.js";
import { embeddedRows } from "./embedded-rows.js";
import type { SimulateTask } from "./options.js";
import type { StepSizePoint, StepSizeResults } from "./results.js";
import type { Workplace } from "./work.js";

/** What the curve is, and what proves its maps. */
export interface StepSizes {
  readonly results: StepSizeResults;
  readonly certificates: CertificateTally;
}

const isStepSizes: Check<StepSizes> = isRecordOf<StepSizes>({
  results: isRecordOf<StepSizeResults>({
    replicates: isNumber,
    at: isNumber,
    points: isListOf(
      isRecordOf<StepSizePoint>({
        h: isNumber,
        difference: isNumber,
        standardError: isOrNull(isNumber),
        speed: isNumber,
        relative: isOrNull(isNumber),
      }),
    ),
    best: isNumber,
    atEnd: isTruth,
    window: isNumber,
    microSteps: isNumber,
  }),
  certificates: isCertificateTally,
});

type Embed = NonNullable<StepSizeOptions["embed"]>;

const NAME = "step-sizes";
/** How far the grid reaches, in half windows: windows are often shorter than the best time. */
const REACH = 4;

/**
 * Differences over h, 2h, ... from the middle of the first window, of as many plain simulations as the task says, each of its own;
 * undefined if it says none.
 */
export async function stepSizes(
  task: SimulateTask,
  random: Random,
  place: Workplace,
): Promise<StepSizes | undefined> {
  if (task.stepSizes === 0) return undefined;
  const saved = (await place.checkpoint.load(NAME))?.facts;
  if (isStepSizes(saved)) return saved;
  const made = await madeCurve(task, random.fork(STREAMS.stepSizes), place);
  await place.checkpoint.save(NAME, { facts: { ...made }, arrays: {} });
  return made;
}

async function madeCurve(task: SimulateTask, random: Random, place: Workplace): Promise<StepSizes> {
  const { run, kind, values } = task;
  const system = kind.make(values);
  const half = run.halfWindow * system.step;
  const at = run.startUp + half;
  const count = timesFor(run.halfWindow);
  const starts: Particles[] = [];
  for (let r = 0; r < task.stepSizes; r++) {
    starts.push(await startAt(system, run.particles, at, random.fork(0).fork(r), place));
  }
  let certificates = NO_CERTIFICATES;
  const total = task.stepSizes * (count + 1);
  const embed = savedMaps(place, total, (tally) => {
    certificates = joined([certificates, tally]);
  });
  const options = { step: system.step, count, random: random.fork(1), metric: task.metric, embed };
  const curve = await stepSizeCurve(starts, system.simulate, options);
  const microSteps = Math.round((curve.simulated + task.stepSizes * at) / system.step);
  return {
    results: { replicates: task.stepSizes, at, window: half, microSteps, ...pointsOf(curve) },
    certificates,
  };
}

/** Times h, 2h, 4h ... of which the last is at least 4 k h. */
function timesFor(halfWindow: number): number {
  let count = 1;
  while (2 ** (count - 1) < REACH * halfWindow) count++;
  return count;
}

async function startAt(
  system: ParticleSystem,
  particles: number,
  at: number,
  random: Random,
  { control }: Workplace,
): Promise<Particles> {
  const start = system.start(particles, random.fork(0));
  const moved = system.simulate(start, at, random.fork(1));
  await turnOfEvents(control.signal);
  return moved;
}

/** Maps of one replicate after the other on workers; each replicate is saved when it is done. */
function savedMaps(place: Workplace, total: number, told: (tally: CertificateTally) => void): Embed {
  let replicate = 0;
  return async (reference, measures) => {
    const name = `${NAME}-${replicate}`;
    const before = replicate * measures.length;
    replicate += 1;
    const onDone = (done: number): void => {
      place.control.onProgress?.({ unit: "maps of step sizes", done: before + done, total });
    };
    const { rows, certificates } = await embeddedRows(name, reference, measures, place, onDone);
    told(certificates);
    return {
      reference,
      matrix: rows,
      residuals: new Float64Array(rows.rows),
      certificates: [],
      status: "converged",
    };
  };
}

function pointsOf({
  steps,
  squaredDifferences,
  standardErrors,
  squaredSpeeds,
  best,
  atEnd,
}: StepSizeCurve): Pick<StepSizeResults, "points" | "best" | "atEnd"> {
  const points = Array.from(steps, (h, j): StepSizePoint => {
    const difference = Math.sqrt(squaredDifferences[j]!);
    const speed = Math.sqrt(squaredSpeeds[j]!);
    const error = standardErrors[j]! / (2 * difference); // of a root
    return {
      h,
      difference,
      standardError: Number.isFinite(error) ? error : null,
      speed,
      relative: speed > 0 ? difference / speed : null,
    };
  });
  return { points, best: steps[best]!, atEnd };
}
