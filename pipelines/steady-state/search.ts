import { type Measure, type Random, wholeSteps } from "../../src/index.js";
import { axisBins, axisDensities, axisRanges } from "../axis-densities.js";
import type { Stopwatch } from "../report.js";
import { branchOf } from "./branch.js";
import { hiddenState } from "./hidden-state.js";
import { axisMoments, lawErrors } from "./marginals.js";
import type { SteadyPlace, SteadySolution, SteadyTask } from "./methods/index.js";
import type { SteadyStateTask } from "./options.js";
import { plainRun } from "./plain.js";
import type { SteadyStateResults } from "./results.js";
import { searchEnd } from "./search-end.js";
import { searchSimulator } from "./search-simulator.js";
import { stabilityOf } from "./stability.js";

/** A law that was found, and what a report says of it. */
export interface Found {
  readonly results: SteadyStateResults;
  readonly particles: Measure;
  readonly solution: SteadySolution;
}

/** Streams of random numbers of the parts of a search. */
const STREAMS_OF = { start: 0, search: 1, plain: 2 } as const;

/** How often simulation alone is looked at until it has taken so many micro-steps. */
function looksFor(microSteps: number, { system, start, settings }: SteadyTask): number {
  const each = start.count * wholeSteps(Number(settings.duration), system.step);
  return Math.max(1, Math.floor(microSteps / each));
}

/** The search, the stability of what it found, and simulation alone for comparison. */
export async function searched(
  task: SteadyStateTask,
  random: Random,
  place: SteadyPlace,
  watch: Stopwatch,
): Promise<Found> {
  const { system, settings, kind, values, steady } = task;
  const start = system.start(Number(settings.particles), random.fork(STREAMS_OF.start));
  const simulate = searchSimulator(system, settings);
  const problem = {
    system,
    simulate,
    settings,
    coupled: steady.coupled,
    start,
    random: random.fork(STREAMS_OF.search),
  };
  const solution = await kind.solve(problem, place);
  watch.lap("search");
  const law = steady.law?.(values);
  const { particles } = solution;
  const bins = axisBins(axisRanges(particles, system.box, law), Number(settings.bins), law);
  const moments = axisMoments(particles, law);
  const density = axisDensities(solution.scattered ?? particles, bins);
  const errors = lawErrors(moments, density);
  const stability = await stabilityOf(problem, solution, place);
  watch.lap("stability");
  const branch = await branchOf(task, problem, solution, place);
  watch.lap("branch");
  const paid = solution.microSteps + (stability?.microSteps ?? 0);
  const plain =
    law && errors && Number(settings.plain) > 0
      ? await plainRun(
          {
            system,
            start,
            law,
            bins,
            duration: Number(settings.duration),
            looks: looksFor(Number(settings.plain) * paid, problem),
            goal: errors,
            random: random.fork(STREAMS_OF.plain),
          },
          place,
        )
      : undefined;
  watch.lap("plain simulation");
  const hidden = hiddenState(settings);
  const kept = solution.history[Math.min(solution.kept, solution.history.length - 1)]!;
  const results: SteadyStateResults = {
    system: task.name,
    method: task.method,
    particles: particles.count,
    dim: particles.dim,
    status: solution.status,
    end: searchEnd({ ...solution, residual: solution.freshResidual ?? kept.residual }),
    ...(hidden && { hidden }),
    residuals: solution.history,
    kept: solution.kept,
    residual: kept.residual,
    ...(solution.freshResidual !== undefined && { freshResidual: solution.freshResidual }),
    ...(solution.freshError !== undefined && { freshError: solution.freshError }),
    ...(solution.noiseFloor !== undefined && { noiseFloor: solution.noiseFloor }),
    moments,
    density,
    microSteps: {
      paid,
      search: kept.microSteps,
      ...(plain && {
        plain: plain.reached === null ? null : plain.points.at(-1)!.microSteps,
      }),
      ...(branch && { branch: branch.microSteps }),
    },
    evaluations: solution.evaluations + (stability?.evaluations ?? 0) + (branch?.evaluations ?? 0),
    ...(stability && { stability: stability.results }),
    ...(plain && { plain }),
    ...(branch && { branch: branch.results }),
    ...(law && { law: law.about }),
    ...(errors && { lawErrors: errors }),
  };
  return { results, particles, solution };
}
