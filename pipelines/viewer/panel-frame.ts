import type { PackedAxis, PackedFrames } from "./pack-frames.js";
import type { Layout, Rectangle } from "./panel-layout.js";

const SVG = "http://www.w3.org/2000/svg";
const INK = "#1f2328";
const LINE = "#b6bec7";

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

function words(text: string, x: number, y: number, more: Attributes = {}): SVGElement {
  return element("text", { x, y, fill: INK, "font-size": 12, ...more }, text);
}

/** What stands around the clouds: names of the runs, and in the plane a box with its axes. */
export function drawPanelFrames(svg: Element, frames: PackedFrames, layout: Layout): void {
  svg.replaceChildren(
    ...frames.panels.flatMap(({ name, colour = INK }, p) => {
      const plot = layout.plots[p]!;
      return [
        ...(name === undefined ? [] : nameOver(plot, name, colour)),
        ...(frames.flat && frames.axes.length > 0 ? boxAround(plot, frames.axes) : []),
      ];
    }),
  );
}

function nameOver({ x, y }: Rectangle, name: string, colour: string): SVGElement[] {
  return [
    element("circle", { cx: x + 6, cy: y - 11, r: 5, fill: colour }),
    words(name, x + 17, y - 7, { "font-size": 13, "font-weight": 600 }),
  ];
}

function boxAround(plot: Rectangle, [across, up]: readonly PackedAxis[]): SVGElement[] {
  const { x, y, width, height } = plot;
  return [
    element("rect", { x, y, width, height, fill: "none", stroke: LINE }),
    ...(across ? numbersBelow(plot, across) : []),
    ...(up ? numbersBeside(plot, up) : []),
  ];
}

function numbersBelow({ x, y, width, height }: Rectangle, { label, ticks }: PackedAxis): SVGElement[] {
  const bottom = y + height;
  return [
    ...ticks.flatMap(({ place, text }) => [
      element("path", { d: `M${x + place * width} ${bottom}v4`, stroke: LINE }),
      words(text, x + place * width, bottom + 16, { "text-anchor": "middle" }),
    ]),
    words(label, x + width / 2, bottom + 31, { "text-anchor": "middle" }),
  ];
}

function numbersBeside({ x, y, height }: Rectangle, { label, ticks }: PackedAxis): SVGElement[] {
  const middle = y + height / 2;
  return [
    ...ticks.flatMap(({ place, text }) => [
      element("path", { d: `M${x} ${y + (1 - place) * height}h-4`, stroke: LINE }),
      words(text, x - 7, y + (1 - place) * height + 4, { "text-anchor": "end" }),
    ]),
    words(label, x - 34, middle, {
      "text-anchor": "middle",
      transform: `rotate(-90 ${x - 34} ${middle})`,
    }),
  ];
}
