import type { PackedFrames, PackedPanel } from "./pack-frames.js";

/** Numbers of a particle: three coordinates and a size. */
export const WIDTH = 4;
const LARGEST = 65535;

/** Particles of a panel at a time, four numbers each: a place in the box about the origin, and a size of 0 to 1. */
export type PanelReader = (time: number) => Float32Array;

function unpack(text: string): Uint16Array {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Uint16Array(bytes.buffer);
}

/** Between two frames of the same particles each goes straight; otherwise the nearer frame is shown. */
export function panelReader(panel: PackedPanel, frames: PackedFrames): PanelReader {
  const read = frameReader(panel, frames);
  const last = panel.counts.length - 1;
  return (time) => {
    const k = Math.min(Math.floor(time), last);
    const part = time - k;
    const next = Math.min(k + 1, last);
    if (!frames.linked || part === 0) return read(part < 0.5 ? k : next);
    const from = read(k);
    const to = read(next);
    return from.map((value, p) => value + part * (to[p]! - value));
  };
}

function frameReader({ counts, data }: PackedPanel, { half }: PackedFrames): (k: number) => Float32Array {
  const packed = unpack(data);
  const starts: number[] = [];
  let at = 0;
  for (const count of counts) {
    starts.push(at);
    at += count * WIDTH;
  }
  return (k) => {
    const values = new Float32Array(counts[k]! * WIDTH);
    for (let p = 0; p < values.length; p++) {
      const value = packed[starts[k]! + p]! / LARGEST;
      const axis = p % WIDTH;
      values[p] = axis === WIDTH - 1 ? value : half[axis]! * (2 * value - 1);
    }
    return values;
  };
}
