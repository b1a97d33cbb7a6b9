import {
  type BranchPoint,
  type BranchQuery,
  type CoarseDescription,
  continuationSteps,
  isOtError,
  ShapeError,
  type Simulator,
  SimulatorError,
  type SteadyQuery,
  stabilitySteps,
  wholeSteps,
} from "../../src/index.js";
import { momentsOf } from "../moments.js";
import type { Values } from "../systems/parameters.js";
import { type AnswerLog, answerLog } from "./logged-answers.js";
import type { SteadyPlace, SteadySolution, SteadyTask } from "./methods/index.js";
import type { SteadyStateTask } from "./options.js";
import type { BranchPointResults, BranchResults } from "./results.js";
import { searchSimulator, simulationCost } from "./search-simulator.js";
import { type Slices, slicedResidual, slicesOf } from "./slices.js";
import { SlowStepError } from "./slow-step-error.js";

export interface FoundBranch {
  readonly results: BranchResults;
  readonly evaluations: number;
  readonly microSteps: number;
}

/** Newton iterations at a point of the branch: one that needs more is too far from the last. */
const ITERATIONS = 8;

/** The branch of steady states through the one that was found; undefined where none is wanted, or there is no parameter to go on in. */
export async function branchOf(
  task: SteadyStateTask,
  problem: SteadyTask,
  { coarse }: SteadySolution,
  { checkpoint, signal, interval, onProgress }: SteadyPlace,
): Promise<FoundBranch | undefined> {
  const { steady, values, settings, make } = task;
  const wanted = Number(settings.branchPoints ?? 0);
  if (!steady.branch || !coarse || !(wanted > 0)) return undefined;
  const { parameter, known } = steady.branch;
  const { description } = coarse;
  const timestep = timestepOf(problem);
  const simulatorAt = (g: number): Simulator =>
    searchSimulator(make(withParameter(values, parameter, g)), settings);
  const residual = slicedBranchResidual(
    simulatorAt,
    description,
    timestep,
    slicesOf(problem, { signal, interval }),
  );
  const log = answerLog(checkpoint, { signal });
  const start = { solution: coarse.values, parameter: Number(values[parameter]) };
  const method = continuationSteps(start, {
    points: wanted,
    direction: settings.branchDirection === "down" ? -1 : 1,
    greatestStep: Number(settings.branchStep),
    step: Number(settings.branchStep) / 2,
    parameterScale: Number(settings.branchScale),
    newton: {
      difference: Number(settings.difference),
      inner: Number(settings.inner),
      stop: { tolerance: Number(settings.branchTolerance), maxIterations: ITERATIONS },
    },
    ...(description.project && { project: description.project }),
  });
  const answer = (query: BranchQuery): Promise<Float64Array> => {
    onProgress?.({ unit: "points of the branch", done: query.branchPoint, total: wanted });
    return residual(query.solution, query.parameter);
  };
  const branch = await log.answered("branch", method, asked, answer);
  const points: BranchPointResults[] = [];
  let evaluations = branch.evaluations;
  for (const [p, point] of branch.points.entries()) {
    const stability = await stabilityAt(point, p, residual, problem, description, log);
    evaluations += stability?.evaluations ?? 0;
    onProgress?.({ unit: "points whose stability is known", done: p + 1, total: branch.points.length });
    points.push(resultsAt(point, description, problem, stability?.modulus));
  }
  return {
    results: {
      parameter,
      points,
      folds: branch.folds,
      status: branch.status,
      ...(known && { known: known(values) }),
    },
    evaluations,
    microSteps:
      simulationCost(problem.system, settings) *
      evaluations *
      description.count *
      wholeSteps(timestep.duration, timestep.step),
  };
}

type BranchResidual = (solution: Float64Array, parameter: number) => Promise<Float64Array>;

/** `branchResidual` in slices: NaN where particles cannot be simulated, but not where that takes too long. */
function slicedBranchResidual(
  simulatorAt: (parameter: number) => Simulator,
  description: CoarseDescription,
  timestep: ReturnType<typeof timestepOf>,
  slices: Slices,
): BranchResidual {
  return async (point, parameter) => {
    try {
      return await slicedResidual(simulatorAt(parameter), description, timestep, slices)({ point, noise: 0 });
    } catch (error) {
      const isRunaway = error instanceof SimulatorError || isOtError(error, "MeasureError");
      if (!isRunaway || error instanceof SlowStepError) throw error;
      return new Float64Array(description.size).fill(Number.NaN);
    }
  };
}

const asked = ({ solution, parameter }: BranchQuery): Float64Array => Float64Array.of(...solution, parameter);

function timestepOf({ system, settings, random }: SteadyTask) {
  return { duration: Number(settings.duration), step: system.step, random };
}

/** @throws ShapeError where a branch leaves the numbers. */
function withParameter(values: Values, name: string, value: number): Values {
  if (Number.isFinite(value)) return { ...values, [name]: value };
  throw new ShapeError(`the branch came to ${name} = ${value}; take a shorter --branch-step`, {
    found: value,
  });
}

async function stabilityAt(
  { solution, parameter }: BranchPoint,
  index: number,
  residual: BranchResidual,
  problem: SteadyTask,
  description: CoarseDescription,
  log: AnswerLog,
): Promise<{ readonly modulus: number; readonly evaluations: number } | undefined> {
  const { settings } = problem;
  if (!(Number(settings.eigenvalues) > 0)) return undefined;
  const options = {
    ...timestepOf(problem),
    count: 1,
    products: Number(settings.products),
    difference: Number(settings.difference),
  };
  const method = stabilitySteps(description, solution, options);
  const answer = ({ point }: SteadyQuery): Promise<Float64Array> => residual(point, parameter);
  const { eigenvalues, evaluations } = await log.answered(
    `branch-stability-${index}`,
    method,
    ({ point }) => point,
    answer,
  );
  return { modulus: eigenvalues[0]!.modulus, evaluations };
}

function resultsAt(
  { solution, parameter, residual }: BranchPoint,
  description: CoarseDescription,
  { random }: SteadyTask,
  modulus: number | undefined,
): BranchPointResults {
  const particles = description.lift(solution, random.fork(0).fork(0));
  return { parameter, ...momentsOf(particles, 0), residual, ...(modulus !== undefined && { modulus }) };
}
