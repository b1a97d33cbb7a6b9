import * as Plot from "@observablehq/plot";
import type { Measure } from "pushforward";
import type { OwnDataOutput } from "../tasks/own-data.ts";
import { COLOURS } from "./colours.ts";

/** The first items, their mass as the size of dots; of what lies in space the first two coordinates. */
export function drawItems({ samples, names }: OwnDataOutput, width: number): Element {
  const isLine = samples[0]!.dim === 1;
  const dots = samples.flatMap((mu, s) => dotsOf(mu, names[s]!));
  const columns = Math.max(1, Math.min(samples.length, Math.floor(width / 140)));
  const fx = (dot: ItemDot): number => names.indexOf(dot.item) % columns;
  const fy = (dot: ItemDot): number => Math.floor(names.indexOf(dot.item) / columns);
  const rows = Math.ceil(samples.length / columns);
  const marks = isLine
    ? [Plot.ruleX(dots, { x: "x", y: "mass", fx, fy, stroke: COLOURS[0] })]
    : [Plot.dot(dots, { x: "x", y: "y", r: "mass", fx, fy, fill: COLOURS[0], fillOpacity: 0.8 })];
  return Plot.plot({
    width,
    height: rows * Math.min(160, width / columns) + 50,
    fx: { axis: null },
    fy: { axis: null },
    x: { label: isLine ? "place" : "first coordinate", ticks: 3 },
    y: { label: isLine ? "mass" : "second coordinate", ticks: 3 },
    r: { range: [0, 4] },
    marks: [
      Plot.frame({ stroke: "#bbb" }),
      ...marks,
      Plot.text(
        samples.map((_, s) => ({ item: names[s]!, x: 0, y: 0, mass: 0 })),
        { text: "item", fx, fy, frameAnchor: "top-left", dx: 4, dy: 4, fontWeight: "bold" },
      ),
    ],
  });
}

interface ItemDot {
  readonly item: string;
  readonly x: number;
  readonly y: number;
  readonly mass: number;
}

function dotsOf({ points, weights, dim }: Measure, item: string): ItemDot[] {
  return Array.from(weights, (mass, i) => ({
    item,
    mass,
    x: points[i * dim]!,
    y: dim > 1 ? points[i * dim + 1]! : 0,
  }));
}

/** Items in their first two coordinates, coloured by group. */
export function drawMap(own: OwnDataOutput, groups: readonly string[], by: string, width: number): Element {
  const { coordinates, explained, names } = own;
  const { cols, data } = coordinates;
  const items = names.map((name, s) => ({
    name,
    first: data[s * cols]!,
    second: cols > 1 ? data[s * cols + 1]! : 0,
    group: groups[s]!,
  }));
  const share = (axis: number): string => `${(100 * (explained[axis] ?? 0)).toFixed(0)} % of the variance`;
  const domain = [...new Set(groups)].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return Plot.plot({
    width,
    height: Math.min(520, 0.75 * width),
    grid: true,
    x: { label: `coordinate 1 (unit of the data; ${share(0)})` },
    y: { label: `coordinate 2 (unit of the data; ${share(1)})` },
    color: { domain, range: [...COLOURS] },
    symbol: { legend: true, label: by, domain }, // its keys have the colours, too
    marks: [
      Plot.dot(items, {
        x: "first",
        y: "second",
        fill: "group",
        symbol: "group",
        r: 4,
        channels: { item: "name" },
        tip: true,
      }),
    ],
  });
}
