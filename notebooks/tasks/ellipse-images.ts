import { type Measure, measure, normalise } from "pushforward";

/** Pixels of a side of an image; each ellipse has half of the area of two discs of radius 5, more or less by its share. */
const SIZE = 64;
const RADIUS = 5;
/** Half a pixel off the symmetric place, and a little: ties between transports are fewer. */
const OFFSET = -0.45;
/** A pixel is the share of so many squared places in it that lie in an ellipse. */
const PLACES = 10;
const LEVELS = 8;
/** Share of the left ellipse in all mass, and logarithm of the width of the left one over its height: lowest and highest. */
const SHARES = [0.475, 0.525] as const;
const ELONGATIONS = [-0.3, 0.3] as const;

export interface EllipseImages {
  /** Of mass 1; lengths in pixels, height pointing up. */
  readonly items: readonly Measure[];
  readonly mean: Measure;
  /** Of each image: the part of the mass that the left ellipse has, and log(width / height) of it. The right one is turned by 90 degrees. */
  readonly shares: readonly number[];
  readonly elongations: readonly number[];
}

interface Ellipse {
  readonly row: number;
  readonly column: number;
  /** Half axes. */
  readonly across: number;
  readonly along: number;
}

/**
 * The drawn images of docs/two-ellipses.md: each of eight shares of mass meets each of eight elongations, so that neither knows of the
 * other. No chance is in them. After Cai, Cheng, Schmitzer, Thorpe 2022.
 */
export function ellipseImages(): EllipseImages {
  const design = levels(ELONGATIONS).flatMap((elongation) =>
    levels(SHARES).map((share) => ({ elongation, share })),
  );
  const pixels = design.map(({ share, elongation }) => unitMass(drawn(share, elongation)));
  const mean = pixels[0]!.map((_, p) => sum(pixels.map((image) => image[p]!)) / pixels.length);
  return {
    items: pixels.map(measureOf),
    mean: measureOf(mean),
    shares: design.map(({ share }) => share),
    elongations: design.map(({ elongation }) => elongation),
  };
}

function levels([low, high]: readonly [number, number]): number[] {
  return Array.from({ length: LEVELS }, (_, k) => low + ((high - low) * k) / (LEVELS - 1));
}

function drawn(share: number, elongation: number): Float64Array {
  const ellipses = [
    ellipseAt(SIZE / 4, share, exponential(elongation / 2)),
    ellipseAt((3 * SIZE) / 4, 1 - share, exponential(-elongation / 2)),
  ];
  return Float64Array.from({ length: SIZE * SIZE }, (_, p) =>
    sum(ellipses.map((ellipse) => coverage(ellipse, Math.floor(p / SIZE), p % SIZE))),
  );
}

function ellipseAt(column: number, part: number, stretch: number): Ellipse {
  const radius = RADIUS * Math.sqrt(2 * part);
  const centre = { row: SIZE / 2 + OFFSET, column: column + OFFSET };
  return { ...centre, across: radius * stretch, along: radius / stretch };
}

/** e^t to a millionth for |t| below 0.2 (Padé): arithmetic only, so that all machines draw the same pixels. */
function exponential(t: number): number {
  return (12 + 6 * t + t * t) / (12 - 6 * t + t * t);
}

function coverage({ row, column, across, along }: Ellipse, r: number, c: number): number {
  if (Math.abs(r - row) > along + 1 || Math.abs(c - column) > across + 1) return 0;
  let inside = 0;
  for (let p = 0; p < PLACES; p++) {
    for (let q = 0; q < PLACES; q++) {
      const x = (c - 0.5 + (p + 0.5) / PLACES - column) / across;
      const y = (r - 0.5 + (q + 0.5) / PLACES - row) / along;
      if (x * x + y * y < 1) inside++;
    }
  }
  return inside / (PLACES * PLACES);
}

function unitMass(pixels: Float64Array): Float64Array {
  const mass = sum(pixels);
  return pixels.map((value) => value / mass);
}

function measureOf(pixels: Float64Array): Measure {
  const filled = Array.from(pixels.keys()).filter((p) => pixels[p]! > 0);
  return normalise(
    measure(
      filled.map((p) => [p % SIZE, SIZE - 1 - Math.floor(p / SIZE)]),
      { weights: filled.map((p) => pixels[p]!) },
    ),
  );
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k]!;
  return total;
}
