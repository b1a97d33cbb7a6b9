import type { ItemKind } from "../src/measure/collection.js";
import type { Measure } from "../src/measure/measure.js";
import { encodeMeasureCsv } from "./encode-measure-csv.js";
import { encodePly, isPlyDimension } from "./encode-ply.js";

/** The bytes of a file, and what its name ends with, without the dot. */
export interface EncodedMeasure {
  readonly extension: "ply" | "csv";
  readonly bytes: Uint8Array;
}

/**
 * A measure as a file of the sort that its items came as, from which the same measure can be read: PLY for meshes, else CSV
 * (points, spectra, images: of these `encodePng` draws the picture, which does not keep everything).
 */
export function encodeMeasure({ kind }: ItemKind, mu: Measure): EncodedMeasure {
  return kind === "mesh" && isPlyDimension(mu.dim)
    ? { extension: "ply", bytes: encodePly(mu) }
    : { extension: "csv", bytes: new TextEncoder().encode(encodeMeasureCsv(mu)) };
}
