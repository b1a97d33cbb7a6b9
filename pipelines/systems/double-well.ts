import { doubleWell, doubleWellPotential } from "../../src/index.js";
import { langevinLaw } from "../steady-state/langevin-law.js";
import { LINE_METHODS, SMALL_LINE_METHODS } from "../steady-state/methods/index.js";
import { anyNumber, positiveNumber } from "./parameters.js";
import { RUN_VARIANTS } from "./run-variants.js";
import { systemKind } from "./system-kind.js";

export const doubleWellKind = systemKind({
  about: "Langevin dynamics in the double well U = height (x^2 - 1)^2",
  source: "Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567)",
  parameters: {
    height: positiveNumber(0.5, "of the barrier"),
    diffusivity: positiveNumber(1, "D, the temperature in units of mobility"),
    step: positiveNumber(1e-3, "h, the micro-step"),
    bound: positiveNumber(4, "mirrors at -bound and bound"),
    mean: anyNumber(0, "of the normal law of the start"),
    deviation: { value: 1, least: 0, about: "of the normal law of the start" },
  },
  make: (values) => doubleWell(values),
  simulate: {
    presets: {
      small: {
        particles: 2000,
        startUp: 0.2,
        halfWindow: 100,
        jump: 0.3,
        burnIn: 0.1,
        cycles: 6,
        recovery: 0.2,
        every: 5,
        record: 0.05,
      },
    },
    variants: RUN_VARIANTS,
    usual: ["transport", "particle-wise"],
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
