import type { Random } from "../../numeric/random.js";
import type { Particles } from "../particles.js";

/** A law of particles as a vector: how to read it off particles, and how to make particles that have it. */
export interface CoarseDescription {
  /** Length of the vector. */
  readonly size: number;
  /** Particles of one lift. */
  readonly count: number;
  /**
   * Particles with this description, of total mass 1. Vectors near a description have to do as well (difference quotients
   * leave the set of descriptions by a little).
   *
   * @param random for a hidden state or for draws, if there are any.
   */
  readonly lift: (values: Float64Array, random: Random) => Particles;
  /** @param lifted the particles that the timestep began with; most descriptions have no use for them. */
  readonly restrict: (particles: Particles, lifted: Particles) => Float64Array;
  /** The nearest vector that describes a law; default: the vector itself. */
  readonly project?: (values: Float64Array) => Float64Array;
}
