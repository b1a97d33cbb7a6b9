import { ShapeError } from "../../errors.js";

/** Every constant of the agents; time in the unit of the rates. */
export interface AgentsOptions {
  /** g, how many more news come a unit of time for each trade of an agent in a unit of time; default: 38. */
  readonly feedback?: number;
  /** e_+, what good news add to a state; default: 0.075. */
  readonly goodNews?: number;
  /** e_-, what bad news add, negative; default: -0.072. */
  readonly badNews?: number;
  /** v_+, good news a unit of time while nobody trades; default: 20. */
  readonly goodRate?: number;
  /** v_-; default: 20. */
  readonly badRate?: number;
  /** gamma, the rate at which states decay to 0; default: 1. */
  readonly decay?: number;
  /** After which the rates of news follow the trades; default: 0.25. */
  readonly step?: number;
  /** Parts of a step in which news of an agent far from both ends are taken together; default: 4. */
  readonly subSteps?: number;
  /** Standard deviation of the states at the start, about 0; states outside of (-1, 1) start at 0. Default: 0.1. */
  readonly startDeviation?: number;
  /** A population whose mean state is further from 0 has run away, which is an error; default: 0.3. */
  readonly blowUp?: number;
}

export type AgentsConstants = Required<AgentsOptions>;

/** Of the reference runs after Siettos et al.; `startDeviation` and `blowUp` too. */
export const AGENTS_DEFAULTS: AgentsConstants = {
  feedback: 38,
  goodNews: 0.075,
  badNews: -0.072,
  goodRate: 20,
  badRate: 20,
  decay: 1,
  step: 0.25,
  subSteps: 4,
  startDeviation: 0.1,
  blowUp: 0.3,
};

/** What a constant must be: in words, and whether a value is it. */
type Rule = readonly [words: string, holds: (value: number) => boolean];
const POSITIVE: Rule = ["a finite number above 0", (value) => value > 0 && value < Infinity];
const NOT_NEGATIVE: Rule = ["a finite number of at least 0", (value) => value >= 0 && value < Infinity];

const RULES: Readonly<Record<keyof AgentsConstants, Rule>> = {
  feedback: ["a finite number", Number.isFinite],
  goodNews: ["between 0 and 1", (value) => value > 0 && value < 1],
  badNews: ["between -1 and 0", (value) => value > -1 && value < 0],
  goodRate: NOT_NEGATIVE,
  badRate: NOT_NEGATIVE,
  decay: POSITIVE,
  step: POSITIVE,
  subSteps: ["a whole number of at least 1", (value) => Number.isSafeInteger(value) && value >= 1],
  startDeviation: NOT_NEGATIVE,
  blowUp: ["above 0", (value) => value > 0],
};

/** News of an agent in a sub-step in the mean, at most: `poisson` counts them one by one, from exp(-mean). */
export const MOST_NEWS = 500;

/** @throws ShapeError, with the name of the option, unless every constant is in its range. */
export function agentsConstants(options: AgentsOptions): AgentsConstants {
  const constants = { ...AGENTS_DEFAULTS, ...options };
  for (const name of Object.keys(RULES) as (keyof AgentsConstants)[]) {
    const [words, holds] = RULES[name];
    if (holds(constants[name])) continue;
    throw new ShapeError(`${name} of the agents is ${constants[name]}; it must be ${words}`, {
      found: constants[name],
    });
  }
  requireFewNews("goodRate", constants);
  requireFewNews("badRate", constants);
  return constants;
}

function requireFewNews(name: "goodRate" | "badRate", constants: AgentsConstants): void {
  const mean = (constants[name] * constants.step) / constants.subSteps;
  if (mean <= MOST_NEWS) return;
  throw new ShapeError(
    `${name} of the agents is ${constants[name]}, ${mean} news in a sub-step; take so many subSteps that they are at most ${MOST_NEWS}`,
    { expected: MOST_NEWS, found: mean },
  );
}
