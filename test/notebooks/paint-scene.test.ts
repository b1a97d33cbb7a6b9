import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rowView } from "pushforward";
import { parseSpectraCsv } from "pushforward/loaders";
import { describe, expect, it } from "vitest";
import { paintScene, type Scene, type SceneOptions } from "../../notebooks/lib/paint-scene.ts";

const SPECTRA = parseSpectraCsv(
  readFileSync(join(import.meta.dirname, "../../data/spectra/mayonnaise.csv"), "utf8"),
);
const PLAIN: SceneOptions = { width: 20, height: 14, samples: 1, shade: 0, smile: 0, noise: 0, seed: 3 };

const paint = (options: Partial<SceneOptions> = {}): Scene =>
  paintScene(SPECTRA, { material: "oil_type", sample: "sample" }, { ...PLAIN, ...options });

describe("a painted scene", () => {
  it("has all six materials, and the same bytes for the same seed", () => {
    const scene = paint();
    expect(scene.materials).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(new Set(scene.truth)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(paint()).toEqual(scene);
    expect(paint({ seed: 4 }).spectra).not.toEqual(scene.spectra);
  });

  it("mixes measurements: in every band a pixel lies between the least and the largest of its material", () => {
    const { spectra, truth, materials } = paint();
    const kinds = SPECTRA.attributes.find(({ name }) => name === "oil_type")!.values;
    const rounding = 1e-15; // a few roundings of shares and products of values below 2
    truth.forEach((material, p) => {
      const rows = kinds.flatMap((kind, s) =>
        kind === materials[material] ? [rowView(SPECTRA.values, s)] : [],
      );
      for (const b of [0, 100, 350]) {
        const value = rowView(spectra, p)[b]!;
        expect(value).toBeGreaterThanOrEqual(Math.min(...rows.map((row) => row[b]!)) - rounding);
        expect(value).toBeLessThanOrEqual(Math.max(...rows.map((row) => row[b]!)) + rounding);
      }
    });
  });

  it("dims the last row by the shade and leaves the first", () => {
    const [bright, dim] = [paint(), paint({ shade: 0.5 })];
    const first = 0;
    const last = bright.spectra.rows - 1;
    expect(rowView(dim.spectra, first)).toEqual(rowView(bright.spectra, first));
    expect(rowView(dim.spectra, last)).toEqual(rowView(bright.spectra, last).map((value) => 0.5 * value));
  });

  it("moves the spectra of the edges by whole bands, and those of the middle by none", () => {
    const [straight, bent] = [paint({ width: 21 }), paint({ width: 21, smile: 3 })];
    const [edge, middle] = [0, 10];
    expect(rowView(bent.spectra, edge).subarray(3)).toEqual(rowView(straight.spectra, edge).subarray(0, -3));
    expect(rowView(bent.spectra, middle)).toEqual(rowView(straight.spectra, middle));
  });
});
