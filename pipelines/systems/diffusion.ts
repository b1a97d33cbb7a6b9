import { boxDiffusion } from "../../src/index.js";
import { countOf, positiveNumber } from "./parameters.js";
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
    presets: {
      paper: {
        particles: 10_000,
        startUp: 30,
        halfWindow: 80,
        jump: 85,
        burnIn: 30,
        cycles: 16,
        recovery: 50,
      },
      small: {
        particles: 500,
        startUp: 30,
        halfWindow: 16,
        jump: 85,
        burnIn: 30,
        cycles: 6,
        recovery: 50,
      },
    },
    variants: {
      transport: { about: "displacements by optimal transport", maps: "transport" },
      "particle-wise": { about: "displacements of each particle by itself", maps: "particle-wise" },
    },
    usual: ["transport", "particle-wise"],
  },
});
