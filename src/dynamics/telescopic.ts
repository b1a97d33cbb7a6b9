import { ShapeError } from "../errors.js";
import { embed as embedHere, toTangent } from "../lot/embedding.js";
import { geometryOf } from "../lot/geometries.js";
import { type Metric, w2Metric } from "../lot/metric.js";
import type { Measure } from "../measure/measure.js";
import { requirePositive } from "../numeric/require-positive.js";
import { requireConverged } from "../transport/transport.js";
import { type Box, keepHidden, type Particles, type Reinitialise, type Simulator } from "./particles.js";
import { attempted, requireWhole } from "./require-whole.js";
import { requireBox } from "./systems/require-box.js";
import { landed } from "./timestep/landed.js";
import type { Smooth } from "./timestep/run-plan.js";
import { type EmbedWindow, mapTask } from "./timestep/window-maps.js";
import { travelled } from "./travelled.js";
import { wholeSteps } from "./whole-steps.js";

export interface ProjectiveOptions {
  /** h, the time of an inner step, which may be many micro-steps of the simulator. */
  readonly step: number;
  /** k, inner steps before the last one: they damp what is fast; a whole number of at least 0. */
  readonly damping: number;
  /** M: the leap is over M h; `stableLeap(k)` or less, unless fast and slow motion are far apart. */
  readonly leap: number;
  /** Inner steps that the velocity is the difference over, at most k + 1; default: 1, the last one. */
  readonly span?: number;
  /** Default: none. */
  readonly smooth?: Smooth;
  /** Default: `keepHidden`. */
  readonly reinitialise?: Reinitialise;
  /** Where particles are mirrored into after a leap; default: none. */
  readonly box?: Box;
  /** Default: `w2Metric`. */
  readonly metric?: Metric;
  /** Default: `embed`. */
  readonly embed?: EmbedWindow;
}

/** The time of one step of `projective`, (M + k + 1) h. */
export function projectiveStep({ step, damping, leap }: ProjectiveOptions): number {
  return (leap + damping + 1) * step;
}

/**
 * The share of the time that `projective` (or `telescopic` with so many levels) simulates, ((k + 1) / (M + k + 1))^levels: over a
 * duration T it pays for this share of the T / h micro-steps of plain simulation.
 *
 * @throws ShapeError unless the leap is positive, k a whole number of at least 0, and there is at least one level.
 */
export function simulatedShare({
  damping,
  leap,
  levels = 1,
}: Pick<ProjectiveOptions, "damping" | "leap"> & { readonly levels?: number }): number {
  requirePositive("leap", leap);
  requireDamping(damping);
  requireLevels(levels);
  let share = 1;
  for (let level = 0; level < levels; level++) share *= (damping + 1) / (leap + damping + 1);
  return share;
}

/**
 * A simulator that skips time: after k + 1 inner steps it leaps over M h along the optimal map between the last two clouds,
 *
 *   mu <- (id - (M / s) log_mu(nu))_# mu,   nu the cloud s inner steps before (s = `span`).
 *
 * Its durations are whole multiples of (M + k + 1) h, of which it simulates the share (k + 1) / (M + k + 1). A mode that an
 * inner step multiplies by rho is multiplied by rho^k ((M + 1) rho - M) in all (with s = 1). Being a simulator, it can be the
 * inner simulator of another: see `telescopic`.
 *
 * @throws ShapeError unless step and leap are positive, k is a whole number of at least 0, and s one from 1 to k + 1;
 *   when it runs, if the box is none of this dimension; SimulatorError, with the inner step and its time since the call, if the
 *   simulator throws, changes what it is given, or returns what is not finite, or other particles; ConvergenceError if a transport ends before its optimum.
 *
 * One transport a leap. Gear and Kevrekidis 2003, projective forward Euler, for measures.
 */
