import { extname } from "node:path";
import type { InputFile } from "../../loaders/node.js";
import type { ItemKind, Measure } from "../../src/index.js";
import { filesOfMeasure } from "../measure-files.js";
import { type NumberedCommand, numberedName } from "../numbered-files.js";
import type { OutputFile } from "../report.js";

/** Formats of points in space, in any of which new points may be expected to come back. */
const CLOUD_FORMATS: ReadonlySet<string> = new Set([".ply", ".obj", ".stl", ".off", ".pcd", ".xyz"]);

/** What new measures are written as: as meshes are where the data came in files of meshes or clouds. */
export function writtenKind(item: ItemKind, inputs: readonly InputFile[]): ItemKind {
  const fromClouds = inputs.some(({ path }) => CLOUD_FORMATS.has(extname(path).toLowerCase()));
  return item.kind === "points" && fromClouds ? { kind: "mesh" } : item;
}

/** Measures as numbered files, and pictures of those that came from images. */
export function measureFiles(
  command: NumberedCommand,
  measures: readonly Measure[],
  item: ItemKind,
): readonly OutputFile[] {
  const named = (index: number, extension: "ply" | "csv" | "png") =>
    numberedName(command, index, measures.length, extension);
  return measures.flatMap((mu, index) =>
    filesOfMeasure(item, mu, (extension) => named(index, extension)).map(({ make }) => make()),
  );
}
