import { type Measure, selectPoints } from "../../src/index.js";
import { AXES } from "../axis-densities.js";
import { extent, type Interval, padded } from "../report/frame.js";
import type { Frame } from "../simulate/frames.js";
import { short } from "../text-table.js";
import type { CloudAxis, PanelFrames } from "../viewer/cloud-panels.js";
import { runColour } from "./run-colours.js";

export interface NamedFrames {
  readonly name: string;
  readonly frames: readonly Frame[];
}

/** Particles of all frames and runs together: what one page can hold. */
const MOST_PARTICLES = 200_000;
/** The same of one frame. */
const MOST_A_FRAME = 8000;
const COLUMNS = 120;
/** Height of a histogram of dots by its width. */
const ROW_ASPECT = 0.2;
/** Part of the height that the tallest columns fill. */
const FILLED = 0.95;
/** Shortest side of a box by its longest. */
const LEAST_SIDE = 0.5;

/** All runs at the same times, a panel each: clouds; on a line, histograms of dots one above the other. */
export function playedFrames(named: readonly NamedFrames[], step: number): PanelFrames {
  const timed = timesOf(named);
  const few = Math.floor(Math.min(MOST_A_FRAME, MOST_PARTICLES / timed.length) / named.length);
  const clouds = timed.map(({ at }) => named.map(({ frames }) => thinned(latest(frames, at), few)));
  const { pictures, ...shape } = clouds[0]![0]!.dim === 1 ? histograms(clouds) : sideBySide(clouds);
  return {
    titles: timed.map(({ at, stage }) => `t = ${short(at * step)} (${stage})`),
    panels: named.map(({ name }, r) => ({
      name,
      colour: runColour(r),
      measures: pictures.map((together) => together[r]!),
    })),
    ...shape,
  };
}

/** Times of the first run that jumps, which the control has too. */
function timesOf(named: readonly NamedFrames[]): readonly Frame[] {
  return (named[1] ?? named[0])!.frames;
}

/** The cloud at a time, or the last one before it. */
export function latest(frames: readonly Frame[], at: number): Measure {
  return (frames.findLast((frame) => frame.at <= at) ?? frames[0]!).measure;
}

/** The same places in all frames, so that particles can be followed; on a line evenly by rank. The mass stays. */
function thinned(mu: Measure, most: number): Measure {
  const count = Math.min(mu.count, Math.max(1, most));
  const even = Int32Array.from({ length: count }, (_, s) => Math.floor(((s + 0.5) * mu.count) / count));
  const places = mu.dim > 1 ? even : rankedPlaces(mu, even);
  const chosen = selectPoints(mu, places);
  return { ...chosen, weights: chosen.weights.map((w) => (w * mu.count) / count) };
}

function rankedPlaces({ points }: Measure, ranks: Int32Array): Int32Array {
  const order = Int32Array.from(points.keys()).sort((i, j) => points[i]! - points[j]! || i - j);
  return ranks.map((rank) => order[rank]!);
}

/** By time and run, with the box around each. */
interface Pictures extends Pick<PanelFrames, "columns" | "axes" | "aspect"> {
  readonly pictures: readonly (readonly Measure[])[];
}

type Clouds = readonly (readonly Measure[])[];

/** Of a coordinate over all clouds, with a margin. */
function rangeOf(clouds: Clouds, k: number): Interval {
  const ends = clouds.flat().map(({ points, dim }) =>
    extent(
      points.filter((_, p) => p % dim === k),
      "coordinate",
    ),
  );
  return padded([Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))]);
}

/** One scale on all axes: none is drawn much shorter than another. */
function sideBySide(clouds: Clouds): Pictures {
  const { dim } = clouds[0]![0]!;
  const ranges = AXES.slice(0, dim).map((_, k) => rangeOf(clouds, k));
  const least = LEAST_SIDE * Math.max(...ranges.map(([low, high]) => high - low));
  const axes = ranges.map(([low, high], k): CloudAxis => {
    const more = Math.max(0, least - (high - low)) / 2;
    return { label: AXES[k]!, low: low - more, high: high + more };
  });
  const runs = clouds[0]!.length;
  return { pictures: clouds, columns: runs <= 3 ? runs : Math.ceil(Math.sqrt(runs)), axes };
}

/** Each column piles up the mass of its particles, and is squeezed where it would leave its panel. */
function histograms(clouds: Clouds): Pictures {
  const [low, high] = rangeOf(clouds, 0);
  const width = (high - low) / COLUMNS;
  const column = (x: number): number => Math.min(COLUMNS - 1, Math.floor((x - low) / width));
  const heights = clouds.flat().map((mu) => Math.max(...columnMasses(mu, column)));
  const usual = [...heights].sort((a, b) => a - b)[Math.floor(0.75 * (heights.length - 1))]!;
  const piled = (mu: Measure): Measure => {
    const masses = columnMasses(mu, column);
    const risen = new Float64Array(COLUMNS);
    const points = new Float64Array(2 * mu.count);
    for (let i = 0; i < mu.count; i++) {
      const c = column(mu.points[i]!);
      points[2 * i] = low + (c + 0.5) * width;
      points[2 * i + 1] = (FILLED * (risen[c]! + mu.weights[i]! / 2)) / Math.max(usual, masses[c]!);
      risen[c]! += mu.weights[i]!;
    }
    return { points, weights: mu.weights, count: mu.count, dim: 2 };
  };
  return {
    pictures: clouds.map((together) => together.map(piled)),
    columns: 1,
    axes: [
      { label: "place", low, high },
      { label: "", low: 0, high: 1 },
    ],
    aspect: ROW_ASPECT,
  };
}

function columnMasses({ points, weights }: Measure, column: (x: number) => number): Float64Array {
  const masses = new Float64Array(COLUMNS);
  points.forEach((x, i) => {
    masses[column(x)]! += weights[i]!;
  });
  return masses;
}