export function projective(simulate: Simulator, options: ProjectiveOptions): Simulator {
  requireProjective(options);
  const { box, metric = w2Metric } = options;
  const kept = {
    isBalanced: geometryOf(metric).isBalanced,
    growing: "populations that grow need the metric hk",
  };
  return (particles, duration, random) => {
    if (box) requireBox(box, particles.dim);
    const steps = wholeSteps(duration, projectiveStep(options));
    let now = particles;
    for (let n = 0; n < steps; n++) {
      const { span = 1, damping, step } = options;
      const clouds = [now];
      for (let s = 0; s <= damping; s++) {
        const place = { step: n * (damping + 1) + s, time: n * projectiveStep(options) + s * step };
        const before = clouds[s]!;
        const moved = attempted(() => simulate(before, step, random), before, place);
        clouds.push(requireWhole(moved, before, { ...kept, ...place }));
      }
      const landed = leapt(clouds[damping + 1]!, clouds[damping + 1 - span]!, options);
      const { reinitialise = keepHidden, leap } = options;
      now = reinitialise({ middle: clouds[damping + 1]!, landed, duration: leap * step }, random);
    }
    return now;
  };
}

/**
 * Projective steps within projective steps: level 0 is the simulator with steps h, level l + 1 the `projective` one whose inner
 * steps are those of level l. The step grows by M + k + 1 a level, the work per time falls by (k + 1) / (M + k + 1).
 *
 * @param options.levels at least 1; with 1 it is `projective`.
 * @throws what `projective` throws.
 *
 * Gear and Kevrekidis 2003, telescopic projective methods, for measures: maps are found again at each level, since optimal maps
 * lose the names of particles.
 */
export function telescopic(
  simulate: Simulator,
  options: ProjectiveOptions & { readonly levels: number },
): Simulator {
  const { levels } = options;
  requireLevels(levels);
  const inner = projective(simulate, options);
  if (levels === 1) return inner;
  return telescopic(inner, { ...options, step: projectiveStep(options), levels: levels - 1 });
}

/**
 * The largest leap M for which k damping steps keep all modes with multipliers from 0 to 1 stable: the largest M with
 * k^k M^(k + 1) <= (k + 1)^(k + 1) (M + 1)^k. 1 for k = 0, 2 + 2 sqrt(2) for k = 1, 8.44 for k = 2.
 *
 * Diffusion has modes of all speeds; where fast and slow modes lie apart, longer leaps are stable.
 *
 * @throws ShapeError unless k is a whole number of at least 0. Gear and Kevrekidis 2003.
 */
export function stableLeap(damping: number): number {
  requireDamping(damping);
  let low = 0;
  let high = 8 * (damping + 1);
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return low;
    if (swing(damping, middle) <= damping + 1) low = middle;
    else high = middle;
  }
}

/** M (k M / ((k + 1) (M + 1)))^k, k + 1 times the largest negative multiplier of a leap over M. */
function swing(damping: number, leap: number): number {
  const factor = (damping * leap) / ((damping + 1) * (leap + 1));
  let product = leap;
  for (let n = 0; n < damping; n++) product *= factor;
  return product;
}

/** The last cloud moved on along minus its logarithm of an earlier one; particles without mass stay. */
function leapt(last: Particles, earlier: Particles, options: ProjectiveOptions): Measure {
  const { metric = w2Metric, embed = embedHere, step, leap, span = 1, smooth, box } = options;
  const window = { halfSteps: 1, step: span * step, clouds: [earlier, last], middle: last };
  const task = mapTask(window, EARLIER_ALONE, metric);
  const { certificates, matrix } = embed(task.reference, task.targets);
  for (const certificate of certificates) requireConverged({ certificate });
  const displacement = toTangent(
    task.reference,
    matrix.data.map((value) => (-leap / span) * value),
  );
  return landed(task, smooth?.(task.reference, displacement, travelled(last, earlier)) ?? displacement, box);
}

/** Of the clouds of such a window the one before its middle. */
const EARLIER_ALONE = Float64Array.of(1, 0, 0);

function requireProjective({ step, damping, leap, span = 1 }: ProjectiveOptions): void {
  requirePositive("step", step);
  requirePositive("leap", leap);
  requireDamping(damping);
  if (Number.isSafeInteger(span) && span >= 1 && span <= damping + 1) return;
  throw new ShapeError(`span is ${span}; it must be a whole number from 1 to ${damping + 1}, damping + 1`, {
    found: span,
  });
}

function requireLevels(levels: number): void {
  if (Number.isSafeInteger(levels) && levels >= 1) return;
  throw new ShapeError(`the number of levels is ${levels}; it must be a whole number of at least 1`, {
    found: levels,
  });
}

function requireDamping(damping: number): void {
  if (Number.isSafeInteger(damping) && damping >= 0) return;
  throw new ShapeError(`damping is ${damping}; it must be a whole number of at least 0`, { found: damping });
}
