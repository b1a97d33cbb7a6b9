import { runAndTumble } from "../../src/index.js";
import { boxAbout0, mirrors } from "./mirrors.js";
import { countOf, positiveNumber } from "./parameters.js";
import { BOTH_VARIANTS } from "./run-variants.js";
import type { AxisLaw } from "./steady-kind.js";
import { LINE_METHODS, SMALL_LINE_METHODS } from "./steady-methods.js";
import { systemKind } from "./system-kind.js";

export const runAndTumbleKind = systemKind({
  about: "particles that run straight and tumble at random times, in a box with mirrors",
  source: "mean square distance 2 v^2 (lambda t - 1 + exp(-lambda t)) / lambda^2 while no mirror is near",
  parameters: {
    dim: countOf(1, "dimension", 100),
    speed: positiveNumber(1, "v, of a run"),
    rate: positiveNumber(1, "lambda, tumbles in a unit of time"),
    step: positiveNumber(1 / 16, "h, the micro-step"),
    bound: mirrors(10, "each coordinate"),
  },
  make: ({ bound, ...values }) =>
    runAndTumble({
      ...values,
      box: boxAbout0(values.dim, bound),
    }),
  simulate: {
    ...BOTH_VARIANTS,
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
  },
  // directions are uniform whatever the places in the steady law: to draw them anew in each simulation keeps it
  steady: {
    drawsHidden: true,
    methods: [...LINE_METHODS, "cdf", "joint-cdf", "angular-radial"],
    presets: {
      small: {
        // places spread over the box in a time of 40
        settings: { particles: 20_000, duration: 20 },
        methods: {
          ...SMALL_LINE_METHODS,
          icdf: { quantiles: 100, iterations: 10, tolerance: 1e-2 },
          "joint-cdf": { lines: 41, iterations: 10, tolerance: 1e-2 },
          "angular-radial": { rays: 33, rings: 25, iterations: 10, tolerance: 1e-2 },
        },
      },
    },
    law: ({ dim, bound }) => ({
      about: "uniform in the box, with directions that know nothing of places",
      axes: Array.from({ length: dim }, () => uniformAxis(bound)),
    }),
  },
});

function uniformAxis(bound: number): AxisLaw {
  return {
    mean: 0,
    variance: bound ** 2 / 3,
    density: (x) => (Math.abs(x) <= bound ? 1 / (2 * bound) : 0),
  };
}
