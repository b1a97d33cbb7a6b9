import { chemotacticPotential, driftDiffusion, steadyLaw } from "../../src/index.js";
import { LINE_METHODS } from "../steady-state/methods/index.js";
import { anyNumber, positiveNumber } from "./parameters.js";
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
  steady: {
    methods: [...LINE_METHODS, "cdf"],
    presets: {
      paper: {
        settings: { particles: 100_000, noise: "fresh" },
        methods: { icdf: { quantiles: 1000, iterations: 100 } },
      },
      small: {
        parameters: { step: 1e-2 },
        settings: { particles: 20_000 },
        methods: { icdf: { quantiles: 200, iterations: 20, tolerance: 1e-2 } },
      },
    },
    law: ({ diffusivity, bound }) => ({
      about: "density proportional to exp((S + S^3 / 6) / D), S = tanh x, by quadrature",
      axes: [steadyLaw({ potential: chemotacticPotential, diffusivity, low: -bound, high: bound })],
    }),
  },
});
