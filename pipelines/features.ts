import {
  type AlignmentMode,
  applyAlignment,
  type Collection,
  distanceFeatures,
  geodesicFeatures,
  type Measure,
  withMeasures,
} from "../src/index.js";

/** Numbers a point of invariant features has. */
export const FEATURE_BINS = 16;

/** What the points of an item may become, by the names of `--features`. */
export const INVARIANT_FEATURES = {
  distances: (mu: Measure): Measure => distanceFeatures(mu, { bins: FEATURE_BINS }),
  geodesics: (mu: Measure): Measure => geodesicFeatures(mu, { bins: FEATURE_BINS }),
} as const;

export const FEATURES = ["coordinates", "distances", "geodesics"] as const;
export type FeatureName = (typeof FEATURES)[number];

export interface FeatureChoice {
  /** Default: coordinates, that is, the points as they are. */
  readonly features?: FeatureName | undefined;
  readonly align: AlignmentMode;
}

/**
 * The items with their points replaced by invariant features. No position or rotation is left in them to be aligned; an alignment
 * that takes sizes away does so before distances are measured. Each item is treated by itself, so nothing is learnt here.
 */
export function withFeatures(
  items: Collection,
  { features = "coordinates", align }: FeatureChoice,
): Collection {
  if (features === "coordinates") return items;
  const { pointNames: _, ...rest } = withMeasures(
    items,
    sized(items, align).map(INVARIANT_FEATURES[features]),
  );
  return { ...rest, item: { kind: "features", of: features } };
}

function sized(items: Collection, align: AlignmentMode): readonly Measure[] {
  return align === "scale" || align === "rigid" ? applyAlignment({ mode: "scale" }, items) : items.measures;
}

/** Coordinates of a point of the items that `withFeatures` makes of points in `dim` dimensions. */
export function featureDim(
  { features = "coordinates" }: Pick<FeatureChoice, "features">,
  dim: number,
): number {
  return features === "coordinates" ? dim : FEATURE_BINS;
}
