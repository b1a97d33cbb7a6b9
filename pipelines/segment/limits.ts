import { ShapeError } from "../../src/index.js";
import type { FeatureOptions } from "./feature-kind.js";
import { FEATURES } from "./features.js";
import { SEGMENT_METHODS, type SegmentMethodName } from "./methods.js";

interface Limited extends Pick<FeatureOptions, "atoms"> {
  readonly methods: readonly SegmentMethodName[];
  readonly neighbours: number;
}

/** How much there is, once a cube is read. */
export interface Sizes {
  readonly clusters: number;
  readonly pixels: number;
  readonly bands: number;
}

/** Of atoms and bands: training holds some 1400 bytes of each in every thread. */
const MOST_ATOM_BANDS = 200_000;
/** Of pixels and neighbours: a graph holds some 100 bytes of each pair while it is made. */
const MOST_PAIRS = 10_000_000;

/** What a sample is too small or too large for. @throws ShapeError with the option that mends it, before the long work. */
export function requireSizes(options: Limited, sizes: Sizes): void {
  requirePixels(sizes);
  if (options.methods.some((method) => SEGMENT_METHODS[method].clusterer === "spectral")) {
    requireGraph(options, sizes);
  }
  if (options.methods.some((method) => FEATURES[SEGMENT_METHODS[method].features].hasModel)) {
    requireDictionary(options, sizes);
  }
}

function requirePixels({ clusters, pixels }: Sizes): void {
  if (pixels === 0) {
    throw new ShapeError(
      "no pixel of a known class can be labelled: all of them are dark or without data; leave out --truth and give --k",
      { found: 0 },
    );
  }
  if (clusters <= pixels) return;
  throw new ShapeError(
    `cannot make ${clusters} clusters of ${pixels} sampled pixels; use --k 1 to ${pixels}`,
    { expected: pixels, found: clusters },
  );
}

function requireGraph({ neighbours }: Limited, { pixels }: Sizes): void {
  const most = Math.floor(MOST_PAIRS / pixels);
  if (Math.min(neighbours, pixels) <= most) return;
  throw new ShapeError(
    `a graph of ${pixels} pixels with ${neighbours} neighbours each is too large; use --neighbours up to ${most}`,
    { expected: most, found: neighbours },
  );
}

function requireDictionary({ atoms }: Limited, { pixels, bands }: Sizes): void {
  if (bands < 2) {
    throw new ShapeError(
      `${bands} band; dictionaries need two: leave them out of --methods, or use a smaller --bin`,
      { expected: 2, found: bands },
    );
  }
  if (atoms > pixels) {
    throw new ShapeError(
      `cannot learn ${atoms} atoms from ${pixels} sampled pixels; use --atoms 1 to ${pixels}, or --methods without dictionaries`,
      { expected: pixels, found: atoms },
    );
  }
  const most = Math.floor(MOST_ATOM_BANDS / bands);
  if (atoms <= most) return;
  throw new ShapeError(
    `${atoms} atoms of ${bands} bands are too many for memory; use --atoms up to ${most}, or --bin`,
    { expected: most, found: atoms },
  );
}
