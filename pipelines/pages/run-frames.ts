import { type Measure, measure, selectPoints } from "../../src/index.js";
import type { Frame, FrameStage } from "../simulate/frames.js";
import { short } from "../text-table.js";
import type { CloudFrame } from "../viewer/pack-frames.js";

export interface NamedFrames {
  readonly name: string;
  readonly frames: readonly Frame[];
}

/** Particles of all frames and runs together: what one page can hold. */
const MOST_PARTICLES = 200_000;
/** The same of one frame. */
const MOST_A_FRAME = 8000;
/** Room between two clouds beside each other, in their width. */
const GAP = 0.12;
const COLUMNS = 120;
/** Height of a row of dots, in the width of the picture. */
const ROW_HEIGHT = 0.3;

const STAGES: Readonly<Record<FrameStage, string>> = {
  start: "start",
  "start-up": "start-up",
  window: "window",
  landed: "landed",
  "burn-in": "burn-in",
  recovery: "recovery",
  plain: "plain",
};

/** All runs in each picture: clouds side by side; on a line, histograms one above the other. */
export function playedFrames(named: readonly NamedFrames[], step: number): CloudFrame[] {
  const timed = timesOf(named);
  const few = Math.floor(Math.min(MOST_A_FRAME, MOST_PARTICLES / timed.length) / named.length);
  const clouds = timed.map(({ at }) => named.map(({ frames }) => thinned(latest(frames, at), few)));
  const together = clouds[0]![0]!.dim === 1 ? rowsOfDots(clouds) : sideBySide(clouds);
  return timed.map(({ at, stage }, f) => ({
    title: `t = ${short(at * step)} (${STAGES[stage]})`,
    measure: together[f]!,
  }));
}

/** Times of the first run that jumps, which the control has too. */
function timesOf(named: readonly NamedFrames[]): readonly Frame[] {
  return (named[1] ?? named[0])!.frames;
}

/** The cloud at a time, or the last one before it. */
export function latest(frames: readonly Frame[], at: number): Measure {
  return (frames.findLast((frame) => frame.at <= at) ?? frames[0]!).measure;
}

/** The same places in all frames, so that particles can be followed; on a line evenly by rank. */
function thinned(mu: Measure, most: number): Measure {
  const count = Math.min(mu.count, Math.max(1, most));
  const places = Int32Array.from({ length: count }, (_, s) => Math.floor(((s + 0.5) * mu.count) / count));
  if (mu.dim > 1) return even(selectPoints(mu, places));
  const sorted = mu.points.slice().sort();
  return even({ ...selectPoints(mu, places), points: Float64Array.from(places, (i) => sorted[i]!) });
}

function even(mu: Measure): Measure {
  return { ...mu, weights: new Float64Array(mu.count).fill(1) };
}

interface Extent {
  readonly low: number;
  readonly side: number;
}

/** Of all coordinates: no cloud is larger. */
function extentOf(clouds: readonly (readonly Measure[])[]): Extent {
  let low = Infinity;
  let high = -Infinity;
  for (const { points } of clouds.flat()) {
    for (const x of points) {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  }
  return { low, side: high > low ? high - low : 1 };
}

/** In rows of as many as make the picture about square; the first at the top left. */
function sideBySide(clouds: readonly (readonly Measure[])[]): Measure[] {
  const runs = clouds[0]!.length;
  const columns = runs <= 2 ? runs : Math.ceil(Math.sqrt(runs));
  const width = (1 + GAP) * extentOf(clouds).side;
  return clouds.map((together) =>
    joined(together.map((mu, r) => moved(mu, [(r % columns) * width, -Math.floor(r / columns) * width]))),
  );
}

/** By so much in the first coordinates. */
function moved(mu: Measure, by: readonly number[]): Measure {
  return { ...mu, points: mu.points.map((x, p) => x + (by[p % mu.dim] ?? 0)) };
}

function joined(measures: readonly Measure[]): Measure {
  const { dim } = measures[0]!;
  return measure(
    measures.flatMap(({ points }) => Array.from(points)),
    { dim, weights: measures.flatMap(({ weights }) => Array.from(weights)) },
  );
}

/** Histograms of dots: each column piles up its particles, and is squeezed where it would leave its row. */
function rowsOfDots(clouds: readonly (readonly Measure[])[]): Measure[] {
  const { low, side } = extentOf(clouds);
  const column = (x: number): number => Math.min(COLUMNS - 1, Math.floor(((x - low) / side) * COLUMNS));
  const heights = clouds.flat().map((mu) => Math.max(...counted(mu, column)));
  const usual = [...heights].sort((a, b) => a - b)[Math.floor(0.75 * (heights.length - 1))]!;
  const row = ROW_HEIGHT * side;
  return clouds.map((runs) =>
    joined(
      runs.map((mu, r) => {
        const counts = counted(mu, column);
        const risen = new Float64Array(COLUMNS);
        const points = new Float64Array(2 * mu.count);
        for (let i = 0; i < mu.count; i++) {
          const c = column(mu.points[i]!);
          points[2 * i] = low + ((c + 0.5) * side) / COLUMNS;
          points[2 * i + 1] = (row * 0.9 * (risen[c]! + 0.5)) / Math.max(usual, counts[c]!) - r * row;
          risen[c]! += 1;
        }
        return { points, weights: mu.weights, count: mu.count, dim: 2 };
      }),
    ),
  );
}

function counted({ points }: Measure, column: (x: number) => number): Float64Array {
  const counts = new Float64Array(COLUMNS);
  for (const x of points) counts[column(x)]! += 1;
  return counts;
}
