import {
  barycenterReference,
  embed,
  fitModes,
  type Measure,
  type Progress,
  relativeGap,
  seededRandom,
  type TangentModes,
} from "pushforward";

export interface ClassModesInput {
  /** The items of a class, of mass 1. */
  readonly measures: readonly Measure[];
  /** Points of the reference, and so of every measure that is made. */
  readonly count: number;
  readonly components: number;
  readonly seed: number;
}

export interface ClassModesOutput {
  readonly modes: TangentModes;
  readonly widestGap: number;
}

/** The principal components of a class at its barycentre. */
export function classModes(
  { measures, count, components, seed }: ClassModesInput,
  tell: (progress: Progress) => void = () => {},
): ClassModesOutput {
  const sigma = barycenterReference(measures, { count, random: seededRandom(seed) });
  const { reference, matrix, certificates } = embed(sigma, measures, { onProgress: tell });
  return {
    modes: fitModes({ reference, matrix }, { components }),
    widestGap: Math.max(...certificates.map(relativeGap)),
  };
}
