import { measure } from "../../measure/measure.js";
import type { Particles } from "../particles.js";
import { requireBox } from "../systems/require-box.js";
import type { RunSchedule } from "./run-schedule.js";

/** @throws MeasureError if the start is no measure of finite points and masses; ShapeError if the box is none of its dimension. */
export function requireStart({ points, weights, dim }: Particles, { box }: Pick<RunSchedule, "box">): void {
  measure(points, { dim, weights });
  if (box) requireBox(box, dim);
}
