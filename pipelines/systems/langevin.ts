import {
  chemotacticPotential,
  doubleWellPotential,
  halfMoonPotential,
  langevin,
  type Potential,
  quadraticPotential,
} from "../../src/index.js";
import { langevinLaw } from "./langevin-law.js";
import { mirrors } from "./mirrors.js";
import { normalStart } from "./normal-start.js";
import { choiceOf, countOf, positiveNumber } from "./parameters.js";
import { BOTH_VARIANTS } from "./run-variants.js";
import { SMALL_LINE_RUN } from "./small-line-run.js";
import { requireStableStep } from "./stable-step.js";
import { LINE_METHODS, SMALL_LINE_METHODS } from "./steady-methods.js";
import { symmetricStart } from "./symmetric-start.js";
import { systemKind } from "./system-kind.js";

interface Shape {
  readonly dim: number;
  readonly stiffness: number;
  readonly height: number;
}

/** Potentials by name; each takes what it knows of the shape. */
const POTENTIALS = {
  quadratic: ({ dim, stiffness }: Shape) => quadraticPotential({ dim, stiffness }),
  "double-well": ({ height }: Shape) => doubleWellPotential({ height }),
  "half-moon": () => halfMoonPotential(),
  chemotactic: () => chemotacticPotential,
} as const satisfies Readonly<Record<string, (shape: Shape) => Potential>>;

const OF_QUADRATIC = { where: ["potential", ["quadratic"]] } as const;

export const langevinKind = systemKind({
  about: "overdamped Langevin dynamics in a potential U: dX = -grad U dt + sqrt(2 D) dW",
  source: "Euler-Maruyama steps; steady density proportional to exp(-U / D)",
  parameters: {
    potential: choiceOf(
      "double-well",
      ["quadratic", "double-well", "half-moon", "chemotactic"],
      "U, one of these; half-moon is in the plane, double-well and chemotactic are on the line. Any other: langevin({ potential }) of the library, docs/particle-systems.md",
    ),
    dim: { ...countOf(1, "of the quadratic potential", 100), ...OF_QUADRATIC },
    stiffness: { ...positiveNumber(1, "of the quadratic potential k |x|^2 / 2"), ...OF_QUADRATIC },
    height: {
      ...positiveNumber(0.5, "of the barrier of the double well"),
      where: ["potential", ["double-well"]],
    },
    diffusivity: positiveNumber(1, "D"),
    step: positiveNumber(1e-3, "h, the micro-step"),
    bound: mirrors(4, "each coordinate"),
    ...normalStart({ mean: 1, deviation: 0.25 }, "each coordinate"),
  },
  make: ({ potential, diffusivity, step, bound, mean, deviation, ...shape }) => {
    const hills = POTENTIALS[potential](shape);
    requireStableStep(hills, { step, diffusivity, bound, mean, deviation });
    return langevin({
      potential: hills,
      diffusivity,
      step,
      ...symmetricStart(hills.dim, { bound, mean, deviation }),
    });
  },
  simulate: {
    ...BOTH_VARIANTS,
    presets: {
      small: {
        ...SMALL_LINE_RUN,
        startUp: 0.1,
        jump: 0.3,
        burnIn: 0.1,
        recovery: 0.2,
        record: 0.05,
      },
    },
  },
  steady: {
    methods: [...LINE_METHODS, "cdf", "joint-cdf", "angular-radial"],
    presets: {
      small: {
        parameters: { step: 5e-3 },
        settings: { particles: 20_000 },
        methods: {
          ...SMALL_LINE_METHODS,
          icdf: { quantiles: 200, iterations: 10, tolerance: 1e-3 },
          "joint-cdf": { lines: 41, iterations: 10, tolerance: 1e-2 },
          "angular-radial": { rays: 33, rings: 25, iterations: 10, tolerance: 1e-2 },
        },
      },
    },
    law: ({ potential, diffusivity, bound, ...shape }) =>
      langevinLaw(POTENTIALS[potential](shape), { diffusivity, bound }),
  },
});
