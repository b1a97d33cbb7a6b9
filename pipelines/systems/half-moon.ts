import { halfMoon, halfMoonPotential } from "../../src/index.js";
import { langevinLaw } from "./langevin-law.js";
import { mirrors } from "./mirrors.js";
import { normalStart } from "./normal-start.js";
import { anyNumber, notNegative, positiveNumber } from "./parameters.js";
import { BOTH_VARIANTS } from "./run-variants.js";
import { requireStableStep } from "./stable-step.js";
import { PLANE_METHODS } from "./steady-methods.js";
import { systemKind } from "./system-kind.js";

/** With T = 4 noise counts half as much as with 1: the slowest mode is gone by then. */
const TABLE = {
  particles: 200_000,
  duration: 4,
  iterations: 8,
  tolerance: 5e-3,
  difference: 1,
  rough: 10_000,
  products: 10,
  noiseSamples: 2,
} as const;

export const halfMoonKind = systemKind({
  about: "Langevin dynamics in the plane: a ring, tilted so that its lower side is left",
  source: "Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567)",
  parameters: {
    steepness: positiveNumber(2, "A of A (r - radius)^2"),
    radius: positiveNumber(2, "of the ring"),
    tilt: notNegative(0.5, "B of B exp(-growth (y - level))"),
    growth: positiveNumber(1.5, "of the tilt, downwards"),
    level: anyNumber(-0.5, "y at which the tilt is B"),
    diffusivity: positiveNumber(1, "D, the temperature in units of mobility"),
    step: positiveNumber(1e-3, "h, the micro-step"),
    bound: mirrors(4, "both coordinates"),
    ...normalStart({ mean: 0, deviation: 1 }, "each coordinate"),
  },
  make: (values) => {
    requireStableStep(halfMoonPotential(values), values);
    return halfMoon(values);
  },
  simulate: {
    ...BOTH_VARIANTS,
    presets: {
      small: {
        particles: 500,
        startUp: 0.1,
        halfWindow: 40,
        jump: 0.2,
        burnIn: 0.1,
        cycles: 4,
        recovery: 0.2,
        every: 5,
        record: 0.05,
      },
    },
  },
  steady: {
    methods: PLANE_METHODS,
    presets: {
      paper: {
        settings: { particles: 1_000_000, duration: 1, noise: "fresh" },
        methods: {
          "joint-cdf": { lines: 201, difference: 0.1, iterations: 50, lineSearch: "none" },
          "angular-radial": {
            rays: 101,
            rings: 65,
            difference: 0.2,
            iterations: 50,
            tolerance: 5e-4,
            lineSearch: "wolfe",
          },
          "wasserstein-adam": {
            particles: 100_000,
            batch: 1000,
            learningRate: 1e-2,
            decayEvery: 100,
            epochs: 300,
          },
        },
      },
      small: {
        parameters: { step: 1e-2 },
        settings: { particles: 20_000 },
        methods: {
          "joint-cdf": { ...TABLE, lines: 41 },
          "angular-radial": { ...TABLE, rays: 51, rings: 33 },
          "wasserstein-newton": { particles: 500, iterations: 5 },
          "sinkhorn-newton": { particles: 300, iterations: 5 },
          "wasserstein-adam": { particles: 2000, batch: 500, learningRate: 5e-2, decayEvery: 20, epochs: 40 },
          "sinkhorn-adam": { particles: 500, learningRate: 5e-2, decayEvery: 20, epochs: 40 },
          "sinkhorn-descent": { particles: 500, learningRate: 1, decayEvery: 20, epochs: 40 },
        },
      },
    },
    law: ({ steepness, radius, tilt, growth, level, ...options }) =>
      langevinLaw(halfMoonPotential({ steepness, radius, tilt, growth, level }), options),
  },
});
