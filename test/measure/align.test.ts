import { describe, expect, it } from "vitest";
import { applyAlignment, fitAlignment } from "../../src/measure/align.js";
import { type Collection, collection, selectItems } from "../../src/measure/collection.js";
import { type Measure, measure, moments, pushforward, selectPoints } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud } from "../support/random-measures.js";

const rounding = { atol: 1e-12, why: "rounding" };

/** x -> factor * R(angle) x + shift in the plane. */
function moved(mu: Measure, angle: number, factor: number, shift: readonly [number, number]): Measure {
  return pushforward(mu, (x, out) => {
    out[0] = factor * (Math.cos(angle) * x[0]! - Math.sin(angle) * x[1]!) + shift[0];
    out[1] = factor * (Math.sin(angle) * x[0]! + Math.cos(angle) * x[1]!) + shift[1];
  });
}

const template = randomCloud(seededRandom(1), 12, 2);
const copies = [template, moved(template, 0.7, 3, [5, -2]), moved(template, -2.5, 0.1, [0, 100])];

function items(measures: readonly Measure[], named: boolean): Collection {
  const names = measures.map((_, s) => `item ${s}`);
  const pointNames = measures.map((mu) => Array.from({ length: mu.count }, (_, i) => `p${i}`));
  return collection(named ? { names, measures, pointNames } : { names, measures });
}

describe("alignment", () => {
  it("none leaves everything", () => {
    const set = items(copies, true);
    expect(applyAlignment(fitAlignment(set, "none"), set)).toEqual(copies);
  });

  it("centre puts means at the origin, scale makes the mean squared radius 1", () => {
    const set = items(copies, true);
    for (const mu of applyAlignment(fitAlignment(set, "centre"), set)) {
      expectNear(moments(mu).mean, [0, 0], { atol: 1e-11, why: "rounding at offset 100" });
    }
    for (const mu of applyAlignment(fitAlignment(set, "scale"), set)) {
      const { covariance } = moments(mu);
      expectNear(covariance.data[0]! + covariance.data[3]!, 1, rounding);
    }
  });

  it.each([
    ["Procrustes, where points have names", true],
    ["principal axes, where they have none", false],
  ])("rigid removes position, size and rotation: %s", (_, named) => {
    const set = items(copies, named);
    const alignment = fitAlignment(set, "rigid");
    expect(alignment.consensus !== undefined).toBe(named);
    const [first, ...rest] = applyAlignment(alignment, set);
    for (const mu of rest) {
      expectNear(mu.points, first!.points, {
        atol: 1e-9,
        why: "rounding, amplified by the offset of 100 over 0.1",
      });
    }
  });

  it("rigid never reflects", () => {
    const mirrored = pushforward(template, (x, out) => {
      out[0] = -x[0]!;
      out[1] = x[1]!;
    });
    const set = items([template, mirrored], true);
    const [a, b] = applyAlignment(fitAlignment(set, "rigid"), set) as [Measure, Measure];
    expect(Math.max(...a.points.map((x, p) => Math.abs(x - b.points[p]!)))).toBeGreaterThan(0.1);
  });

  it("rigid is fitted on some items and applied to others, by name, in any order of points", () => {
    const set = items(copies, true);
    const order = Array.from({ length: template.count }, (_, i) => template.count - 1 - i);
    const reversed = collection({
      names: ["reversed"],
      measures: [selectPoints(copies[2]!, order)],
      pointNames: [order.map((i) => `p${i}`)],
    });
    const alignment = fitAlignment(selectItems(set, [0, 1]), "rigid");
    const [held] = applyAlignment(alignment, reversed) as [Measure];
    const [first] = applyAlignment(alignment, selectItems(set, [0])) as [Measure];
    expectNear(held.points, selectPoints(first, order).points, { atol: 1e-9, why: "rounding" });
  });

  it("rigid tolerates points missing from some items", () => {
    const some = selectPoints(copies[1]!, [0, 1, 2, 3, 5, 6, 7, 8]);
    const set = collection({
      names: ["all", "some"],
      measures: [template, some],
      pointNames: [template, some].map((mu) =>
        (mu === some ? [0, 1, 2, 3, 5, 6, 7, 8] : [...Array(12).keys()]).map(String),
      ),
    });
    const [all, few] = applyAlignment(fitAlignment(set, "rigid"), set) as [Measure, Measure];
    const shared = selectPoints(all, [0, 1, 2, 3, 5, 6, 7, 8]);
    const off = few.points.map((x, p) => Math.abs(x - shared.points[p]!));
    expect(Math.max(...off)).toBeLessThan(0.5); // the means differ by the missing points; unaligned it is above 1
  });

  it("falls back to principal axes when names do not repeat between items", () => {
    const set = {
      ...items(copies, true),
      pointNames: copies.map((mu, s) => Array.from({ length: mu.count }, (_, i) => `${s}-${i}`)),
    };
    expect(fitAlignment(set, "rigid").consensus).toBeUndefined();
  });

  it("names the item without extent, and the way out", () => {
    const set = items([template, measure([[1, 1]])], false);
    expect(() => applyAlignment(fitAlignment(set, "scale"), set)).toThrow(
      /item "item 1" has no extent.*--align centre/,
    );
  });
});
