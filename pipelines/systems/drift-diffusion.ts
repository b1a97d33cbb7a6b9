import { chemotacticPotential, driftDiffusion } from "../../src/index.js";
import { langevinLaw } from "../steady-state/langevin-law.js";
import { LINE_METHODS, SMALL_LINE_METHODS } from "../steady-state/methods/index.js";
import { anyNumber, positiveNumber } from "./parameters.js";
import { RUN_VARIANTS } from "./run-variants.js";
import { systemKind } from "./system-kind.js";

export const driftDiffusionKind = systemKind({
  about: "chemotaxis as drift and diffusion: attractant tanh x, mirrors far out",
  source: "Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567)",
  parameters: {
    diffusivity: positiveNumber(0.1, "D"),
    step: positiveNumber(1e-3, "h, the micro-step"),
    bound: positiveNumber(10, "mirrors at -bound and bound"),
    mean: anyNumber(5, "of the normal law of the start"),
    deviation: { value: 2, least: 0, about: "of the normal law of the start" },
  },
  make: (values) => driftDiffusion(values),
  simulate: {
    presets: {
      small: {
        particles: 2000,
        startUp: 0.5,
        halfWindow: 100,
        jump: 0.5,
        burnIn: 0.2,
        cycles: 6,
        recovery: 0.5,
        every: 5,
        record: 0.1,
      },
    },
    variants: RUN_VARIANTS,
    usual: ["transport", "particle-wise"],
  },
  steady: {
    methods: [...LINE_METHODS, "cdf"],
    presets: {
      paper: {
        settings: { particles: 100_000, duration: 1, noise: "fresh" },
        methods: {
          icdf: { quantiles: 1000, difference: 0.1, iterations: 100 },
          cdf: { particles: 1_000_000, lines: 101, difference: 0.1, iterations: 20 },
          "wasserstein-newton": { duration: 0.1, difference: 0.1, iterations: 25 },
          "wasserstein-adam": { learningRate: 0.1, decayEvery: 100, epochs: 300, batch: 0 },
          // the rate does not fall
          "sinkhorn-adam": { particles: 10_000, learningRate: 1, decayEvery: 1500, epochs: 1500, batch: 0 },
          "sinkhorn-descent": {
            particles: 10_000,
            learningRate: 1,
            decayEvery: 5000,
            epochs: 5000,
            batch: 0,
          },
        },
      },
      small: {
        parameters: { step: 2e-2 },
        // it forgets in a time of 66, and hardly anything is near the left mirror
        settings: { particles: 20_000, plain: 2 },
        methods: {
          ...SMALL_LINE_METHODS,
          icdf: {
            quantiles: 100,
            tails: "pinned-above",
            duration: 20,
            readings: 20,
            antithetic: 0.5,
            rough: 1000,
            products: 10,
            iterations: 8,
            tolerance: 1e-2,
          },
        },
      },
    },
    law: (options) => langevinLaw(chemotacticPotential, options),
  },
});
