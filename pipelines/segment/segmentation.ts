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
