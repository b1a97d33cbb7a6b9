import { expect, it } from "vitest";
import { runColour } from "../../../pipelines/pages/run-colours.js";
import { playedFrames } from "../../../pipelines/pages/run-frames.js";
import type { Frame } from "../../../pipelines/simulate/frames.js";
import { measure, totalMass } from "../../../src/index.js";

const frame = (at: number, points: readonly number[], dim: number, mass = 1): Frame => {
  const count = points.length / dim;
  const weights = new Float64Array(count).fill(mass / count);
  return {
    at,
    stage: "window",
    recovered: false,
    measure: measure(Float64Array.from(points), { dim, weights }),
  };
};
const runs = (dim: number, points: readonly number[]) => [
  { name: "control", frames: [frame(0, points, dim), frame(4, points, dim)] },
  { name: "transport", frames: [frame(0, points, dim), frame(4, points, dim, 2)] },
];

it("each run has a panel with its name and the colour of its curves, and each time its title", () => {
  const played = playedFrames(runs(2, [0, 0, 4, 1]), 0.5);
  expect(played.titles).toEqual(["t = 0 (window)", "t = 2 (window)"]);
  expect(played.panels.map(({ name, colour }) => [name, colour])).toEqual([
    ["control", runColour(0)],
    ["transport", runColour(1)],
  ]);
  expect(played.axes!.map(({ label }) => label)).toEqual(["x", "y"]);
  const [x, y] = played.axes!.map(({ low, high }) => high - low);
  expect(y! / x!, "a flat cloud gets room").toBeCloseTo(0.5, 12); // rounding
});

it("on a line, particles at one place are piled up over it, and mass that has grown is kept", () => {
  const { panels, axes, aspect } = playedFrames(runs(1, [3, 0, 3, 3]), 1);
  const cloud = panels[1]!.measures[1]!;
  expect(cloud.dim).toBe(2);
  expect(totalMass(cloud)).toBe(2);
  const [places, heights] = [0, 1].map((k) => Array.from({ length: 4 }, (_, i) => cloud.points[2 * i + k]!));
  expect(new Set(places).size).toBe(2);
  const pile = heights!.filter((_, i) => places![i]! > 2);
  expect(pile.length).toBe(3);
  expect(new Set(pile).size).toBe(3);
  expect(Math.max(...pile)).toBeLessThan(1);
  expect(axes!.map(({ label }) => label)).toEqual(["place", ""]);
  expect(aspect).toBeGreaterThan(0);
});
