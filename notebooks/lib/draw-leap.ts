import * as Plot from "@observablehq/plot";
import type { LeapFrame } from "../tasks/leap.ts";
import { COLOURS } from "./colours.ts";

const NAMES = { run: "run that leaps", control: "plain simulation", floor: "floor: two plain simulations" };
const [RUN, CONTROL, FLOOR] = [COLOURS[6], COLOURS[0], COLOURS[8]];

/** Both clouds at the time of a frame, and the distances so far. */
export function drawLeap(frame: LeapFrame, soFar: readonly LeapFrame[], width: number): Element {
  const both = document.createElement("div");
  both.append(clouds(frame, width), distances(soFar, width));
  return both;
}

function clouds({ run, control, landed }: LeapFrame, width: number): Element {
  const margins = 70;
  return Plot.plot({
    width,
    height: (width - margins) / 2 + 60,
    fx: { label: null, domain: [NAMES.run, NAMES.control] },
    x: { domain: [0, 10], label: "x (length)", ticks: 5 },
    y: { domain: [0, 10], label: "y (length)", ticks: 5 },
    marks: [
      Plot.frame({ stroke: "#999" }),
      Plot.dot(places(run), { fx: () => NAMES.run, x: "x", y: "y", r: 2.2, fill: RUN, fillOpacity: 0.8 }),
      Plot.dot(places(control), {
        fx: () => NAMES.control,
        x: "x",
        y: "y",
        r: 2.2,
        fill: CONTROL,
        fillOpacity: 0.8,
      }),
      landed
        ? Plot.text([""], {
            fx: () => NAMES.run,
            frameAnchor: "top-right",
            dx: -6,
            dy: 6,
            text: () => "has just leapt",
            fontWeight: "bold",
          })
        : null,
    ],
  });
}

function distances(soFar: readonly LeapFrame[], width: number): Element {
  const rows = soFar.flatMap(({ time, distance, floor }) => [
    { time, value: distance, of: "run to plain simulation" },
    { time, value: floor, of: NAMES.floor },
  ]);
  return Plot.plot({
    width,
    height: 230,
    grid: true,
    x: { label: "time" },
    y: { label: "W₂ (length)", zero: true },
    color: { legend: true, domain: ["run to plain simulation", NAMES.floor], range: [RUN, FLOOR] },
    marks: [
      Plot.ruleY([0]),
      Plot.lineY(rows, { x: "time", y: "value", z: "of", stroke: "of", strokeWidth: 2 }),
      Plot.dot(
        soFar.filter(({ landed }) => landed),
        { x: "time", y: "distance", r: 4, fill: RUN, title: () => "a leap ended here" },
      ),
    ],
  });
}

function places(points: Float64Array): { x: number; y: number }[] {
  return Array.from({ length: points.length / 2 }, (_, i) => ({ x: points[2 * i]!, y: points[2 * i + 1]! }));
}
