import { ShapeError } from "../../errors.js";
import type { Random } from "../../numeric/random.js";
import { coefficientsOf, type RunSchedule } from "./run-schedule.js";
import type { RunState } from "./run-state.js";
import type { WindowMaps } from "./window-maps.js";

/** Of a quotient that is a whole number but for rounding. */
const ROUNDING = 1e-9;

/** H in micro-steps, given or by the rule, and the micro-steps that the rule took. */
export function chosenJump(
  schedule: RunSchedule,
  { at, lastJump }: RunState,
  maps: WindowMaps,
  random: Random,
): { readonly duration: number; readonly microSteps: number } {
  const { jump, step, halfSteps, steps } = schedule;
  if (typeof jump === "number") return { duration: steps.jump!, microSteps: 0 };
  const longest = steps.end - steps.burnIn - (at - halfSteps);
  const previous = lastJump === undefined ? {} : { previous: lastJump * step };
  const { duration, microSteps = 0 } = jump(maps, {
    ...previous,
    longest: longest * step,
    random,
    coefficients: (time) => coefficientsOf(schedule, time),
  });
  const cut = Math.min(Math.floor(duration / step + ROUNDING), longest);
  if (cut >= 0 && cut < Infinity) return { duration: cut, microSteps };
  throw new ShapeError(`the rule chose to jump over ${duration}; it must be a finite number of at least 0`, {
    found: duration,
  });
}
