import { ShapeError } from "../../errors.js";
import type { CentredPair } from "./centred-pair.js";

/** How soft the transport is: `epsilon`, in units of the cost, or `blur`, a length, with epsilon = 2 blur^2; not both. */
export interface Softness {
  readonly epsilon?: number;
  readonly blur?: number;
}

/**
 * Part of the largest cost below which doubles do not resolve the exponents c / epsilon: costs are known to 1e-16 of the
 * largest or so, so entries of the plan to 1e-4 at this epsilon.
 */
const SMALLEST_PART = 1e-12;

/**
 * The epsilon that is asked for, or undefined.
 *
 * @throws ShapeError if both are given, or one is not a finite number above 0.
 */
export function givenEpsilon({ epsilon, blur }: Softness): number | undefined {
  if (epsilon !== undefined && blur !== undefined) {
    throw new ShapeError(
      `epsilon is ${epsilon} and blur is ${blur}; give one of them, since epsilon = 2 blur^2`,
      { found: epsilon },
    );
  }
  if (epsilon !== undefined) return requirePositive("epsilon", epsilon);
  return blur === undefined
    ? undefined
    : requirePositive("epsilon = 2 blur^2", 2 * requirePositive("blur", blur) ** 2);
}

function requirePositive(name: string, value: number): number {
  if (value > 0 && value < Infinity) return value;
  throw new ShapeError(`${name} is ${value}; it must be a finite number above 0`, { found: value });
}

/** The least epsilon that is accepted, in the unit of the frame. */
export function smallestEpsilon({ frame }: CentredPair): number {
  return SMALLEST_PART * frame.largestCost;
}

/**
 * An epsilon in the unit of the frame.
 *
 * @throws ShapeError if it is too small beside the largest cost, or too large to be computed with.
 */
export function epsilonInFrame(pair: CentredPair, epsilon: number): number {
  const inFrame = epsilon / pair.unit;
  const smallest = smallestEpsilon(pair);
  if (inFrame < smallest) {
    const works = smallest * pair.unit;
    throw new ShapeError(
      `epsilon is ${epsilon}, below ${SMALLEST_PART} of the largest cost: doubles do not resolve cost / epsilon; ` +
        `an epsilon of ${works} (a blur of ${Math.sqrt(works / 2)}) or more works, and so does exact()`,
      { expected: works, found: epsilon },
    );
  }
  if (inFrame > LARGEST) {
    throw new ShapeError(
      `epsilon is ${epsilon}, beside which all costs are 0; every epsilon far above ${pair.frame.largestCost * pair.unit} ` +
        "gives the product of the masses",
      { found: epsilon },
    );
  }
  return inFrame;
}

/** Products of this with a logarithm are finite. */
const LARGEST = 1e300;
