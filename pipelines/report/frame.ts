import { ShapeError } from "../../src/index.js";

export type Interval = readonly [number, number];

/** Data rectangle and its size on paper, one unit of x as long as one unit of y. */
export interface Frame {
  readonly x: Interval;
  readonly y: Interval;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Share of the range that is left free at each end, so that no point sits on the edge. */
const MARGIN = 0.05;
/** A range below this share of the largest coordinate is rounding: the axis could not be labelled. */
const RANGE_FLOOR = 1e-9;

/**
 * Smallest and largest value.
 *
 * @throws ShapeError if a value is not finite or there is none.
 */
export function extent(values: ArrayLike<number>, what: string): Interval {
  if (values.length === 0) throw new ShapeError(`there is no ${what} to draw`, { found: 0 });
  let low = Infinity;
  let high = -Infinity;
  for (let p = 0; p < values.length; p++) {
    const value = values[p]!;
    if (!Number.isFinite(value)) {
      throw new ShapeError(`${what} ${p} is ${value}; only finite numbers can be drawn`, { found: value });
    }
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** The interval with a margin; a single value becomes the middle of an interval of length 1 or more. */
export function padded([low, high]: Interval): Interval {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const range = high - low;
  return range > RANGE_FLOOR * size
    ? [low - MARGIN * range, high + MARGIN * range]
    : centred((low + high) / 2, Math.max(1, 2 * RANGE_FLOOR * size));
}

/**
 * Frame of a given width with equal aspect.
 *
 * Its height follows the data within `aspect` (lowest and highest height as a share of the width); outside
 * that, the shorter side is given more room instead of being stretched.
 */
export function equalFrame(x: Interval, y: Interval, width: number, aspect: Interval): Frame {
  const around = { x: padded(x), y: padded(y) };
  const ranges = { x: around.x[1] - around.x[0], y: around.y[1] - around.y[0] };
  const ratio = Math.min(aspect[1], Math.max(aspect[0], ranges.y / ranges.x));
  const unit = Math.max(ranges.x, ranges.y / ratio);
  return {
    x: centred((around.x[0] + around.x[1]) / 2, unit),
    y: centred((around.y[0] + around.y[1]) / 2, unit * ratio),
    width,
    height: Math.round(width * ratio),
  };
}

function centred(middle: number, range: number): Interval {
  return [middle - range / 2, middle + range / 2];
}
