import { matrix, measure, rowView, seededRandom } from "pushforward";
import { describe, expect, it } from "vitest";
import { splitByHeight } from "../../notebooks/lib/split-by-height.ts";
import { classModes } from "../../notebooks/tasks/class-modes.ts";
import { labelPixels } from "../../notebooks/tasks/label-pixels.ts";
import { morph } from "../../notebooks/tasks/morph.ts";
import { newItems } from "../../notebooks/tasks/new-items.ts";
import { shapes } from "../../notebooks/tasks/shapes.ts";
import { expectNear } from "../support/expect-near.ts";

const ROUNDING = { atol: 1e-9, why: "roots of sums of 60 squares, of which the least may be rounding alone" };

const square = (height: number) => ({
  vertices: Float64Array.of(0, 0, 0, 1, 0, 0, 0, height, 0, 1, height, 0),
  count: 4,
  dim: 3,
  triangles: Int32Array.of(0, 1, 2, 1, 3, 2),
});

/** Points about the ends of a stick of that length. */
function stick(length: number, seed: number) {
  const random = seededRandom(seed);
  return measure(
    Array.from({ length: 12 }, (_, i) => [
      (i % 2) * length + 0.1 * random.uniform(),
      random.uniform(),
      random.uniform(),
    ]),
  );
}

describe("morph", () => {
  it("shares the distance as time does, and begins and ends where the surfaces are", () => {
    const found = morph({ source: square(1), target: square(4), count: 60, seed: 1, steps: 4 });
    expect(found.along.map(({ time }) => time)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    for (const { time, toSource, toTarget } of found.along) {
      expectNear(toSource, time * found.distance, ROUNDING);
      expectNear(toTarget, (1 - time) * found.distance, ROUNDING);
    }
    expectNear(found.lower, found.upper, ROUNDING);
    expect(found.start).toHaveLength(found.end.length);
  });
});

describe("shapes", () => {
  it("tells short sticks from long ones, which it has not seen", async () => {
    const measures = Array.from({ length: 12 }, (_, s) => stick(s % 2 === 0 ? 1 : 6, s));
    const items = {
      names: measures.map((_, s) => String(s)),
      measures,
      attributes: [],
      item: { kind: "points" },
      warnings: [],
    } as const;
    const labels = Int32Array.from(measures, (_, s) => s % 2);
    const told: number[] = [];
    const found = await shapes(
      {
        items,
        labels,
        classes: ["short", "long"],
        align: "centre",
        count: 8,
        model: "knn",
        folds: 3,
        seed: 0,
      },
      ({ done }) => told.push(done),
    );
    expect([...found.predicted]).toEqual([...labels]);
    expect([found.accuracy, found.clusterAgreement, found.majorityRate]).toEqual([1, 1, 0.5]);
    expect(told).toEqual([1, 2, 3]);
  });
});

describe("newItems", () => {
  it("gives copies where one item is mixed with itself, and less spread where many are mixed", () => {
    const measures = Array.from({ length: 10 }, (_, s) => stick(1 + 0.2 * s, s));
    const { embedded } = classModes({ measures, count: 12, components: 2, seed: 0 }).modes;
    const made = (parents: number) =>
      newItems({ embedded, measures, how: "mix", parents, count: 20, seed: 0 });
    // reference and items have 12 points of mass 1 / 12: plans are permutations, and nothing is lost but rounding
    expect(Math.max(...made(1).items.map(({ distance }) => distance))).toBeLessThan(1e-7);
    expect(made(10).diversity).toBeLessThan(made(2).diversity);
  });
});

describe("labelPixels", () => {
  it("finds two materials by their peaks, and numbers the clusters as the classes", () => {
    const truth = Int32Array.from({ length: 40 }, (_, p) => Number(p >= 12));
    const random = seededRandom(2);
    const spectra = matrix(truth.length, 12);
    truth.forEach((material, p) => {
      rowView(spectra, p).forEach((_, b, row) => {
        row[b] = 0.05 * random.uniform() + Number(Math.abs(b - (material === 0 ? 3 : 8)) < 2);
      });
    });
    const axis = { values: Float64Array.from({ length: 12 }, (_, b) => b), quantity: "band" };
    const found = labelPixels({
      spectra,
      axis,
      bin: 1,
      equalMass: true,
      clusters: 2,
      sample: 30,
      seed: 0,
      truth,
    });
    expect(found.sampled).toBe(30);
    for (const { labels, accuracy, randIndex } of found.methods) {
      expect([...labels]).toEqual([...truth]);
      expect([accuracy, randIndex]).toEqual([1, 1]);
    }
  });
});

describe("splitByHeight", () => {
  it("puts every point into one of the parts, lowest first", () => {
    const points = [0, 5, 0, 0, 1, 0, 0, 3, 0, 0, 4, 0, 0, 2, 0];
    expect(splitByHeight(points, 2)).toEqual([
      [1, 4, 2],
      [3, 0],
    ]);
  });
});
