import { seededRandom } from "../../src/index.js";
import { csv } from "./small-data.js";

export const HEIGHT = 12;
export const WIDTH = 10;
export const BANDS = 16;

/** Where the bumps of the spectra of the three classes are. */
const BUMPS = [3, 8, 12];

/** Class of a pixel: stripes of four rows, the first column not known. */
export function classAt(place: number): number {
  return place % WIDTH === 0 ? 0 : 1 + Math.floor(place / WIDTH / 4);
}

interface SmallScene {
  /** Instead of the value of the first band of pixel 37. */
  readonly odd?: number;
  readonly bands?: number;
  readonly header?: readonly string[];
  /** Ratio of brightness of a pixel and the next darker ones; five levels in all. */
  readonly step?: number;
}

/**
 * An image of 12 x 10 pixels and 16 bands, in ENVI files: a bump each, at one of three places, on a low ground, with noise; and
 * its ground truth. Brightness varies within a class, by a factor of sixteen where nothing else is asked for.
 */
export function smallScene({ odd, bands = BANDS, header = [], step = 2 }: SmallScene = {}) {
  const random = seededRandom(7);
  const values = Array.from({ length: HEIGHT * WIDTH * BANDS }, (_, v) => {
    const place = Math.floor(v / BANDS);
    const stripe = Math.floor(place / WIDTH / 4);
    const offset = ((v % BANDS) - BUMPS[stripe]!) / 1.5;
    const brightness = 20 * step ** (place % 5);
    return brightness * (0.05 + 1 / (1 + offset ** 4)) * (1 + 0.02 * random.normal());
  });
  if (odd !== undefined) values[37 * BANDS] = odd;
  const lines = [
    "ENVI",
    `samples = ${WIDTH}`,
    `lines = ${HEIGHT}`,
    `bands = ${bands}`,
    "header offset = 0",
    "data type = 5",
    "interleave = bip",
    "byte order = 0",
    ...header,
  ];
  const truth = Array.from({ length: HEIGHT }, (_, row) =>
    Array.from({ length: WIDTH }, (_, column) => classAt(row * WIDTH + column)).join(","),
  );
  return {
    "scene.hdr": csv(lines),
    "scene.img": new Uint8Array(Float64Array.from(values).buffer),
    "truth.csv": csv(truth),
  };
}
