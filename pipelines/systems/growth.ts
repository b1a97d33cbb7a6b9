import { growing, hkMetric, langevin, measure, quadraticPotential } from "../../src/index.js";
import { short } from "../text-table.js";
import { normalAxis } from "./normal-axis.js";
import { anyNumber, notNegative, positiveNumber } from "./parameters.js";
import { RUN_VARIANTS } from "./run-variants.js";
import { systemKind } from "./system-kind.js";

/** u_t = D u_xx + (g - b x^2) u from N(0, s^2), which stays a normal density times a mass. */
export const growth = systemKind({
  about: "Brownian particles on a line whose mass grows near the middle and declines far from it, by HK",
  source: "du/dt = D u'' + (g - b x^2) u in closed form, a Riccati equation",
  parameters: {
    growth: anyNumber(0.2, "g, rate at which mass grows in the middle"),
    decline: notNegative(0.05, "b: the rate is g - b x^2"),
    diffusivity: positiveNumber(0.01, "D"),
    deviation: positiveNumber(1, "of the normal law of the start"),
    kappa: positiveNumber(
      3,
      "of the Hellinger-Kantorovich metric; some ten times what particles move by in a jump",
    ),
    step: positiveNumber(1 / 8, "h, the micro-step"),
  },
  make: ({ growth: rate, decline, diffusivity, deviation, step }) =>
    growing(
      langevin({
        potential: quadraticPotential({ stiffness: 0 }),
        diffusivity,
        step,
        start: (count, random) =>
          measure(
            Float64Array.from({ length: count }, () => deviation * random.normal()),
            { dim: 1 },
          ),
      }),
      (points, into) => {
        for (let i = 0; i < into.length; i++) into[i] = rate - decline * points[i]! ** 2;
      },
    ),
  simulate: {
    presets: {
      small: {
        particles: 200,
        startUp: 0.5,
        halfWindow: 4,
        jump: 1,
        burnIn: 0.5,
        cycles: 5,
        recovery: 0.5,
        every: 4,
        record: 0.5,
      },
    },
    variants: { transport: RUN_VARIANTS.transport },
    usual: ["transport"],
    metric: ({ kappa }) => hkMetric(kappa),
    mass: (values, time) => closedForm(values, time).mass,
    law: (values, time) => {
      const { variance } = closedForm(values, time);
      return {
        about: `N(0, ${short(variance)}), whatever the mass`,
        axes: [normalAxis(0, variance)],
      };
    },
  },
});

interface Rates {
  readonly growth: number;
  readonly decline: number;
  readonly diffusivity: number;
  readonly deviation: number;
}

/** (s^2)' = 2 D - 2 b s^4, m' / m = g - b s^2, s^2 and m at the start being the variance and 1. */
function closedForm({ growth: rate, decline, diffusivity, deviation }: Rates, time: number) {
  const start = deviation ** 2;
  if (decline === 0) return { variance: start + 2 * diffusivity * time, mass: Math.exp(rate * time) };
  const steady = Math.sqrt(diffusivity / decline);
  const phase = 2 * Math.sqrt(diffusivity * decline) * time;
  const [cosh, sinh] = [Math.cosh(phase), Math.sinh(phase)];
  return {
    variance: (steady * (start * cosh + steady * sinh)) / (steady * cosh + start * sinh),
    mass: Math.exp(rate * time) / Math.sqrt(cosh + (start / steady) * sinh),
  };
}
