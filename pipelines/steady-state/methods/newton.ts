import {
  armijo,
  type CoarseDescription,
  commonNoise,
  freshNoise,
  type Measure,
  type NewtonKrylovOptions,
  type Noise,
  noiseOfIteration,
  type ParticleLoss,
  type Particles,
  type SteadyQuery,
  type SteadyState,
  steadyStateSteps,
  strongWolfe,
  wholeStep,
  wholeSteps,
  withHidden,
} from "../../../src/index.js";
import type { Parameters, ValuesOf } from "../../systems/parameters.js";
import { answerLog } from "../logged-answers.js";
import { pooledLoss } from "../matching.js";
import { simulationCost } from "../search-simulator.js";
import { type COMMON_SETTINGS, NEWTON_SETTINGS } from "../settings.js";
import { inSlices, slicedResidual, slicesOf } from "../slices.js";
import type { MethodKind, SteadyIterate, SteadySolution, SteadyTask } from "./method.js";

const NOISES: Readonly<Record<NewtonSettings["noise"], Noise>> = {
  common: commonNoise,
  iteration: noiseOfIteration,
  fresh: freshNoise,
};
const LINE_SEARCHES = { armijo, wolfe: strongWolfe(), none: wholeStep } as const satisfies Record<
  NewtonSettings["lineSearch"],
  unknown
>;

/** Beyond the numbers of evaluations. */
const STREAM_OF_SCATTER = 2 ** 41;

type NewtonSettings = ValuesOf<typeof NEWTON_SETTINGS & typeof COMMON_SETTINGS>;

/** A way to describe laws by vectors; Newton's method finds the one that a timestep keeps. */
interface NewtonKind<Table extends Parameters>
  extends Pick<MethodKind, "about" | "dims" | "residual" | "matching"> {
  readonly parameters: Table;
  /** Whether lifted particles stand on a lattice. */
  readonly onLattice?: boolean;
  /** @param loss of methods with a `matching`. */
  readonly describe: (
    task: SteadyTask,
    settings: ValuesOf<Table & typeof COMMON_SETTINGS>,
    loss: ParticleLoss | undefined,
  ) => CoarseDescription;
}

export function newtonMethod<Table extends Parameters>(
  kind: NewtonKind<Table>,
): MethodKind<NewtonSettings & ValuesOf<Table & typeof COMMON_SETTINGS>> {
  const { describe, onLattice = false, ...words } = kind;
  return {
    ...words,
    continues: true,
    parameters: { ...NEWTON_SETTINGS, ...kind.parameters },
    async solve(task, { checkpoint, pool, signal, interval, onProgress }) {
      const { system, simulate, start, settings, random } = task;
      const matched = kind.matching && pooledLoss(kind.matching, { pool, signal });
      const describeWith = (particles: number): CoarseDescription => {
        const law = describe(task, { ...settings, particles }, matched?.loss);
        return task.coupled && settings.hidden === "unknown" ? withHidden(law, task.coupled) : law;
      };
      const description = describeWith(settings.particles);
      const rough = settings.rough > 0 ? describeWith(settings.rough) : undefined;
      const whole = complete(start, task);
      await matched?.ahead(start, whole);
      const options = {
        duration: settings.duration,
        step: system.step,
        random,
        start: description.restrict(whole, start),
        noise: NOISES[settings.noise],
        noiseSamples: settings.noiseSamples,
        readings: settings.readings,
        ...(rough && { rough }),
        newton: newtonOptions(settings),
      };
      const log = answerLog(checkpoint, { signal });
      const slices = slicesOf(task, { signal, interval });
      const residual = slicedResidual(simulate, description, options, slices, matched?.ahead);
      const answer = (query: SteadyQuery): Promise<Float64Array> => {
        onProgress?.({ unit: "iterations", done: query.iteration, total: settings.iterations });
        return residual(query);
      };
      const found = await log.answered(
        "psi",
        steadyStateSteps(description, options),
        ({ point }) => point,
        answer,
      );
      const cost = simulationCost(system, settings);
      const microSteps = cost * description.count * wholeSteps(settings.duration, system.step);
      const solution = solutionOf(
        found,
        { description, ...(rough && { rough }) },
        cost,
        microSteps,
        log.reused(),
      );
      if (!onLattice) return solution;
      const simulated = inSlices(simulate, slices);
      return {
        ...solution,
        scattered: await simulated(found.particles, settings.duration, random.fork(STREAM_OF_SCATTER)),
        evaluations: solution.evaluations + 1,
        microSteps: solution.microSteps + microSteps,
      };
    },
  };
}

/** Particles that start without their hidden state have all of it 0. */
function complete(start: Measure, { coupled }: SteadyTask): Particles {
  return coupled ? { ...start, hidden: { [coupled.name]: new Float64Array(coupled.length) } } : start;
}

function newtonOptions(settings: NewtonSettings): NewtonKrylovOptions {
  const { difference, inner, augment, tolerance, iterations, noise, lineSearch } = settings;
  return {
    difference,
    inner,
    augment,
    stop: { tolerance, maxIterations: iterations },
    lineSearch: LINE_SEARCHES[lineSearch],
    renew: noise === "iteration",
  };
}

function solutionOf(
  found: SteadyState,
  descriptions: { readonly description: CoarseDescription; readonly rough?: CoarseDescription },
  cost: number,
  microSteps: number,
  reused: number,
): SteadySolution {
  const first = { iteration: 0, residual: found.residuals[0]!, evaluations: 1, microSteps };
  const later = found.history.map(
    ({ iteration, residual, evaluations, ...spent }): SteadyIterate => ({
      iteration,
      residual,
      evaluations,
      microSteps: cost * spent.microSteps,
    }),
  );
  return {
    particles: found.particles,
    history: [first, ...later],
    kept: found.residuals.indexOf(found.residual),
    status: found.status,
    ...(found.noiseFloor !== undefined && { noiseFloor: found.noiseFloor }),
    ...(found.freshResidual !== undefined && { freshResidual: found.freshResidual }),
    ...(found.freshError !== undefined && { freshError: found.freshError }),
    evaluations: found.evaluations,
    microSteps: cost * found.microSteps,
    ...(reused > 0 && { reused: `${reused} of ${found.evaluations} evaluations` }),
    coarse: { ...descriptions, values: found.values },
  };
}
