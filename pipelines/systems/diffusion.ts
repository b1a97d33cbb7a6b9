import { boxDiffusion, boxDiffusionLaw } from "../../src/index.js";
import { countOf, positiveNumber } from "./parameters.js";
import { BOTH_VARIANTS } from "./run-variants.js";
import { systemKind } from "./system-kind.js";

export const diffusion = systemKind({
  about: "Brownian particles in a box with mirrors, all from its middle",
  source: "Karris et al. 2024 (arXiv 2408.01857), section 6",
  parameters: {
    dim: countOf(2, "dimension of the box", 100),
    side: positiveNumber(10, "side of the box"),
    speed: positiveNumber(1 / 8, "v_c: root mean square displacement per coordinate and root of time"),
    step: positiveNumber(1 / 16, "h, the micro-step"),
  },
  make: (values) => boxDiffusion(values),
  simulate: {
    ...BOTH_VARIANTS,
    presets: {
      paper: {
        particles: 10_000,
        startUp: 30,
        halfWindow: 80,
        jump: 85,
        burnIn: 30,
        cycles: 16,
        recovery: 50,
        every: 1,
        record: 10,
      },
      small: {
        particles: 1000,
        startUp: 30,
        halfWindow: 80,
        jump: 85,
        burnIn: 30,
        cycles: 8,
        recovery: 50,
        every: 8,
        record: 10,
      },
    },
    law: ({ dim, side, speed }, time) => ({
      about: "the cosine series of diffusion in a box",
      axes: Array.from({ length: dim }, () => boxDiffusionLaw(time, { side, speed })),
    }),
  },
});
