import { encodeMeasure, encodePng } from "../loaders/index.js";
import type { ItemKind, Measure } from "../src/index.js";
import type { OutputFile } from "./report.js";

/** A file whose name is known before its bytes are made. */
export interface NamedFile {
  readonly name: string;
  readonly make: () => OutputFile;
}

/** A measure in the format of its kind, and of an image also the picture. */
export function filesOfMeasure(
  item: ItemKind,
  measure: Measure,
  nameOf: (extension: "ply" | "csv" | "png") => string,
): readonly NamedFile[] {
  const { extension, bytes } = encodeMeasure(item, measure);
  const exact = named(nameOf(extension), () => bytes);
  return item.kind === "image" ? [exact, named(nameOf("png"), () => encodePng(measure, item))] : [exact];
}

function named(name: string, bytes: () => Uint8Array): NamedFile {
  return { name, make: () => ({ name, bytes: bytes() }) };
}
