import { type SteadyQuery, stabilitySteps } from "../../src/index.js";
import { answerLog } from "./logged-answers.js";
import type { SteadyPlace, SteadySolution, SteadyTask } from "./methods/index.js";
import type { StabilityResults } from "./results.js";
import { simulationCost } from "./search-simulator.js";
import { slicedResidual, slicesOf } from "./slices.js";

export interface FoundStability {
  readonly results: StabilityResults;
  readonly evaluations: number;
  readonly microSteps: number;
}

/** Eigenvalues of the timestep at an answer that is a description; undefined where it is none, or none are wanted. */
export async function stabilityOf(
  { system, simulate, settings, random }: SteadyTask,
  { coarse }: SteadySolution,
  { checkpoint, signal, interval, onProgress }: SteadyPlace,
): Promise<FoundStability | undefined> {
  const { eigenvalues: count, products, difference, duration } = settings;
  if (!coarse || !(Number(count) > 0)) return undefined;
  const description = coarse.rough ?? coarse.description;
  const { values } = coarse;
  const options = {
    count: Number(count),
    products: Number(products),
    difference: Number(difference),
    duration: Number(duration),
    step: system.step,
    random,
  };
  const slices = slicesOf({ system, settings }, { signal, interval });
  const residual = slicedResidual(simulate, description, options, slices);
  const answer = (query: SteadyQuery): Promise<Float64Array> => {
    onProgress?.({ unit: "products", done: query.evaluation, total: options.products });
    return residual(query);
  };
  const log = answerLog(checkpoint, { signal });
  const method = stabilitySteps(description, values, options);
  const found = await log.answered("stability", method, ({ point }) => point, answer);
  const { eigenvalues, stable, relaxationTime, evaluations } = found;
  return {
    results: {
      eigenvalues: eigenvalues.map(({ real, imaginary }) => ({ real, imaginary })),
      stable,
      relaxationTime: relaxationTime < Infinity ? relaxationTime : null,
    },
    evaluations,
    microSteps: simulationCost(system, settings) * found.microSteps,
  };
}
