import { ShapeError } from "../../errors.js";
import { geometryOf } from "../../lot/geometries.js";
import { type Metric, w2Metric } from "../../lot/metric.js";
import { keepHidden, type Reinitialise } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";
import { averagedDifferences, type JumpEstimate } from "./estimate.js";
import type { RunOptions } from "./run-plan.js";
import { requireHalfSteps } from "./time-window.js";

/** The options of a run with their defaults, and all times as whole micro-steps. */
export interface RunSchedule extends RunOptions {
  readonly metric: Metric;
  readonly estimate: JumpEstimate;
  readonly reinitialise: Reinitialise;
  readonly steps: {
    readonly startUp: number;
    readonly burnIn: number;
    readonly recovery: number;
    /** Absent where a rule decides. */
    readonly jump?: number;
    /** Infinity: none. */
    readonly end: number;
  };
}

/**
 * @throws ShapeError unless k is a whole number of at least 1, the number of cycles one of at least 0, all times whole
 *   numbers of micro-steps of at least 0, and the estimate and the metric are ones that go with the window.
 */
export function runSchedule(options: RunOptions): RunSchedule {
  const { step, halfSteps, jump, cycles, startUp = 0, burnIn = 0, recovery = 0, end } = options;
  requireHalfSteps(halfSteps);
  requireCycles(cycles);
  if (end !== undefined && options.recovery !== undefined) {
    throw new ShapeError("a run with an end recovers until then; give either `end` or `recovery`", {
      found: recovery,
    });
  }
  const { metric = w2Metric, estimate = averagedDifferences(), reinitialise = keepHidden } = options;
  requireDifferences(metric);
  requireClock(options);
  const steps = {
    startUp: wholeSteps(startUp, step, "startUp"),
    burnIn: wholeSteps(burnIn, step, "burnIn"),
    recovery: wholeSteps(recovery, step, "recovery"),
    ...(typeof jump === "number" ? { jump: wholeSteps(jump, step, "jump") } : {}),
    end: end === undefined ? Infinity : wholeSteps(end, step, "end"),
  };
  requireLater(steps);
  coefficientsOf({ estimate, halfSteps, step }, step);
  return { ...options, metric, estimate, reinitialise, steps };
}

function requireCycles(cycles: number): void {
  if (Number.isSafeInteger(cycles) && cycles >= 0) return;
  throw new ShapeError(`cycles is ${cycles}; it must be a whole number of at least 0`, { found: cycles });
}

function requireDifferences({ name }: Metric): void {
  if (name !== "opt") return;
  throw new ShapeError("the coordinates of opt are no differences in time; take the metric w2 or hk", {
    found: name,
  });
}

function requireClock({ clock }: RunOptions): void {
  if (!clock || typeof clock.now === "function") return;
  throw new ShapeError(
    "the clock cannot tell the time; give it `now`, such as `{ now: () => performance.now() }`",
  );
}

function requireLater({ startUp, end }: RunSchedule["steps"]): void {
  if (startUp <= end) return;
  throw new ShapeError(
    `the run ends after ${end} micro-steps, within its start-up of ${startUp}; let it end later`,
    {
      expected: startUp,
      found: end,
    },
  );
}

/** The coefficients for a jump over `duration`. @throws ShapeError unless they are 2k + 1 finite numbers. */
export function coefficientsOf(
  { estimate, halfSteps, step }: Pick<RunSchedule, "estimate" | "halfSteps" | "step">,
  duration: number,
): Float64Array {
  const coefficients = estimate({ halfSteps, step }, duration);
  const expected = 2 * halfSteps + 1;
  if (coefficients.length !== expected) {
    throw new ShapeError(
      `the estimate gave ${coefficients.length} coefficients; a window of ${halfSteps} micro-steps on each side has ${expected}`,
      { expected, found: coefficients.length },
    );
  }
  const odd = coefficients.findIndex((c) => !Number.isFinite(c));
  if (odd < 0) return coefficients;
  throw new ShapeError(
    `coefficient ${odd - halfSteps} of the estimate is ${coefficients[odd]}; it must be finite`,
    {
      found: coefficients[odd]!,
    },
  );
}

/** Do masses and numbers of particles stay? */
export function isBalanced({ metric }: Pick<RunSchedule, "metric">): boolean {
  return geometryOf(metric).isBalanced;
}
