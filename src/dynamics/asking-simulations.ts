import type { Random } from "../numeric/random.js";
import type { Particles, Simulator } from "./particles.js";
import { attempted, type SimulatedFrom } from "./require-whole.js";

/** A simulation that a method needs to go on. */
export interface SimulationQuery {
  readonly particles: Particles;
  readonly duration: number;
  readonly random: Random;
  /** Where the method is: steps before it (of a descent epochs), and their time. */
  readonly from: SimulatedFrom;
}

/**
 * A method that asks for its simulations instead of calling a simulator: it yields what is to be simulated, is sent the particles after
 * it, and returns its result. So a caller can simulate in parts, and hear signals in between.
 */
export type AskingSimulations<Result> = Generator<SimulationQuery, Result, Particles>;

/**
 * Runs such a method to its end, on a simulator that answers at once.
 *
 * @throws SimulatorError if the simulator throws, or changes what it is given.
 */
export function simulated<Result>(simulator: Simulator, method: AskingSimulations<Result>): Result {
  let turn = method.next();
  while (!turn.done) {
    const { particles, duration, random, from } = turn.value;
    turn = method.next(attempted(() => simulator(particles, duration, random), particles, from));
  }
  return turn.value;
}
