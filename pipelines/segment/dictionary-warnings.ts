import type { Dictionary, Status } from "../../src/index.js";
import type { Descent } from "./feature-kind.js";

/** Adam stops after its steps and is never done: how far it came is in the gradient norms. */
const EXPECTED: readonly Status[] = ["converged", "iteration-limit"];

/** Below this share the atoms have lost what they were to describe. */
const LEAST_MASS_RATIO = 0.5;

/** What a reader of the scores should know of a training. */
export function dictionaryWarnings({ restarts, kept }: Dictionary, massRatio: number): string[] {
  const { status, steps } = restarts[kept]!;
  const failed = restarts.filter((restart, r) => r !== kept && !EXPECTED.includes(restart.status)).length;
  return [
    ...(EXPECTED.includes(status)
      ? []
      : [`the training ended with status ${status} after ${steps} steps; try a smaller --learning-rate`]),
    ...(failed > 0 ? [`${failed} of ${restarts.length} starts of the training failed`] : []),
    ...(massRatio >= LEAST_MASS_RATIO
      ? []
      : [
          `barycentres have ${(100 * massRatio).toPrecision(2)} % of the mass of the pixels; try a smaller --learning-rate, ` +
            "a larger --rho or --loss value",
        ]),
  ];
}

/** What a reader should know of the weights of all pixels. */
export function descentWarnings({ status, rows, open }: Descent): string[] {
  return open === 0
    ? []
    : [`weights of ${open} of ${rows} pixels did not reach their tolerance (the worst status is ${status})`];
}
