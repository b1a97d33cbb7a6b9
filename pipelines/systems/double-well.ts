import { doubleWell, doubleWellPotential } from "../../src/index.js";
import { langevinLaw } from "./langevin-law.js";
import { mirrors } from "./mirrors.js";
import { normalStart } from "./normal-start.js";
import { positiveNumber } from "./parameters.js";
import { BOTH_VARIANTS } from "./run-variants.js";
import { SMALL_LINE_RUN } from "./small-line-run.js";
import { requireStableStep } from "./stable-step.js";
import { LINE_METHODS, SMALL_LINE_METHODS } from "./steady-methods.js";
import { systemKind } from "./system-kind.js";

export const doubleWellKind = systemKind({
  about: "Langevin dynamics in the double well U = height (x^2 - 1)^2",
  source: "Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567)",
  parameters: {
    height: positiveNumber(0.5, "of the barrier"),
    diffusivity: positiveNumber(1, "D, the temperature in units of mobility"),
    step: positiveNumber(1e-3, "h, the micro-step"),
    bound: mirrors(4),
    ...normalStart({ mean: 0, deviation: 1 }),
  },
  make: (values) => {
    requireStableStep(doubleWellPotential({ height: values.height }), values);
    return doubleWell(values);
  },
  simulate: {
    ...BOTH_VARIANTS,
    presets: {
      small: {
        ...SMALL_LINE_RUN,
        startUp: 0.2,
        jump: 0.3,
        burnIn: 0.1,
        recovery: 0.2,
        record: 0.05,
      },
    },
  },
  steady: {
    methods: [...LINE_METHODS, "cdf"],
    presets: {
      paper: {
        settings: { particles: 1_000_000, duration: 1, noise: "fresh" },
        methods: { icdf: { quantiles: 1000, difference: 0.1, iterations: 25 } },
      },
      small: {
        parameters: { step: 5e-3 },
        settings: { particles: 20_000 },
        methods: {
          ...SMALL_LINE_METHODS,
          icdf: {
            quantiles: 200,
            tails: "straight",
            antithetic: 0.25,
            readings: 4,
            iterations: 10,
            tolerance: 1e-3,
          },
        },
      },
    },
    law: ({ height, ...options }) => langevinLaw(doubleWellPotential({ height }), options),
  },
});
