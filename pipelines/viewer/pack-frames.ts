import { type Measure, massive, selectPoints } from "../../src/index.js";
import { sampleIndices } from "../report/sample.js";

/** Point clouds over time in few bytes: what the viewer reads from the page. */
export interface PackedFrames {
  /** Particles of each frame. */
  readonly counts: readonly number[];
  readonly titles: readonly string[];
  /** Are the particles of all frames the same, in the same order? */
  readonly linked: boolean;
  /** In a plane: seen from the front. */
  readonly flat: boolean;
  /** Diameter of the largest particle, as a part of the height of the picture at distance 1. */
  readonly dot: number;
  /** Base64 of unsigned 16-bit numbers, little-endian, four a particle: x, y, z over the common cube, then size. */
  readonly data: string;
}

/** One picture of the animation. */
export interface CloudFrame {
  readonly title: string;
  /** In the plane or in space. */
  readonly measure: Measure;
}

export interface FrameOptions {
  /** Of the choice of particles where there are too many. */
  readonly seed: number;
  /** The particles of all frames are the same, in the same order. Default: false. */
  readonly linked?: boolean;
}

/** Particles over all frames: 8 bytes each, 11 in base64, so 2 MB a page. */
const MOST_PARTICLES = 200_000;
/** The same of one frame: more run into each other. */
const MOST_A_FRAME = 8000;
const LARGEST = 65535;
const WIDTH = 4;
/** Part of the height that all particles of a frame would fill, if none hid another. */
const COVER = 0.25;

/** Frames, and what had to be left out of them. */
export interface Packed {
  readonly frames: PackedFrames;
  /** Particles of the largest frame, before and after. */
  readonly most: number;
  readonly shown: number;
}

/** Packs frames on one cube, whose side is the largest extent of all of them. O(particles). */
export function packFrames(frames: readonly CloudFrame[], { seed, linked = false }: FrameOptions): Packed {
  const measures = frames.map(({ measure }) => (linked ? measure : massive(measure).measure));
  const most = Math.max(...measures.map(({ count }) => count));
  const limit = Math.min(MOST_A_FRAME, Math.floor(MOST_PARTICLES / frames.length));
  const chosen = measures.map((mu) => selectPoints(mu, sampleIndices(mu.count, limit, seed)));
  const box = commonCube(chosen);
  const heaviest = Math.max(...chosen.map(({ weights }) => weights.reduce((top, w) => Math.max(top, w), 0)));
  const counts = chosen.map(({ count }) => count);
  const values = new Uint16Array(WIDTH * counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const mu of chosen) {
    for (let i = 0; i < mu.count; i++) {
      for (let k = 0; k < 3; k++) {
        const x = k < mu.dim ? (mu.points[i * mu.dim + k]! - box.centre[k]!) / box.side + 0.5 : 0.5;
        values[at++] = Math.round(LARGEST * x);
      }
      values[at++] = Math.round(LARGEST * Math.sqrt(mu.weights[i]! / heaviest));
    }
  }
  const shown = Math.max(...counts);
  return {
    most,
    shown,
    frames: {
      counts,
      titles: frames.map(({ title }) => title),
      linked,
      flat: measures[0]!.dim === 2,
      dot: dotSize(chosen, heaviest),
      data: Buffer.from(littleEndian(values)).toString("base64"),
    },
  };
}

interface Cube {
  readonly centre: Float64Array;
  readonly side: number;
}

/** Points without mass do not count: nobody sees them. */
function commonCube(measures: readonly Measure[]): Cube {
  const { dim } = measures[0]!;
  const low = new Float64Array(dim).fill(Infinity);
  const high = new Float64Array(dim).fill(-Infinity);
  for (const { points } of measures) {
    for (let p = 0; p < points.length; p++) {
      low[p % dim] = Math.min(low[p % dim]!, points[p]!);
      high[p % dim] = Math.max(high[p % dim]!, points[p]!);
    }
  }
  const side = high.reduce((most, top, k) => Math.max(most, top - low[k]!), 0);
  return { centre: low.map((bottom, k) => bottom + (high[k]! - bottom) / 2), side: side > 0 ? side : 1 };
}

/** Discs whose areas, proportional to the masses, cover a part of the picture on average; none gets too large. */
function dotSize(measures: readonly Measure[], heaviest: number): number {
  const whole = measures.reduce(
    (sum, { weights }) => sum + weights.reduce((mass, weight) => mass + weight, 0) / heaviest,
    0,
  );
  return Math.min(0.16, 3.5 * Math.sqrt(COVER / Math.max(1, whole / measures.length)));
}

function littleEndian(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  values.forEach((value, p) => {
    bytes[2 * p] = value & 255;
    bytes[2 * p + 1] = value >> 8;
  });
  return bytes;
}
