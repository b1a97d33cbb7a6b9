import { type Camera, Vector3 } from "three";
import type { PackedFrames } from "./pack-frames.js";
import type { Layout } from "./panel-layout.js";

const SVG = "http://www.w3.org/2000/svg";
/** Pixels from an edge of the box to the numbers beside it, and to its name. */
const AWAY = { number: 12, name: 25 } as const;

/** Part of an edge at its ends where numbers would run into those of the next. */
const CORNER = 0.08;

/** Ends of the three edges that carry the axes, in half sides of the box. */
const EDGES = [
  { from: [-1, -1, 1], to: [1, -1, 1] },
  { from: [-1, -1, 1], to: [-1, 1, 1] },
  { from: [1, -1, 1], to: [1, -1, -1] },
] as const;

/** Writes names and numbers beside the edges of the box in space, wherever it has been turned to. */
export function writeSpaceAxes(group: Element, frames: PackedFrames, layout: Layout, camera: Camera): void {
  const texts = layout.plots.flatMap((plot) => {
    const seen = ([x, y, z]: readonly [number, number, number]) => {
      const place = new Vector3(x * frames.half[0], y * frames.half[1], z * frames.half[2]).project(camera);
      return {
        x: plot.x + ((place.x + 1) / 2) * plot.width,
        y: plot.y + ((1 - place.y) / 2) * plot.height,
      };
    };
    const middle = seen([0, 0, 0]);
    const beside = (place: readonly [number, number, number], text: string, away: number): Element => {
      const at = seen(place);
      const length = Math.hypot(at.x - middle.x, at.y - middle.y) || 1;
      const written = document.createElementNS(SVG, "text");
      written.setAttribute("x", String(at.x + (away * (at.x - middle.x)) / length));
      written.setAttribute("y", String(at.y + (away * (at.y - middle.y)) / length + 4));
      written.setAttribute("text-anchor", "middle");
      written.setAttribute("font-size", "12");
      written.textContent = text;
      return written;
    };
    return frames.axes.flatMap(({ label, ticks }, k) => {
      const edge = EDGES[k]!;
      const along = (part: number): [number, number, number] => [
        edge.from[0] + part * (edge.to[0] - edge.from[0]),
        edge.from[1] + part * (edge.to[1] - edge.from[1]),
        edge.from[2] + part * (edge.to[2] - edge.from[2]),
      ];
      // the third axis points to the reader: its high end is where the edge begins
      const placed = (place: number) => along(k === 2 ? 1 - place : place);
      const free = ticks.filter(({ place }) => place > CORNER && place < 1 - CORNER);
      return [
        beside(along(0.5), label, AWAY.name),
        ...free.map(({ place, text }) => beside(placed(place), text, AWAY.number)),
      ];
    });
  });
  group.replaceChildren(...texts);
}
