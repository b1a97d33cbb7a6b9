import { countOf, notNegative, type Parameters, positiveNumber } from "../systems/parameters.js";

/** Of all methods. */
export const COMMON_SETTINGS = {
  particles: {
    value: 20_000,
    least: 2,
    most: 100_000_000,
    whole: true,
    about: "N: particles of a simulation",
  },
  duration: positiveNumber(
    1,
    "T: time of the timestep whose fixed law is wanted; a whole number of micro-steps",
  ),
  plain: notNegative(
    1,
    "compared with simulation alone for so many times the micro-steps that the search paid; 0: not compared",
  ),
  bins: countOf(80, "bins of the densities", 10_000),
} as const satisfies Parameters;

/** Of searches by Newton's method, where the system has a parameter to go on in. */
export const BRANCH_SETTINGS = {
  branchPoints: {
    value: 0,
    least: 0,
    most: 10_000,
    whole: true,
    about: "steady states on the branch through the one found, as a parameter of the system goes on; 0: none",
  },
  branchDirection: { value: "up", choices: ["up", "down"], about: "which way the parameter goes first" },
  branchStep: positiveNumber(0.1, "greatest step along the branch, in arc length"),
  branchScale: positiveNumber(10, "how much of the parameter counts as 1 of arc length"),
  branchTolerance: positiveNumber(5e-3, "residual at which a point of the branch is taken"),
} as const satisfies Parameters;

/** Of searches by Newton's method in systems whose particles do not know of each other, and have no hidden state. */
export const INDEPENDENT_SETTINGS = {
  antithetic: notNegative(
    0,
    "neighbours move by opposite random numbers, and are paired anew after this time: far less noise; 0: not",
  ),
} as const satisfies Parameters;

/** Of searches by Newton's method in systems with a hidden state of the whole population. */
export const HIDDEN_SETTINGS = {
  hidden: {
    value: "unknown",
    choices: ["unknown", "restart"],
    about:
      "the hidden state is part of what is looked for, or it is restarted in each simulation (as published), which has a steady state of its own",
  },
} as const satisfies Parameters;

/** Of all searches in systems with a hidden state of the whole population. */
export const COUPLED_SETTINGS = {
  heal: {
    value: 0,
    least: 0,
    most: 1000,
    whole: true,
    about:
      "where the hidden state is restarted: so many micro-steps bring it into balance with the places before each simulation; 0: none (as published)",
  },
} as const satisfies Parameters;

/** Of searches by Newton's method. */
export const NEWTON_SETTINGS = {
  iterations: countOf(25, "Newton iterations at most", 100_000),
  tolerance: notNegative(1e-14, "the residual at which the search is content"),
  inner: countOf(20, "products with the Jacobian in an iteration at most", 10_000),
  augment: {
    value: 0,
    least: 0,
    most: 1000,
    whole: true,
    about: "corrections of earlier iterations that are searched first",
  },
  difference: positiveNumber(0.1, "rdiff: length of the difference quotients; large where there is noise"),
  noise: {
    value: "common",
    choices: ["common", "iteration", "fresh"],
    about:
      "random numbers: the same in every evaluation, the same within an iteration, or new ones each time (as published)",
  },
  lineSearch: {
    value: "armijo",
    choices: ["armijo", "wolfe", "none"],
    about: "how steps that make the residual larger are shortened",
  },
  readings: countOf(1, "a description is the mean of so many in the second half of the timestep", 1000),
  rough: {
    value: 0,
    least: 0,
    whole: true,
    about:
      "particles of the simulations behind difference quotients, those of eigenvalues too; 0: as many as of the others",
  },
  eigenvalues: {
    value: 6,
    least: 0,
    most: 1000,
    whole: true,
    about: "leading eigenvalues of the timestep at the answer, for its stability; 0: none",
  },
  products: countOf(20, "products with the Jacobian that they are made from", 10_000),
  noiseSamples: {
    value: 4,
    least: 0,
    most: 1000,
    whole: true,
    about: "evaluations at the answer, each with random numbers of its own, by which the noise is measured",
  },
} as const satisfies Parameters;
