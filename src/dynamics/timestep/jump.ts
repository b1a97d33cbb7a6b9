import { SimulatorError } from "../../errors.js";
import { type Embedding, singularMasses } from "../../lot/embedding.js";
import { type Tangent, tangentInner } from "../../lot/tangent.js";
import { relativeGap } from "../../numeric/certificate.js";
import type { Random } from "../../numeric/random.js";
import type { Particles } from "../particles.js";
import { travelled } from "../travelled.js";
import { writtenNumber } from "../written-number.js";
import { wrongWith } from "../wrong-particles.js";
import { afterJump } from "./advance.js";
import { chosenJump } from "./chosen-jump.js";
import { requireNearCone } from "./cone-step.js";
import { landed } from "./landed.js";
import { coefficientsOf, isBalanced, type RunSchedule } from "./run-schedule.js";
import type { JumpReport, RunState, RunStep } from "./run-state.js";
import { combineMaps, type MapTask, mapTask } from "./window-maps.js";

/** The transports that the jump from the window of this state needs. */
export function jumpTask(schedule: RunSchedule, { clouds, middle }: RunState): MapTask {
  const { halfSteps, step, metric } = schedule;
  return mapTask({ halfSteps, step, clouds, middle: middle! }, neededCoefficients(schedule), metric);
}

/** Not 0 where a map is needed. Over one time a coefficient may happen to vanish, over two it is 0 for all. */
function neededCoefficients(schedule: RunSchedule): Float64Array {
  const { jump, step } = schedule;
  if (typeof jump === "number") return coefficientsOf(schedule, jump);
  const other = coefficientsOf(schedule, 2 * step);
  return coefficientsOf(schedule, step).map((c, p) => Math.abs(c) + Math.abs(other[p]!));
}

/**
 * The jump, when its maps are known: the middle of the window moves by the displacement, H later.
 *
 * @param random of the run: each jump has its own fork.
 * @throws what `requireNearCone` throws; SimulatorError if the re-initialisation gives what a micro-simulator may not.
 */
export function jumped(
  schedule: RunSchedule,
  state: RunState,
  task: MapTask,
  embedding: Embedding,
  random: Random,
): RunStep {
  const { step, halfSteps, reinitialise } = schedule;
  const own = random.fork(state.cycle);
  const maps = { ...task, embedding };
  const choice = chosenJump(schedule, state, maps, own.fork(0));
  const duration = choice.duration * step;
  const estimated = combineMaps(maps, coefficientsOf(schedule, duration));
  const displacement = smoothed(schedule, task, estimated);
  requireNearCone(task.reference, displacement, (state.at - halfSteps) * step);
  const particles = reinitialise(
    { middle: task.middle, landed: landed(task, displacement, schedule.box), duration },
    own.fork(1),
  );
  requireLanded(schedule, state, task.middle, particles);
  const report = {
    cycle: state.cycle,
    from: (state.at - halfSteps) * step,
    duration,
    length: Math.sqrt(tangentInner(task.reference, displacement, displacement)),
    ...dropped(embedding),
  };
  return { state: afterJump(schedule, state, { particles, ...choice }), jump: report };
}

function smoothed(
  { smooth }: RunSchedule,
  { middle, reference, targets }: MapTask,
  estimated: Tangent,
): Tangent {
  if (!smooth) return estimated;
  const last = targets.at(-1);
  return smooth(reference, estimated, last && travelled(middle, last));
}

function requireLanded(
  schedule: RunSchedule,
  { paid, at }: RunState,
  middle: Particles,
  particles: Particles,
): void {
  const growing = "a jump has as many particles after it as before";
  const complaint = wrongWith(particles, middle, { isBalanced: isBalanced(schedule), growing });
  if (!complaint) return;
  const time = (at - schedule.halfSteps) * schedule.step;
  throw new SimulatorError(
    `the re-initialisation ${complaint}, in the jump from time ${writtenNumber(time)}`,
    {
      step: paid,
      time,
    },
  );
}

/** Of the maps: how many, how good, and what their logarithms leave out. */
function dropped(
  embedding: Embedding,
): Pick<JumpReport, "maps" | "worstGap" | "notConverged" | "meanResidual" | "meanSingularMass"> {
  const { certificates, residuals } = embedding;
  return {
    maps: embedding.matrix.rows,
    worstGap: certificates.reduce((worst, certificate) => Math.max(worst, relativeGap(certificate)), 0),
    notConverged: certificates.filter(({ status }) => status !== "converged").length,
    meanResidual: mean(residuals),
    meanSingularMass: mean(singularMasses(embedding)),
  };
}

function mean(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
