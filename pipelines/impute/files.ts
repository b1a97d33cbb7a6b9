import type { InputFile } from "../../loaders/node.js";
import type { ItemKind } from "../../src/index.js";
import { measureFiles, writtenKind } from "../generate/files.js";
import type { OutputFile } from "../report.js";
import { type Imputed, wholeOf } from "./imputed.js";

/** Of more items there are tables only. */
export const MOST_ITEM_FILES = 1000;

/** Completed items as files of their own, where the data came as meshes, clouds or images; of points and spectra a table has all. */
export function completedFiles(
  imputed: readonly Imputed[],
  item: ItemKind,
  inputs: readonly InputFile[],
): readonly OutputFile[] {
  const kind = writtenKind(item, inputs);
  if (imputed.length > MOST_ITEM_FILES || (kind.kind !== "mesh" && kind.kind !== "image")) return [];
  return measureFiles("impute", imputed.map(wholeOf), kind);
}
