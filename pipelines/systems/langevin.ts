import {
  chemotacticPotential,
  doubleWellPotential,
  halfMoonPotential,
  langevin,
  type Potential,
  quadraticPotential,
} from "../../src/index.js";
import { langevinLaw } from "../steady-state/langevin-law.js";
import { LINE_METHODS, SMALL_LINE_METHODS } from "../steady-state/methods/index.js";
import { anyNumber, choiceOf, countOf, positiveNumber } from "./parameters.js";
import { RUN_VARIANTS } from "./run-variants.js";
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
      "U; half-moon is in the plane, double-well and chemotactic are on the line",
    ),
    dim: { ...countOf(1, "of the quadratic potential", 100), ...OF_QUADRATIC },
    stiffness: { ...positiveNumber(1, "of the quadratic potential k |x|^2 / 2"), ...OF_QUADRATIC },
    height: {
      ...positiveNumber(0.5, "of the barrier of the double well"),
      where: ["potential", ["double-well"]],
    },
    diffusivity: positiveNumber(1, "D"),
    step: positiveNumber(1e-3, "h, the micro-step"),
    bound: positiveNumber(4, "mirrors at -bound and bound of each coordinate"),
    mean: anyNumber(1, "of the normal law of the start, in each coordinate"),
    deviation: { value: 0.25, least: 0, about: "of the normal law of the start" },
  },
  make: ({ potential, diffusivity, step, bound, mean, deviation, ...shape }) => {
    const hills = POTENTIALS[potential](shape);
    return langevin({
      potential: hills,
      diffusivity,
      step,
      ...symmetricStart(hills.dim, { bound, mean, deviation }),
    });
  },
  simulate: {
    presets: {
      small: {
        particles: 2000,
        startUp: 0.1,
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
