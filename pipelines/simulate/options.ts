import {
  type Metric,
  type OnProgress,
  runSchedule,
  ShapeError,
  w2Metric,
  wholeSteps,
} from "../../src/index.js";
import type { Interruptible } from "../interrupt.js";
import { flagName } from "../systems/flag-name.js";
import { SYSTEMS } from "../systems/index.js";
import { completed, type Values } from "../systems/parameters.js";
import type { PresetName } from "../systems/presets.js";
import { requireAffordable } from "../systems/require-affordable.js";
import type { RunNumbers, SimulateKind, SystemKind } from "../systems/system-kind.js";
import type { JobOptions } from "../workers.js";
import { ESTIMATES, type EstimateName, SMOOTHINGS, type SmoothingName } from "./estimates.js";

/** Numbers of the run that are given instead of those of the preset are taken. */
export interface SimulateOptions extends Partial<RunNumbers>, JobOptions {
  /** A name in `SYSTEMS`. */
  readonly system: string;
  readonly preset: PresetName;
  /** Parameters of the system that are not as its table has them. */
  readonly parameters?: Readonly<Record<string, number | string>> | undefined;
  /** Names of variants of the system; default: its usual ones. */
  readonly variants?: readonly string[] | undefined;
  readonly estimate: EstimateName;
  readonly smoothing: SmoothingName;
  /** Replicates of the curve of step sizes at the first window; 0: none. */
  readonly stepSizes: number;
  /** Points of the common reference of the picture; default: all particles on a line, else at most 10,000. */
  readonly referenceSize?: number | undefined;
  /** Where the run is kept, so that it can be gone on with; default: it is not. */
  readonly out?: string | undefined;
  /** Seconds between two checkpoints; a micro-step that takes longer is an error. */
  readonly checkpoint: number;
  readonly seed: number;
  readonly interruptible?: Interruptible | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** What is to be simulated, with all numbers. */
export interface SimulateTask {
  readonly name: string;
  readonly kind: SystemKind;
  readonly simulation: SimulateKind<Values>;
  readonly values: Values;
  readonly run: RunNumbers;
  readonly variants: readonly string[];
  readonly estimate: EstimateName;
  readonly smoothing: SmoothingName;
  readonly stepSizes: number;
  readonly metric: Metric;
  /** Micro-steps between two clouds that are kept. */
  readonly recordEvery: number;
  /** Coordinates of a particle. */
  readonly dim: number;
}

/** Whole numbers of micro-steps. */
const TIMES = ["startUp", "jump", "burnIn", "recovery"] as const satisfies readonly (keyof RunNumbers)[];
/** Clouds of a run that are kept: each is drawn, compared and embedded. */
const MOST_FRAMES = 1000;
/** Coordinates of all clouds that are kept: 4 GB. */
const MOST_COORDINATES = 5e8;

/** @throws ShapeError for names that are not there, values that are not legal, and times that are no whole micro-steps. */
export function simulateTask(options: SimulateOptions): SimulateTask {
  const kind = SYSTEMS[options.system];
  const simulation = kind?.simulate;
  if (!kind || !simulation) {
    throw new ShapeError(
      `there is no system "${options.system}"; those that can be simulated are ${simulatedSystems().join(", ")}`,
      { found: options.system },
    );
  }
  const values = completed(kind.parameters, options.parameters ?? {});
  const preset = simulation.presets[options.preset];
  if (!preset) {
    throw new ShapeError(
      `${options.system} has no --preset ${options.preset}: no run of it is published; take --preset small, the default`,
      { found: options.preset },
    );
  }
  const run = runNumbers(preset, options);
  const variants = options.variants ?? simulation.usual;
  const odd = variants.find((name) => !(name in simulation.variants));
  if (odd !== undefined || variants.length === 0) {
    throw new ShapeError(
      `${options.system} has no variant "${odd ?? ""}"; it has ${Object.keys(simulation.variants).join(", ")}`,
      { found: odd ?? "" },
    );
  }
  const { step, dim } = kind.make(values);
  const { estimate, smoothing, stepSizes } = options;
  requireReplicates(stepSizes);
  requireKnown("estimate", estimate, ESTIMATES);
  requireKnown("smoothing", smoothing, SMOOTHINGS);
  requireSmoothed(smoothing, variants, simulation);
  for (const time of TIMES) wholeSteps(run[time], step, flagName(time));
  runSchedule({ ...scheduleOf({ run, estimate }), simulate: (particles) => particles, step });
  requireAffordable({
    step,
    particles: run.particles,
    microSteps: microStepsOfAll(run, step, options, variants),
  });
  requireRecord(run.record, step);
  const recordEvery = wholeSteps(run.record, step, "--record");
  requireFewFrames(run, recordEvery, { step, dim, runs: variants.length + 2 });
  return {
    name: options.system,
    kind,
    simulation,
    values,
    run,
    variants,
    estimate,
    smoothing,
    stepSizes,
    metric: simulation.metric?.(values) ?? w2Metric,
    recordEvery,
    dim,
  };
}

export function simulatedSystems(): string[] {
  return Object.entries(SYSTEMS).flatMap(([name, { simulate }]) => (simulate ? [name] : []));
}

/** The numbers of a run as the timestepper has them. */
export function scheduleOf({ run, estimate }: Pick<SimulateTask, "run" | "estimate">) {
  const { halfWindow, startUp, jump, burnIn, cycles, recovery, every } = run;
  return {
    halfSteps: halfWindow,
    startUp,
    jump,
    burnIn,
    cycles,
    recovery,
    estimate: ESTIMATES[estimate].make(every),
  };
}

function requireReplicates(count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw new ShapeError(`stepSizes is ${count}; it must be a whole number of replicates, or 0 for no curve`, {
    found: count,
  });
}

function requireKnown(what: string, name: string, table: Readonly<Record<string, unknown>>): void {
  if (name in table) return;
  throw new ShapeError(`there is no ${what} "${name}"; there are ${Object.keys(table).join(", ")}`, {
    found: name,
  });
}

/** The time at which a run ends. */
export function finalTime(run: RunNumbers, step: number): number {
  const { startUp, halfWindow, jump, burnIn, cycles, recovery } = run;
  return startUp + cycles * (halfWindow * step + jump + burnIn) + recovery;
}

function runNumbers(preset: RunNumbers, given: Partial<RunNumbers>): RunNumbers {
  const run: RunNumbers = {
    particles: given.particles ?? preset.particles,
    startUp: given.startUp ?? preset.startUp,
    halfWindow: given.halfWindow ?? preset.halfWindow,
    jump: given.jump ?? preset.jump,
    burnIn: given.burnIn ?? preset.burnIn,
    cycles: given.cycles ?? preset.cycles,
    recovery: given.recovery ?? preset.recovery,
    every: given.every ?? preset.every,
    record: given.record ?? preset.record,
  };
  if (Number.isSafeInteger(run.particles) && run.particles >= 1) return run;
  throw new ShapeError(`particles is ${run.particles}; it must be a whole number of at least 1`, {
    found: run.particles,
  });
}

/** Of the variants, both controls and the replicates of the curve of step sizes, from above. */
function microStepsOfAll(
  run: RunNumbers,
  step: number,
  { stepSizes }: Pick<SimulateOptions, "stepSizes">,
  { length }: readonly string[],
): number {
  const { startUp, halfWindow, burnIn, cycles, recovery } = run;
  const paid = (startUp + recovery + cycles * burnIn) / step + 2 * cycles * halfWindow;
  const replicate = startUp / step + 10 * halfWindow;
  return length * paid + (2 * finalTime(run, step)) / step + stepSizes * replicate;
}

function requireSmoothed(
  smoothing: SmoothingName,
  names: readonly string[],
  { variants }: SimulateKind<Values>,
): void {
  if (smoothing === "none" || names.some((name) => variants[name]!.maps === "transport")) return;
  throw new ShapeError(
    `smoothing is ${smoothing}, but only displacements by transport are smoothed and ${names.join(", ")} has none; ` +
      "leave it out, or take a variant with transport",
    { found: smoothing },
  );
}

function requireRecord(record: number, step: number): void {
  if (Math.round(record / step) >= 1) return;
  throw new ShapeError(`--record is ${record}; it must be at least ${step}, a micro-step`, { found: record });
}

interface Kept {
  readonly step: number;
  readonly dim: number;
  readonly runs: number;
}

function requireFewFrames(run: RunNumbers, recordEvery: number, { step, dim, runs }: Kept): void {
  const { startUp, halfWindow, burnIn, cycles, recovery } = run;
  const simulated = startUp + recovery + cycles * (burnIn + halfWindow * step);
  const frames = 2 + 3 * cycles + Math.floor(simulated / (recordEvery * step));
  if (frames > MOST_FRAMES) {
    throw new ShapeError(
      `some ${frames} clouds would be kept, at most ${MOST_FRAMES} can be compared; take a larger time than ${recordEvery * step} between them (--record)`,
      { found: frames },
    );
  }
  const coordinates = frames * runs * run.particles * dim;
  if (coordinates <= MOST_COORDINATES) return;
  throw new ShapeError(
    `some ${frames} clouds of each of ${runs} runs would be kept, of ${run.particles} particles in ${dim} ${dim === 1 ? "dimension" : "dimensions"}: ` +
      `${coordinates.toPrecision(3)} coordinates, at most ${MOST_COORDINATES.toExponential()}; take a larger time than ${recordEvery * step} between them (--record), or fewer particles`,
    { found: coordinates },
  );
}
