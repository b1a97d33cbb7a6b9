import { runAndTumble } from "../../src/index.js";
import { countOf, positiveNumber } from "./parameters.js";
import { RUN_VARIANTS } from "./run-variants.js";
import { systemKind } from "./system-kind.js";

export const runAndTumbleKind = systemKind({
  about: "particles that run straight and tumble at random times, in a box with mirrors",
  source: "mean square distance 2 v^2 (lambda t - 1 + exp(-lambda t)) / lambda^2 while no mirror is near",
  parameters: {
    dim: countOf(1, "dimension", 100),
    speed: positiveNumber(1, "v, of a run"),
    rate: positiveNumber(1, "lambda, tumbles in a unit of time"),
    step: positiveNumber(1 / 16, "h, the micro-step"),
    bound: positiveNumber(10, "mirrors at -bound and bound of each coordinate"),
  },
  make: ({ bound, ...values }) =>
    runAndTumble({
      ...values,
      box: {
        low: new Array<number>(values.dim).fill(-bound),
        high: new Array<number>(values.dim).fill(bound),
      },
    }),
  simulate: {
    presets: {
      small: {
        particles: 2000,
        startUp: 8,
        halfWindow: 32,
        jump: 6,
        burnIn: 4,
        cycles: 6,
        recovery: 8,
        every: 4,
        record: 2,
      },
    },
    variants: RUN_VARIANTS,
    usual: ["transport", "particle-wise"],
  },
});
