import { loadItems } from "../../../pipelines/items.js";
import { type Labels, labelsOf } from "../../../pipelines/labels.js";
import type { Collection } from "../../../src/index.js";
import { temporaryFolder } from "../../loaders/temporary-folder.js";

/** Files of a dataset as the items of a pipeline, of mass 1, with the classes of a column. */
export async function loadCollection(
  files: Readonly<Record<string, string>>,
  column: string,
): Promise<{ readonly collection: Collection; readonly labels: Labels }> {
  const path = await temporaryFolder(files);
  const { collection } = await loadItems({
    path,
    seed: 0,
    normalise: "mass",
    masses: "equal",
    align: "none",
    features: "coordinates",
  });
  return { collection, labels: labelsOf(collection, column) };
}
