import {
  averagedDifferences,
  gradientProjection,
  type JumpEstimate,
  leastSquaresVelocity,
  localLinear,
  type RunOptions,
  secondOrderStep,
} from "../../src/index.js";

interface EstimateKind {
  readonly about: string;
  readonly make: (every: number) => JumpEstimate;
}

/** How a jump follows from the maps of its window. */
export const ESTIMATES = {
  averaged: { about: "mean of the centred differences, as published", make: averagedDifferences },
  "least-squares": { about: "velocity of the parabola that fits best", make: leastSquaresVelocity },
  "second-order": { about: "velocity and acceleration of that parabola", make: secondOrderStep },
} as const satisfies Readonly<Record<string, EstimateKind>>;

interface SmoothingKind {
  readonly about: string;
  readonly make: () => Pick<RunOptions, "smooth">;
}

/** What is done to the displacements of a jump by transport. */
export const SMOOTHINGS = {
  none: { about: "as published", make: () => ({}) },
  "local-linear": {
    about: "lines fitted to those of near particles",
    make: () => ({ smooth: localLinear() }),
  },
  gradient: { about: "the nearest gradient of a function", make: () => ({ smooth: gradientProjection() }) },
} as const satisfies Readonly<Record<string, SmoothingKind>>;

export type EstimateName = keyof typeof ESTIMATES;
export type SmoothingName = keyof typeof SMOOTHINGS;
