import { type Measure, massive, selectPoints } from "../../src/index.js";
import { formatNumber } from "../report/format.js";
import { roundTicks } from "../report/round-ticks.js";
import { sampleIndices } from "../report/sample.js";
import type { CloudAxis, PanelFrames } from "./cloud-panels.js";

/** Point clouds over time in few bytes: what the viewer reads from the page. */
export interface PackedFrames {
  readonly titles: readonly string[];
  /** Are the particles of all frames the same, in the same order? */
  readonly linked: boolean;
  /** In a plane: seen from the front, and not turned. */
  readonly flat: boolean;
  readonly columns: number;
  /** Half sides of the box, the largest 1. */
  readonly half: readonly [number, number, number];
  /** Diameter of the largest particle, as a part of the height of a panel. */
  readonly dot: number;
  /** Of the box; none: no box is drawn. */
  readonly axes: readonly PackedAxis[];
  readonly panels: readonly PackedPanel[];
}

export interface PackedAxis {
  readonly label: string;
  /** Places from 0 to 1 with what is written there. */
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
}

export interface PackedPanel {
  readonly name?: string;
  readonly colour?: string;
  /** Particles of each frame. */
  readonly counts: readonly number[];
  /** Base64 of unsigned 16-bit numbers, little-endian, four a particle: x, y, z over the box, then size. */
  readonly data: string;
}

export interface FrameOptions {
  /** Of the choice of particles where there are too many. */
  readonly seed: number;
  /** The particles of all frames are the same, in the same order. Default: false. */
  readonly linked?: boolean;
}

/** Particles over all frames and panels: 8 bytes each, 11 in base64, so 2 MB a page. */
const MOST_PARTICLES = 200_000;
/** The same of one frame: more run into each other. */
const MOST_A_FRAME = 8000;
const LARGEST = 65535;
const WIDTH = 4;
/** Part of a panel that all particles of a frame would fill, if none hid another. */
const COVER = 0.25;
/** Largest diameter of a particle, as a part of the height of a panel. */
const LARGEST_DOT = 0.045;
/** Shortest side of a rectangle about clouds by its longest, and the rectangle by what is in it. */
const LEAST_SIDE = 0.5;
const MARGIN = 1.1;
/** Steps between numbers of an axis, at most; in space those near corners are not written. */
const MOST_STEPS = { plane: 5, space: 8 } as const;

/** Frames, and what had to be left out of them. */
export interface Packed {
  readonly frames: PackedFrames;
  /** Particles of the largest frame of a panel, before and after. */
  readonly most: number;
  readonly shown: number;
}

/** Packs frames over the box of their axes, or else over one that all clouds fit into. O(particles). */
export function packFrames(frames: PanelFrames, { seed, linked = false }: FrameOptions): Packed {
  const { titles, panels, columns, axes = [], aspect } = frames;
  const measures = panels.map((panel) => panel.measures.map((mu) => (linked ? mu : massive(mu).measure)));
  const most = Math.max(...measures.flat().map(({ count }) => count));
  const limit = Math.floor(Math.min(MOST_A_FRAME, MOST_PARTICLES / titles.length) / panels.length);
  const chosen = measures.map((clouds) =>
    clouds.map((mu) => selectPoints(mu, sampleIndices(mu.count, limit, seed))),
  );
  const all = chosen.flat();
  const box = axes.length > 0 ? boxOf(axes) : commonBox(all);
  const heaviest = Math.max(...all.map(({ weights }) => weights.reduce((top, w) => Math.max(top, w), 0)));
  const half = halfSides(box, aspect);
  return {
    most,
    shown: Math.max(...all.map(({ count }) => count)),
    frames: {
      titles,
      linked,
      flat: all[0]!.dim === 2,
      columns,
      half,
      dot: dotSize(all, heaviest, half[1] / half[0]),
      axes: axes.map((axis) => packedAxis(axis, MOST_STEPS[all[0]!.dim === 2 ? "plane" : "space"])),
      panels: chosen.map((clouds, p) => ({
        ...named(panels[p]!),
        counts: clouds.map(({ count }) => count),
        data: packed(clouds, box, heaviest),
      })),
    },
  };
}

function named({ name, colour }: { readonly name?: string; readonly colour?: string }) {
  return { ...(name !== undefined && { name }), ...(colour !== undefined && { colour }) };
}

interface Box {
  readonly low: Float64Array;
  readonly side: Float64Array;
}

function boxOf(axes: readonly CloudAxis[]): Box {
  return {
    low: Float64Array.from(axes, ({ low }) => low),
    side: Float64Array.from(axes, ({ low, high }) => high - low),
  };
}

/** In space a cube; in the plane a rectangle with a margin. Points without mass do not count: nobody sees them. */
function commonBox(measures: readonly Measure[]): Box {
  const { dim } = measures[0]!;
  const low = new Float64Array(dim).fill(Infinity);
  const high = new Float64Array(dim).fill(-Infinity);
  for (const { points } of measures) {
    for (let p = 0; p < points.length; p++) {
      low[p % dim] = Math.min(low[p % dim]!, points[p]!);
      high[p % dim] = Math.max(high[p % dim]!, points[p]!);
    }
  }
  const largest = high.reduce((most, top, k) => Math.max(most, top - low[k]!), 0) || 1;
  const side = low.map((bottom, k) =>
    dim === 3 ? largest : MARGIN * Math.max(high[k]! - bottom, LEAST_SIDE * largest),
  );
  return { low: low.map((bottom, k) => (bottom + high[k]! - side[k]!) / 2), side };
}

function halfSides({ side }: Box, aspect: number | undefined): [number, number, number] {
  if (aspect !== undefined) return aspect > 1 ? [1 / aspect, 1, 0] : [1, aspect, 0];
  const largest = side.reduce((most, length) => Math.max(most, length), 0);
  return [side[0]! / largest, side[1]! / largest, (side[2] ?? 0) / largest];
}

function packed(clouds: readonly Measure[], { low, side }: Box, heaviest: number): string {
  const values = new Uint16Array(WIDTH * clouds.reduce((sum, { count }) => sum + count, 0));
  let at = 0;
  for (const mu of clouds) {
    for (let i = 0; i < mu.count; i++) {
      for (let k = 0; k < 3; k++) {
        const x = k < mu.dim ? (mu.points[i * mu.dim + k]! - low[k]!) / side[k]! : 0.5;
        values[at++] = Math.round(LARGEST * Math.min(1, Math.max(0, x)));
      }
      values[at++] = Math.round(LARGEST * Math.sqrt(mu.weights[i]! / heaviest));
    }
  }
  return Buffer.from(littleEndian(values)).toString("base64");
}

function packedAxis({ label, low, high }: CloudAxis, most: number): PackedAxis {
  const numbers = label === "" ? [] : roundTicks(low, high, most);
  return {
    label,
    ticks: numbers.map((value) => ({ place: (value - low) / (high - low), text: formatNumber(value) })),
  };
}

/** Discs whose areas, proportional to the masses, cover a part of the panel on average; none gets too large. */
function dotSize(measures: readonly Measure[], heaviest: number, aspect: number): number {
  const whole = measures.reduce(
    (sum, { weights }) => sum + weights.reduce((mass, weight) => mass + weight, 0) / heaviest,
    0,
  );
  return Math.min(LARGEST_DOT, Math.sqrt(COVER / aspect / Math.max(1, whole / measures.length)));
}

function littleEndian(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  values.forEach((value, p) => {
    bytes[2 * p] = value & 255;
    bytes[2 * p + 1] = value >> 8;
  });
  return bytes;
}
