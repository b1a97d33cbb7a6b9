import { chemotacticPotential, driftDiffusion } from "../../src/index.js";
import { langevinLaw } from "./langevin-law.js";
import { mirrors } from "./mirrors.js";
import { normalStart } from "./normal-start.js";
import { positiveNumber } from "./parameters.js";
import { BOTH_VARIANTS } from "./run-variants.js";
import { SMALL_LINE_RUN } from "./small-line-run.js";
import { requireStableStep } from "./stable-step.js";
import { LINE_METHODS, SMALL_LINE_METHODS } from "./steady-methods.js";
import { systemKind } from "./system-kind.js";

export const driftDiffusionKind = systemKind({
  about: "chemotaxis as drift and diffusion: attractant tanh x, mirrors far out",
  source: "Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567)",
  parameters: {
    diffusivity: positiveNumber(0.1, "D"),
    step: positiveNumber(1e-3, "h, the micro-step"),
    bound: mirrors(10),
    ...normalStart({ mean: 5, deviation: 2 }),
  },
  make: (values) => {
    requireStableStep(chemotacticPotential, values);
    return driftDiffusion(values);
  },
  simulate: {
    ...BOTH_VARIANTS,
    presets: {
      small: {
        ...SMALL_LINE_RUN,
        startUp: 0.5,
        jump: 0.5,
        burnIn: 0.2,
        recovery: 0.5,
        record: 0.1,
      },
    },
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
