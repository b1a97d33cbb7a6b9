import type { Features } from "./feature-kind.js";
import type { FeatureName } from "./features.js";
import type { LabelledImages } from "./label-image.js";
import type { NumberedMap } from "./numbering.js";
import type { Scene } from "./scene.js";

/** Everything that pictures and tables are made of. */
export interface Segmentation {
  readonly scene: Scene;
  readonly sample: Int32Array;
  readonly labelled: LabelledImages;
  /** One for each method. */
  readonly maps: readonly NumberedMap[];
}

export interface NamedDictionary extends NonNullable<Features["model"]> {
  readonly name: FeatureName;
}

/** The dictionaries that were learned. */
export function dictionaries({ labelled }: Pick<Segmentation, "labelled">): NamedDictionary[] {
  return labelled.learned.flatMap(({ name, features: { model } }) =>
    model === undefined ? [] : [{ name, ...model }],
  );
}
