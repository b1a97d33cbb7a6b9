import { describe, expect, it } from "vitest";
import { measure } from "../../src/measure/measure.js";
import { commonFrame } from "../../src/transport/frame.js";

/** Two points at -size and size, so that the mean is 0. */
const pair = (size: number) => measure([-size, size], { dim: 1 });

describe("the scale of a frame", () => {
  const powers = Array.from({ length: 81 }, (_, t) => 2 ** (t * 12 - 480));

  it("is the least power of two that is not below any coordinate", () => {
    for (const power of powers) {
      const above = power * (1 + Number.EPSILON);
      const below = power * (1 - Number.EPSILON / 2);
      expect(commonFrame(pair(power), pair(0)).scale).toBe(power);
      expect(commonFrame(pair(below), pair(0)).scale).toBe(power);
      expect(commonFrame(pair(above), pair(0)).scale).toBe(2 * power);
    }
  });

  it("is 1 for points at one place, and never so small that its square is 0 for coordinates of full size", () => {
    expect(commonFrame(pair(0), pair(0)).scale).toBe(1);
    expect(commonFrame(pair(2 ** -1040), pair(0)).scale).toBe(2 ** -1000);
  });
});
