import {
  encodeMeasureCsv,
  encodeNpy,
  encodePly,
  parseMeasureCsv,
  parseNpyMeasure,
  parsePly,
} from "../../loaders/index.js";
import { type Measure, MeasureError, vertexMeasure } from "../../src/index.js";

/** How steps are written, and read again. */
interface StepFormat {
  readonly about: string;
  readonly encode: (mu: Measure) => Uint8Array;
  readonly parse: (bytes: Uint8Array) => Measure;
}

export const STEP_FORMATS = {
  ply: {
    about: "up to 3 dimensions",
    encode: encodePly,
    parse: (bytes) => vertexMeasure(parsePly(bytes)),
  },
  csv: {
    about: "any measure",
    encode: (mu) => new TextEncoder().encode(encodeMeasureCsv(mu)),
    parse: (bytes) => parseMeasureCsv(bytes).measure,
  },
  npy: {
    about: "points of equal masses that sum to 1",
    encode: pointsNpy,
    parse: (bytes) => parseNpyMeasure(bytes),
  },
} as const satisfies Readonly<Record<string, StepFormat>>;

export type StepFormatName = keyof typeof STEP_FORMATS;

/** Parts of a mass that rounding may take. */
const ROUNDING = 1e-12;

/** An array n x d; it has no place for masses. */
function pointsNpy({ points, weights, count, dim }: Measure): Uint8Array {
  const odd = weights.findIndex((mass) => Math.abs(mass * count - 1) > ROUNDING);
  if (odd >= 0) {
    throw new MeasureError(
      `point ${odd} has mass ${weights[odd]}, not 1/${count}: an NPY file of points holds no masses; use --format csv`,
      { index: odd, value: weights[odd]! },
    );
  }
  return encodeNpy(points, [count, dim]);
}

const SURFACE_FILES = /\.(?:ply|obj|off|stl|pcd|xyz)$/i;

/** What steps are written as where nobody says: NPY for tokens, PLY where the first file is a mesh or cloud in space, else CSV. */
export function defaultFormat(
  tokens: boolean,
  isSurface: boolean,
  path: string,
  { dim }: Measure,
): StepFormatName {
  if (tokens) return "npy";
  return dim <= 3 && (isSurface || SURFACE_FILES.test(path)) ? "ply" : "csv";
}
