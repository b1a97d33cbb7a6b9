import { ornsteinUhlenbeck, ornsteinUhlenbeckMoments, ShapeError } from "../../src/index.js";
import { short } from "../text-table.js";
import { normalAxis } from "./normal-axis.js";
import { normalStart } from "./normal-start.js";
import { anyNumber, countOf, positiveNumber } from "./parameters.js";
import { BOTH_VARIANTS } from "./run-variants.js";
import { LINE_METHODS, SMALL_LINE_METHODS } from "./steady-methods.js";
import { systemKind } from "./system-kind.js";

export const ornsteinUhlenbeckKind = systemKind({
  about: "Ornstein-Uhlenbeck process: drift to a centre and noise",
  source: "steady law N(centre, D / rate)",
  parameters: {
    dim: countOf(1, "dimension", 100),
    rate: positiveNumber(1, "theta, how fast the centre is approached"),
    centre: anyNumber(0, "c, in each coordinate"),
    diffusivity: positiveNumber(1, "D"),
    step: positiveNumber(0.01, "h, the micro-step"),
    scheme: {
      value: "exact",
      choices: ["exact", "euler"],
      about: "how a micro-step is made: by the true transition, or by Euler and Maruyama",
    },
    ...normalStart({ mean: 2, deviation: 0.5 }, "each coordinate"),
  },
  make: (values) => {
    requireStableScheme(values);
    return ornsteinUhlenbeck(values);
  },
  simulate: {
    ...BOTH_VARIANTS,
    presets: {
      small: {
        particles: 2000,
        startUp: 0.2,
        halfWindow: 10,
        jump: 0.3,
        burnIn: 0.1,
        cycles: 6,
        recovery: 0.2,
        every: 1,
        record: 0.05,
      },
    },
    law: ({ dim, ...process }, time) => {
      const { mean, variance } = ornsteinUhlenbeckMoments(time, process);
      return {
        about: `N(${short(mean)}, ${short(variance)}) in each coordinate, the law of the process at that time`,
        axes: Array.from({ length: dim }, () => normalAxis(mean, variance)),
      };
    },
  },
  steady: {
    methods: LINE_METHODS,
    presets: {
      paper: {
        parameters: { scheme: "euler" },
        settings: { particles: 1_000_000, duration: 0.1, noise: "fresh" },
        // sorted particles are the unknowns
        methods: { "wasserstein-newton": { difference: 1e4, iterations: 100 } },
      },
      small: {
        settings: { particles: 20_000, duration: 0.5 },
        methods: {
          ...SMALL_LINE_METHODS,
          icdf: { quantiles: 200, iterations: 10 },
        },
      },
    },
    law: ({ dim, centre, diffusivity, rate }) => ({
      about: `N(${centre}, ${diffusivity / rate}) in each coordinate`,
      axes: Array.from({ length: dim }, () => normalAxis(centre, diffusivity / rate)),
    }),
  },
});

/** Euler's steps multiply the distance from the centre by 1 - theta h. */
function requireStableScheme({
  scheme,
  rate,
  step,
}: {
  readonly scheme: "exact" | "euler";
  readonly rate: number;
  readonly step: number;
}): void {
  if (scheme === "exact" || rate * step < 2) return;
  throw new ShapeError(
    `step is ${step}, with which Euler's steps swing further out each time; take one below ${2 / rate}, or the exact scheme`,
    { found: step },
  );
}
