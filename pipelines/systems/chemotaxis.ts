import { CHEMOTAXIS_DEFAULTS, CHEMOTAXIS_RECONSTRUCTED, chemotaxis } from "../../src/index.js";
import { anyNumber, countOf, type NumberParameter, notNegative, positiveNumber } from "./parameters.js";
import { systemKind } from "./system-kind.js";

type Constant = keyof typeof CHEMOTAXIS_DEFAULTS;

/** What the publication does not print is said to be reconstructed. */
function constant(
  name: Constant,
  about: string,
  of: (value: number, about: string) => NumberParameter = positiveNumber,
): NumberParameter {
  const note = CHEMOTAXIS_RECONSTRUCTED.includes(name) ? `${about}; reconstructed` : about;
  return of(CHEMOTAXIS_DEFAULTS[name], note);
}

export const chemotaxisKind = systemKind({
  about: "bacteria that run and tumble on a line towards a chemical",
  source:
    "Karris et al. 2024 (arXiv 2408.01857), section 7; constants that it does not print are reconstructed",
  parameters: {
    speed: constant("speed", "of a running cell, cm/s", notNegative),
    step: constant("step", "h, the micro-step, s"),
    flagella: constant("flagella", "of a cell", (value, about) => countOf(value, about, 1000)),
    signalMean: constant("signalMean", "of the normal density that the signal is, cm", anyNumber),
    signalDeviation: constant("signalDeviation", "of that density, cm"),
    excitationTime: constant("excitationTime", "tau_e, of the fast variable, s", notNegative),
    adaptationTime: constant("adaptationTime", "tau_a, of the slow variable, s"),
    sensitivity: constant("sensitivity", "alpha of f(S) = alpha S / (K_S + S)", notNegative),
    halfSaturation: constant("halfSaturation", "K_S"),
    restingLevel: constant("restingLevel", "Y_0 of CheY-P, micromoles"),
    motorLevel: constant("motorLevel", "K, at which flagella turn either way equally long, micromoles"),
    hill: constant("hill", "coefficient of the motor"),
    flipRate: constant("flipRate", "omega, flips per second at the level K"),
    start: constant("start", "where all cells start, cm", anyNumber),
  },
  make: (values) => chemotaxis(values),
  simulate: {
    presets: {
      paper: {
        particles: 10_000,
        startUp: 200,
        halfWindow: 80,
        jump: 95,
        burnIn: 100,
        cycles: 19,
        recovery: 0,
        every: 1,
        record: 20,
      },
      small: {
        particles: 1000,
        startUp: 200,
        halfWindow: 80,
        jump: 95,
        burnIn: 100,
        cycles: 9,
        recovery: 0,
        every: 1,
        record: 20,
      },
    },
    variants: {
      "history-dependent": {
        about: "hidden states go on from where they were",
        maps: "transport",
        reinitialise: (values) => chemotaxis(values).reinitialisations.historyDependent,
      },
      "history-independent": {
        about: "hidden states are made up from the new places",
        maps: "transport",
        reinitialise: (values) => chemotaxis(values).reinitialisations.historyIndependent,
      },
      "particle-wise": {
        about: "displacements of each cell by itself, hidden states go on",
        maps: "particle-wise",
        reinitialise: (values) => chemotaxis(values).reinitialisations.historyDependent,
      },
    },
    usual: ["history-dependent", "history-independent"],
  },
});
