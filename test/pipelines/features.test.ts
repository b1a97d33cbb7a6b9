import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseNpyArray } from "../../loaders/index.js";
import { FEATURE_BINS, withFeatures } from "../../pipelines/features.js";
import { fitAlignment } from "../../src/index.js";
import { collection } from "../../src/measure/collection.js";
import { type Measure, pushforward } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { expectNear } from "../support/expect-near.js";
import { uniformCloud } from "../support/random-measures.js";
import { reportOf, run } from "./run-program.js";
import { csv, QUICK } from "./small-data.js";

/** Lines and circles of 14 points, each turned, mirrored and shifted at random: only the shape tells the class. */
function turnedShapes(perClass: number, seed: number): Record<string, string> {
  const random = seededRandom(seed);
  const labels = ["item,shape"];
  const points = ["item,point,x,y"];
  for (let s = 0; s < 2 * perClass; s++) {
    labels.push(`item-${s},${s % 2 ? "circle" : "line"}`);
    const angle = 2 * Math.PI * random.uniform();
    const [dx, dy, mirror] = [20 * random.normal(), 20 * random.normal(), random.uniform() < 0.5 ? -1 : 1];
    for (let i = 0; i < 14; i++) {
      const t = (2 * Math.PI * i) / 14;
      const [x, y] = s % 2 ? [Math.cos(t), mirror * Math.sin(t)] : [(i - 6.5) / 4, 0];
      points.push(
        `item-${s},${i},${Math.cos(angle) * x - Math.sin(angle) * y + dx},${Math.sin(angle) * x + Math.cos(angle) * y + dy}`,
      );
    }
  }
  return { "labels.csv": csv(labels), "points.csv": csv(points) };
}

function scaledBy(mu: Measure, factor: number): Measure {
  return pushforward(mu, (x, out) => {
    x.forEach((value, k) => {
      out[k] = factor * value;
    });
  });
}

describe("--features", () => {
  it.each(["distances", "geodesics"])(
    "%s: tells shapes in any pose apart, and says what was done",
    async (features) => {
      const folder = await temporaryFolder(turnedShapes(6, 1));
      const argv = [folder, "--label", "shape", "--model", "knn", ...QUICK];
      const report = await reportOf("classify", ...argv, "--features", features);
      expect(report.results.accuracy).toBe(1);
      expect(report.settings.features).toBe(features);
      expect(report.certificates.notConverged).toBe(0);
      expect((await reportOf("classify", ...argv)).settings.features).toBe("coordinates");
    },
  );

  it("gives embeddings in as many dimensions as it has bins", async () => {
    const folder = await temporaryFolder(turnedShapes(3, 2));
    const out = join(await temporaryFolder({}), "out");
    const { results } = await reportOf("embed", folder, "--features", "distances", ...QUICK, "--out", out);
    expect(results.dim).toBe(FEATURE_BINS);
    const rows = parseNpyArray(await readFile(join(out, "embedding.npy")));
    expect(rows.shape).toEqual([6, FEATURE_BINS * results.reference.points]);
  });

  it("is one of three, and is asked for before any data", async () => {
    const { exitCode, error } = await run("cluster", "/nowhere", "--k", "2", "--features", "colours");
    expect(exitCode).toBe(2);
    expect(error).toContain("coordinates, distances, geodesics");
  });
});

describe("items with features", () => {
  const mu = uniformCloud(seededRandom(3), 12, 2);
  const names = ["small", "large"];
  const pointNames = names.map(() => Array.from({ length: 12 }, (_, i) => `p${i}`));
  const items = collection({ names, measures: [mu, scaledBy(mu, 3)], pointNames });

  it.each(["none", "centre"] as const)("keep their size under --align %s", (align) => {
    const { measures } = withFeatures(items, { features: "distances", align });
    expectNear(
      measures[1]!.points,
      measures[0]!.points.map((value) => 3 * value),
      { rtol: 1e-13, why: "rounding" },
    );
  });

  it.each(["scale", "rigid"] as const)("have none under --align %s", (align) => {
    const { measures } = withFeatures(items, { features: "geodesics", align });
    expectNear(measures[1]!.points, measures[0]!.points, {
      rtol: 1e-12,
      why: "rounding of scaled coordinates",
    });
  });

  it("are not aligned again, nor by names of points that are no places any more", () => {
    const featured = withFeatures(items, { features: "distances", align: "rigid" });
    expect(featured.pointNames).toBeUndefined();
    expect(featured.item).toEqual({ kind: "features", of: "distances" });
    expect(fitAlignment(featured, "rigid")).toEqual({ mode: "none" });
  });

  it("are the items themselves where points stay points", () => {
    expect(withFeatures(items, { align: "rigid" })).toBe(items);
  });
});
