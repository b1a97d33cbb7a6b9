import {
  adjustedRandIndex,
  majorityRate,
  matchedAccuracy,
  normalisedMutualInformation,
  purity,
} from "../../src/index.js";
import type { Truth } from "./scene.js";

/** Agreement of clusters with a ground truth that the clustering did not see. */
export interface SegmentScores {
  /** Pixels that were compared. */
  readonly pixels: number;
  /** Under the one-to-one naming of clusters by classes that makes it largest. */
  readonly accuracy: number;
  /** Under the naming of each cluster by its commonest class. */
  readonly purity: number;
  readonly adjustedRandIndex: number;
  readonly normalisedMutualInformation: number;
  /** Accuracy of giving all pixels the commonest class. */
  readonly majorityRate: number;
}

/** On these places, all of which have a known class. */
export function segmentScores(truth: Truth, labels: Int32Array, places: Int32Array): SegmentScores {
  const actual = places.map((place) => truth.codes[place]!);
  const found = places.map((place) => labels[place]!);
  return {
    pixels: places.length,
    accuracy: matchedAccuracy(actual, found),
    purity: purity(actual, found),
    adjustedRandIndex: adjustedRandIndex(actual, found),
    normalisedMutualInformation: normalisedMutualInformation(actual, found),
    majorityRate: majorityRate(actual, truth.classes.length),
  };
}
