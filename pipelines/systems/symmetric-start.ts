import { type Box, type Measure, measure, type Random, reflect } from "../../src/index.js";
import { boxAbout0 } from "./mirrors.js";

interface SymmetricStart {
  /** The box is [-bound, bound] in each coordinate. */
  readonly bound: number;
  readonly mean: number;
  readonly deviation: number;
}

/** A box about 0, and particles that start from a normal law in it: what lies outside is mirrored in. */
export function symmetricStart(
  dim: number,
  { bound, mean, deviation }: SymmetricStart,
): { readonly box: Box; readonly start: (count: number, random: Random) => Measure } {
  return {
    box: boxAbout0(dim, bound),
    start: (count, random) => {
      const points = Float64Array.from({ length: count * dim }, () =>
        reflect(mean + deviation * random.normal(), -bound, bound),
      );
      return measure(points, { dim });
    },
  };
}
