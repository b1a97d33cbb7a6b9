import { MeasureError } from "../../errors.js";
import { measure } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import { uniforms } from "../../numeric/uniforms.js";
import type { ParticleSystem, Particles, Reinitialise } from "../particles.js";
import { reflect } from "../reflect.js";
import { wholeSteps } from "../whole-steps.js";
import { binomial } from "./binomial.js";
import { flagellarMotor, restingBias } from "./chemotaxis-motor.js";
import { type ChemotaxisOptions, chemotaxisConstants } from "./chemotaxis-options.js";
import { adaptationOver, sensedLevel } from "./chemotaxis-signal.js";
import { requireBox } from "./require-box.js";

/** What a cell carries: u1 and u2 of its signal transduction, how many flagella turn counter-clockwise, and +1 or -1. */
export interface CellStates {
  readonly u1: Float64Array;
  readonly u2: Float64Array;
  readonly counterClockwise: Float64Array;
  readonly direction: Float64Array;
}

export interface ChemotaxisSystem extends ParticleSystem {
  readonly reinitialisations: {
    /** Proposed by Karris et al.: u2 goes on at its own rate, u2 + H u2', motors and directions are kept. */
    readonly historyDependent: Reinitialise;
    /** Setayeshgar et al. 2005: u2 = f(S) at the new place, all flagella clockwise, directions drawn. */
    readonly historyIndependent: Reinitialise;
  };
  /** Cells at these places that have been there for long: u1 = 0, u2 = f(S), motors at their resting bias. */
  readonly atRest: (points: Float64Array, random: Random) => CellStates;
}

/**
 * Bacteria that run and tumble on a line towards more of a chemical: each cell senses f(S(x)), adapts by
 * tau_e u1' = f - (u1 + u2),  tau_a u2' = f - u2,  and u1 lowers the messenger level that makes its flagella turn clockwise;
 * it runs while more than half of them turn counter-clockwise, and a tumble that ends draws a new direction.
 *
 * Published in Karris et al. 2024 (arXiv 2408.01857), section 7: speed, step, signal, six flagella and their majority; the other
 * constants, `CHEMOTAXIS_RECONSTRUCTED`, are not, and the defaults are a reconstruction. Flagella of a cell are alike, so their
 * number stands for them. A measure without hidden states is taken `atRest`.
 *
 * A micro-step: f is frozen and u1, u2 integrated exactly; then each flagellum flips with probability 1 - exp(-k h); then
 * running cells move by speed * h. O(count) time, some 90 ns a cell.
 *
 * @throws ShapeError if a constant is not a number of the right sign, or the box not one of a line. `simulate` and the
 * re-initialisations throw MeasureError if there are hidden states, but not those of as many cells.
 */
export function chemotaxis(options: ChemotaxisOptions = {}): ChemotaxisSystem {
  const constants = chemotaxisConstants(options);
  const { speed, step, flagella, adaptationTime } = constants;
  const { box } = options;
  if (box) requireBox(box, 1);
  const low = box?.low[0] ?? -Infinity;
  const high = box?.high[0] ?? Infinity;
  const sensed = sensedLevel(constants);
  const { turnsClockwise, turnsCounterClockwise } = flagellarMotor(constants);
  const { lagKept, u1Kept, u1FromLag } = adaptationOver(constants);
  const resting = restingBias(constants);
  const majority = flagella / 2;
  const stride = speed * step;

  return {
    dim: 1,
    step,
    ...(box && { box }),
    start: (count, random) => {
      const points = new Float64Array(count).fill(constants.start);
      return { ...measure(points, { dim: 1 }), hidden: { ...atRest(points, random) } };
    },
    simulate: (particles, duration, random) => {
      const points = particles.points.slice();
      const states = copied(particles) ?? atRest(points, random);
      for (let s = wholeSteps(duration, step); s > 0; s--) advance(points, states, random);
      return { ...particles, points, hidden: { ...states } };
    },
    reinitialise: historyDependent,
    reinitialisations: { historyDependent, historyIndependent },
    atRest,
  };

  function advance(points: Float64Array, states: CellStates, random: Random): void {
    const { u1, u2, counterClockwise, direction } = states;
    const uniform = uniforms(random); // anew in every micro-step: a duration may be cut anywhere
    for (let i = 0; i < points.length; i++) {
      const level = sensed(points[i]!);
      const lag = level - u2[i]!;
      const fast = u1Kept * u1[i]! + u1FromLag * lag;
      u1[i] = fast;
      u2[i] = level - lagKept * lag;

      const before = counterClockwise[i]!;
      const after =
        before -
        binomial(before, turnsClockwise(fast), uniform()) +
        binomial(flagella - before, turnsCounterClockwise(fast), uniform());
      counterClockwise[i] = after;
      if (after <= majority) continue;
      if (before <= majority) direction[i] = uniform() < 0.5 ? 1 : -1;
      const ahead = points[i]! + stride * direction[i]!;
      points[i] = ahead;
      if (ahead < low || ahead > high) {
        points[i] = reflect(ahead, low, high);
        direction[i] = -direction[i]!;
      }
    }
  }

  function atRest(points: Float64Array, random: Random): CellStates {
    return {
      u1: new Float64Array(points.length),
      u2: points.map(sensed),
      counterClockwise: points.map(() => binomial(flagella, resting, random.uniform())),
      direction: directions(points, random),
    };
  }

  function historyDependent(
    { middle, landed, duration }: Parameters<Reinitialise>[0],
    random: Random,
  ): Particles {
    const { u2, ...motors } = copied(middle) ?? atRest(middle.points, random);
    const rate = (x: number, i: number): number => (sensed(x) - u2[i]!) / adaptationTime;
    return {
      ...landed,
      hidden: {
        ...motors,
        u1: new Float64Array(landed.count),
        u2: middle.points.map((x, i) => u2[i]! + duration * rate(x, i)),
      },
    };
  }

  function historyIndependent({ landed }: Parameters<Reinitialise>[0], random: Random): Particles {
    return {
      ...landed,
      hidden: {
        u1: new Float64Array(landed.count),
        u2: landed.points.map(sensed),
        counterClockwise: new Float64Array(landed.count),
        direction: directions(landed.points, random),
      },
    };
  }
}

const directions = (points: Float64Array, random: Random): Float64Array =>
  points.map(() => (random.uniform() < 0.5 ? 1 : -1));

const STATES: readonly (keyof CellStates)[] = ["u1", "u2", "counterClockwise", "direction"];

/** The hidden state of cells to write on; none of a plain measure. */
function copied({ hidden, count }: Particles): CellStates | undefined {
  if (!hidden) return undefined;
  const arrays = STATES.map((name) => {
    const array = hidden[name];
    if (array?.length === count) return [name, array.slice()] as const;
    const found = array ? `${array.length} values` : "none";
    throw new MeasureError(`${count} bacteria need as many hidden values ${name}; there are ${found}`);
  });
  return Object.fromEntries(arrays) as Record<keyof CellStates, Float64Array>;
}
