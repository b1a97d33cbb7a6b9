import { describe, expect, it } from "vitest";
import type { Measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { sliced } from "../../../src/transport/sliced/sliced.js";
import { slice } from "../../../src/transport/sliced/slicing.js";
import { expectNear } from "../../support/expect-near.js";
import { cloud, unequal } from "../clouds.js";
import { clusters, slicingOf } from "./pairs.js";

const seeded = (seed: number) => ({ random: seededRandom(seed) });

/** The mean over the circle, from 2000 angles: no sampling in it. */
function overCircle(source: Measure, target: Measure): number {
  const clouds = slicingOf(source, target);
  let sum = 0;
  for (let s = 0; s < 2000; s++) {
    const angle = (Math.PI * s) / 2000;
    sum += slice(clouds, Float64Array.of(Math.cos(angle), Math.sin(angle))).cost;
  }
  return sum / 2000;
}

describe("sliced: the standard error", () => {
  /** How many of the seeds have the truth within so many standard errors. */
  function covered(
    source: Measure,
    target: Measure,
    truth: number,
    directions: number,
    most: number,
  ): number {
    let hits = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { cost, statistical } = sliced(source, target, { ...seeded(seed), directions });
      if (Math.abs(cost - truth) <= most * statistical.standardError) hits++;
    }
    return hits / 200;
  }

  it("covers the mean over the circle in 95 % of the draws, by Student's quantile", () => {
    const [source, target] = clusters(20);
    const truth = overCircle(source, target);
    // Ten frames of two directions, 9 degrees of freedom; the binomial spread of 200 draws is 0.015.
    const share = covered(source, target, truth, 20, 2.262);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.995);
  });

  it("covers the mean where frames are parts of a basis", () => {
    const source = cloud(21, 20, { dim: 12, shift: 0.5, weight: unequal });
    const target = cloud(22, 15, { dim: 12, weight: unequal });
    const { cost: truth, statistical } = sliced(source, target, { ...seeded(999), directions: 40_000 });
    const share = covered(source, target, truth, 30, 2.262); // ten frames of three directions
    expect(statistical.frames).toBe(Math.ceil(40_000 / 12));
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.995);
  });

  it("falls with the root of the number of frames", () => {
    const [source, target] = clusters(23);
    const few = sliced(source, target, { ...seeded(1), directions: 200 }).statistical;
    const many = sliced(source, target, { ...seeded(2), directions: 20_000 }).statistical;
    expectNear(few.standardError / many.standardError, 10, {
      rtol: 0.3,
      why: "the deviation of 100 samples is known to 7 %, of heavier tails to twice that",
    });
  });

  it("is unknown after one frame", () => {
    const [source, target] = clusters(24);
    const { cost, statistical } = sliced(source, target, { ...seeded(1), directions: 1 });
    expect(statistical).toEqual({ standardError: Infinity, directions: 1, frames: 1 });
    expect(Number.isFinite(cost)).toBe(true);
  });
});
