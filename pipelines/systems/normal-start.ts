import { anyNumber, type NumberParameter, notNegative } from "./parameters.js";

interface NormalStart {
  readonly mean: number;
  readonly deviation: number;
}

/** Parameters of the normal law that particles start from; `within` says of which coordinates the mean is. */
export function normalStart(
  { mean, deviation }: NormalStart,
  within?: string,
): {
  readonly mean: NumberParameter;
  readonly deviation: NumberParameter;
} {
  const about = "of the normal law of the start";
  return {
    mean: anyNumber(mean, within === undefined ? about : `${about}, in ${within}`),
    deviation: notNegative(deviation, about),
  };
}
