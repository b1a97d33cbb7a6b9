import { MeasureError, ShapeError } from "../../errors.js";
import { requirePositive } from "../../numeric/require-positive.js";
import { joined } from "../../numeric/vectors.js";
import type { CoarseDescription } from "./coarse-description.js";

export interface WithHiddenOptions {
  /** Name of an array of the hidden state that belongs to the whole population, such as `trades`. */
  readonly name: string;
  /** Its length. */
  readonly length: number;
  /** What one unit of it counts for beside the other values; default: 1. */
  readonly scale?: number;
  /** Least value, which `project` and `lift` raise smaller ones to; default: -Infinity. */
  readonly least?: number;
}

/**
 * A description that has a hidden array of the whole population as its last values: a coarse timestepper then goes on from it instead
 * of making it up, so that its fixed point is that of the simulation itself.
 *
 * @throws ShapeError unless the length is a whole number of at least 1, the scale positive and the least a number; `restrict` throws MeasureError if the particles have no such
 * array.
 */
export function withHidden(
  description: CoarseDescription,
  { name, length, scale = 1, least = -Infinity }: WithHiddenOptions,
): CoarseDescription {
  if (!Number.isSafeInteger(length) || length < 1) {
    throw new ShapeError(`${name} has length ${length}; it must be a whole number of at least 1`, {
      found: length,
    });
  }
  requirePositive(`the scale of ${name}`, scale);
  if (!(least < Infinity))
    throw new ShapeError(`the least ${name} is ${least}; it must be a number`, { found: least });
  const { size } = description;
  const hiddenOf = (values: Float64Array) =>
    values.slice(size).map((value) => Math.max(least, value / scale));
  return {
    size: size + length,
    count: description.count,
    lift: (values, random) => {
      const particles = description.lift(values.slice(0, size), random);
      return { ...particles, hidden: { ...particles.hidden, [name]: hiddenOf(values) } };
    },
    restrict: (particles, lifted) => {
      const hidden = particles.hidden?.[name];
      if (hidden?.length !== length) {
        throw new MeasureError(
          `the particles have ${hidden?.length ?? "no"} hidden values ${name}; the description has ${length}`,
        );
      }
      return joined(
        description.restrict(particles, lifted),
        hidden.map((value) => scale * value),
      );
    },
    project: (values) => {
      const law = values.slice(0, size);
      return joined(
        description.project?.(law) ?? law,
        hiddenOf(values).map((value) => scale * value),
      );
    },
  };
}
