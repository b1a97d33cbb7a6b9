import { describe, expect, it } from "vitest";
import type { PanelFrames } from "../../../pipelines/viewer/cloud-panels.js";
import { packFrames } from "../../../pipelines/viewer/pack-frames.js";
import { panelLayout } from "../../../pipelines/viewer/panel-layout.js";
import { panelReader } from "../../../pipelines/viewer/read-frames.js";
import { measure } from "../../../src/index.js";

const cloud = (...points: readonly number[]) => measure(Float64Array.from(points), { dim: 2 });

/** Two runs at two times in a box of 4 x 2. */
const TWO: PanelFrames = {
  titles: ["t = 0", "t = 1"],
  panels: [
    { name: "control", colour: "#1f2328", measures: [cloud(0, 0, 4, 2), cloud(2, 1, 4, 2)] },
    { name: "transport", colour: "#3f90da", measures: [cloud(0, 2, 2, 1), cloud(0, 2, 2, 1)] },
  ],
  columns: 2,
  axes: [
    { label: "x", low: 0, high: 4 },
    { label: "y", low: 0, high: 2 },
  ],
};
/** Half a step of 16 bits over the box. */
const STEP = 1 / 65535;

describe("clouds in panels", () => {
  it("keep names and colours, and lie in their box with one scale on both axes", () => {
    const { frames } = packFrames(TWO, { seed: 0, linked: true });
    expect(frames.panels.map(({ name, colour }) => [name, colour])).toEqual([
      ["control", "#1f2328"],
      ["transport", "#3f90da"],
    ]);
    expect(frames.flat).toBe(true);
    expect(frames.half).toEqual([1, 0.5, 0]);
    const [x0, y0, , , x1, y1] = panelReader(frames.panels[0]!, frames)(0);
    expect([x0, y0, x1, y1]).toEqual([-1, -0.5, 1, 0.5]);
  });

  it("go straight between frames of the same particles, and jump between others", () => {
    const linked = packFrames(TWO, { seed: 0, linked: true }).frames;
    const between = panelReader(linked.panels[0]!, linked)(0.5);
    expect(Math.abs(between[0]! + 0.5)).toBeLessThan(STEP); // half way from the corner to the middle
    const apart = packFrames(TWO, { seed: 0 }).frames;
    expect(panelReader(apart.panels[0]!, apart)(0.4)[0]).toBe(-1);
  });

  it("have round numbers on axes that are named, and none on others", () => {
    const [x, y] = packFrames(TWO, { seed: 0 }).frames.axes;
    expect(x!.ticks.map(({ place, text }) => [place, text])).toEqual([
      [0, "0"],
      [0.25, "1"],
      [0.5, "2"],
      [0.75, "3"],
      [1, "4"],
    ]);
    expect(y!.ticks.map(({ text }) => text)).toEqual(["0", "0.5", "1", "1.5", "2"]);
    const unnamed = { ...TWO, axes: [TWO.axes![0]!, { label: "", low: 0, high: 2 }] };
    expect(packFrames(unnamed, { seed: 0 }).frames.axes[1]!.ticks).toEqual([]);
  });

  it("stand beside each other where there is room, and below each other where not", () => {
    const { frames } = packFrames(TWO, { seed: 0 });
    const wide = panelLayout(frames, 700);
    expect(wide.plots[0]!.y).toBe(wide.plots[1]!.y);
    expect(wide.plots[0]!.x + wide.plots[0]!.width).toBeLessThan(wide.plots[1]!.x);
    const narrow = panelLayout(frames, 300);
    expect(narrow.plots[0]!.y + narrow.plots[0]!.height).toBeLessThan(narrow.plots[1]!.y);
    for (const { plots, height } of [wide, narrow]) {
      for (const plot of plots) {
        expect(plot.y + plot.height).toBeLessThan(height);
        expect(Math.abs(plot.height / plot.width - 0.5)).toBeLessThan(0.51 / plot.width); // heights are whole pixels
      }
    }
  });
});
