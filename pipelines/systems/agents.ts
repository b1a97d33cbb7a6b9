import { AGENTS_DEFAULTS, agents } from "../../src/index.js";
import { agentsBranch, agentsLaw } from "./agents-mean-field.js";
import { anyNumber, countOf, notNegative, positiveNumber } from "./parameters.js";
import { BOTH_VARIANTS } from "./run-variants.js";
import { SMALL_LINE_METHODS } from "./steady-methods.js";
import { systemKind } from "./system-kind.js";

const D = AGENTS_DEFAULTS;

export const agentsKind = systemKind({
  about: "agents who trade on good and bad news, and whose trades make news",
  source: "Siettos et al.; Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567)",
  parameters: {
    feedback: anyNumber(D.feedback, "g, news a trade makes"),
    goodNews: { value: D.goodNews, above: 0, most: 1, about: "e_+, what good news add to a state" },
    badNews: { value: D.badNews, above: -1, most: 0, about: "e_-, what bad news add" },
    goodRate: notNegative(D.goodRate, "v_+, good news a unit of time while nobody trades"),
    badRate: notNegative(D.badRate, "v_-"),
    decay: positiveNumber(D.decay, "gamma, at which states decay to 0"),
    step: positiveNumber(D.step, "h, after which the rates of news follow the trades"),
    subSteps: countOf(D.subSteps, "parts of a step", 1000),
    startDeviation: notNegative(D.startDeviation, "of the states at the start"),
    blowUp: positiveNumber(D.blowUp, "mean state beyond which the population has run away, an error"),
  },
  make: (values) => agents(values),
  simulate: {
    ...BOTH_VARIANTS,
    presets: {
      small: {
        particles: 10_000,
        startUp: 5,
        halfWindow: 4,
        jump: 3,
        burnIn: 2,
        cycles: 6,
        recovery: 4,
        every: 1,
        record: 1,
      },
    },
  },
  steady: {
    methods: ["icdf", "cdf", "wasserstein-adam", "sinkhorn-adam", "sinkhorn-descent"],
    presets: {
      paper: {
        settings: { particles: 100_000, duration: 1, noise: "fresh" },
        methods: { icdf: { quantiles: 100, difference: 0.1, iterations: 25, hidden: "restart" } },
      },
      small: {
        settings: { particles: 20_000 },
        methods: {
          ...SMALL_LINE_METHODS,
          icdf: { quantiles: 100, iterations: 10, tolerance: 1e-3 },
        },
      },
    },
    coupled: { name: "trades", length: 2, scale: 10, least: 0 },
    law: agentsLaw,
    branch: { parameter: "feedback", known: agentsBranch },
  },
});
