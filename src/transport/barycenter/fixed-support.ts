import type { Measure } from "../../measure/measure.js";
import { logarithm } from "../../numeric/elementary.js";
import { type IterationOptions, iterate, stopRule } from "../../numeric/iterate.js";
import { type EntropicProblem, entropicStep } from "./entropic-step.js";
import { gibbsKernel } from "./gibbs-kernel.js";
import { firstScaling, scalingChange } from "./scaling.js";
import { epsilonOf, type Relaxation, rhoOf, type Smoothing } from "./smoothing.js";
import { certifySupport, type FixedSupportBarycenter } from "./support-certificate.js";
import { requireSmoothing, type SupportOptions, supportProblem } from "./support-input.js";
import type { SupportProblem } from "./support-problem.js";

export type { FixedSupportBarycenter };

export type FixedSupportOptions = SupportOptions & Smoothing & Relaxation & IterationOptions;

const DEFAULT_STOP = { tolerance: 1e-7, maxIterations: 2000 };

export function fixedSupportBarycenter(
  measures: readonly Measure[],
  options: FixedSupportOptions,
): FixedSupportBarycenter {
  const rho = rhoOf(options);
  const problem = supportProblem(measures, options, rho);
  const entropic = entropicProblem(problem, epsilonOf(options));
  const ended = iterate(
    firstScaling(problem),
    ({ scaling, masses }) => scalingChange(masses, entropicStep(entropic, scaling.logV)),
    stopRule(options.stop, DEFAULT_STOP),
    options.onProgress,
  );
  return certifySupport(measures[0]!, problem, entropic, ended, options.onProgress);
}

/** @throws ShapeError if epsilon is too small for the costs. */
export function entropicProblem(problem: SupportProblem, epsilon: number): EntropicProblem {
  const { costs, atoms, lambda, rho } = problem;
  requireSmoothing(costs, epsilon);
  const n = atoms[0]!.length;
  const logAtoms = new Float64Array(atoms.length * n);
  atoms.forEach((masses, s) => {
    logAtoms.set(masses.map(logarithm), s * n);
  });
  return { kernel: gibbsKernel(costs, n, costs.length / n, epsilon), logAtoms, lambda, rho };
}
