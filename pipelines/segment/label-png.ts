import { encode } from "fast-png";
import { ShapeError } from "../../src/index.js";
import { PAPER } from "../report/draw.js";

/** Colours of a PNG besides that of pixels without a label. */
export const MOST_LABELS = 255;

/**
 * Picture of labels 0, 1, ... (-1: none) with a palette: the stored number of a pixel is its label + 1, and 0 where it has none.
 *
 * @param colours #rrggbb of each label.
 * @throws ShapeError if there are more than 255 labels.
 */
export function labelPng(
  labels: Int32Array,
  height: number,
  width: number,
  colours: readonly string[],
): Uint8Array {
  if (colours.length > MOST_LABELS) {
    throw new ShapeError(
      `${colours.length} labels are too many for a picture; it holds up to ${MOST_LABELS}`,
      {
        expected: MOST_LABELS,
        found: colours.length,
      },
    );
  }
  return encode({
    width,
    height,
    channels: 1,
    depth: 8,
    data: Uint8Array.from(labels, (label) => label + 1),
    palette: [PAPER, ...colours].map(channelsOf),
  });
}

/** Picture of values in grey: black at the largest, white at 0, also where nothing is known (NaN). */
export function greyPng(values: ArrayLike<number>, height: number, width: number): Uint8Array {
  let most = 0;
  for (let p = 0; p < values.length; p++) if (values[p]! > most) most = values[p]!;
  const data = Uint8Array.from(values, (value) => (value > 0 ? 255 - Math.round((255 * value) / most) : 255));
  return encode({ width, height, channels: 1, depth: 8, data });
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
