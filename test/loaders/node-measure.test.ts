import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadMeasure } from "../../loaders/node.js";
import { encodeNpy } from "../../loaders/npy.js";
import { FormatError, ShapeError } from "../../src/errors.js";
import { totalMass } from "../../src/measure/measure.js";
import { surfaceSample } from "../../src/measure/mesh.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { temporaryFolder } from "./temporary-folder.js";

const SQUARE = "OFF\n4 2 0\n0 0 0\n2 0 0\n2 2 0\n0 2 0\n3 0 1 2\n3 0 2 3\n";
const ROUNDING = "sums of a few doubles";

describe("loadMeasure", () => {
  it("reads a file by its ending, in either case, and gives its checksum", async () => {
    const text = "x,y\n1,2\n3,4\n";
    const path = join(await temporaryFolder({ "A.CSV": text }), "A.CSV");
    const { measure, inputs, item, mesh } = await loadMeasure(path);
    expect([...measure.points]).toEqual([1, 2, 3, 4]);
    expect(inputs).toEqual([{ path, sha256: createHash("sha256").update(text).digest("hex") }]);
    expect(item).toEqual({ kind: "points" });
    expect(mesh).toBeUndefined();
  });

  it("reads an NPY of shape (n, d)", async () => {
    const folder = await temporaryFolder({ "a.npy": encodeNpy(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 2]) });
    const { measure } = await loadMeasure(join(folder, "a.npy"), { weights: "vertex" });
    expect([measure.count, measure.dim]).toEqual([3, 2]);
    expect((await loadMeasure(join(folder, "a.npy"), { unitMass: true })).measure.weights[0]).toBe(1);
  });

  it("turns a mesh into a measure by the stated rule", async () => {
    const path = join(await temporaryFolder({ "square.off": SQUARE }), "square.off");
    const vertex = await loadMeasure(path);
    expect([...vertex.measure.weights]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(vertex.item).toEqual({ kind: "mesh" });
    expect(vertex.mesh?.triangles.length).toBe(6);
    const unit = await loadMeasure(path, { unitMass: true });
    expect([...unit.measure.weights]).toEqual([1, 1, 1, 1]);
    const area = await loadMeasure(path, { weights: "area" });
    expectNear(totalMass(area.measure), 4, { rtol: 1e-14, why: ROUNDING });
  });

  it("samples a mesh by seed and stream", async () => {
    const path = join(await temporaryFolder({ "square.off": SQUARE }), "square.off");
    const draw = async (options: object) =>
      [...(await loadMeasure(path, { sample: 5, ...options })).measure.points].join();
    expect(await draw({ seed: 1 })).toBe(await draw({ seed: 1, stream: 0 }));
    expect(await draw({ seed: 1 })).not.toBe(await draw({ seed: 2 }));
    expect(await draw({ seed: 1 })).not.toBe(await draw({ seed: 1, stream: 1 }));
    expect((await loadMeasure(path, { sample: 5 })).item).toEqual({ kind: "points" });
  });

  it("samples from none of the streams that a caller forks from the same seed", async () => {
    const path = join(await temporaryFolder({ "square.off": SQUARE }), "square.off");
    const { mesh, measure } = await loadMeasure(path, { sample: 5, seed: 1 });
    const drawn = measure.points.join();
    for (let key = 0; key < 100; key++) {
      const random = seededRandom(1).fork(key);
      expect(surfaceSample(mesh!, { count: 5, random }).points.join()).not.toBe(drawn);
    }
  });

  it("chooses coordinates in a CSV only", async () => {
    const folder = await temporaryFolder({
      "a.csv": "x,y\n1,2\n",
      "a.off": SQUARE,
      "a.npy": encodeNpy(Float64Array.of(1, 2), [1, 2]),
    });
    const coords = ["y"];
    expect([...(await loadMeasure(join(folder, "a.csv"), { coords })).measure.points]).toEqual([2]);
    for (const name of ["a.off", "a.npy"]) {
      const loading = loadMeasure(join(folder, name), { coords });
      await expect(loading).rejects.toThrow(FormatError);
      await expect(loading).rejects.toThrow(`${name}: coordinates can be chosen in CSV files only`);
    }
  });

  it.each([
    [{ sample: 5, weights: "vertex" }, "uniform by area"],
    [{ sample: 5, unitMass: true }, "unit masses"],
    [{ weights: "area", unitMass: true }, "unit masses"],
  ] as const)("refuses the contradiction %j", async (options, words) => {
    const path = join(await temporaryFolder({ "square.off": SQUARE }), "square.off");
    await expect(loadMeasure(path, options)).rejects.toThrow(ShapeError);
    await expect(loadMeasure(path, options)).rejects.toThrow(words);
  });

  it("refuses area weights and samples of points without faces, naming the file", async () => {
    const folder = await temporaryFolder({ "a.csv": "x\n1\n", "a.xyz": "0 0 0\n" });
    await expect(loadMeasure(join(folder, "a.csv"), { sample: 3 })).rejects.toThrow("need a mesh");
    await expect(loadMeasure(join(folder, "a.xyz"), { weights: "area" })).rejects.toThrow("a.xyz");
  });

  it("lists the endings that it knows", async () => {
    const path = join(await temporaryFolder({ "a.mat": "x" }), "a.mat");
    await expect(loadMeasure(path)).rejects.toThrow(".mat is not one of a measure: .ply, .obj,");
  });

  it.each([
    ["an absent file", "none.csv", "there is no such file"],
    ["a folder", ".", "it is a folder"],
    ["a file as a folder", "a.csv/b.csv", "a part of the path is a file"],
    ["a path with NUL", "a\u0000.csv", "it cannot be read"],
    ["a name too long", `${"a".repeat(5000)}.csv`, "too long"],
  ])("refuses %s as bad input", async (_, name, words) => {
    const folder = await temporaryFolder({ "a.csv": "x\n1\n" });
    const loading = loadMeasure(`${folder}/${name}`);
    await expect(loading).rejects.toThrow(FormatError);
    await expect(loading).rejects.toThrow(words);
  });

  it("refuses a pipe, which would never end", async () => {
    const path = join(await temporaryFolder({ "a.csv": "x\n1\n" }), "pipe.csv");
    execFileSync("mkfifo", [path]);
    await expect(loadMeasure(path)).rejects.toThrow("a device or a pipe");
  });

  it("refuses a file of 2 GiB without reading it", async () => {
    const path = join(await temporaryFolder({ "a.npy": "" }), "a.npy");
    await truncate(path, 2 ** 31); // sparse: takes no room on the disk
    await expect(loadMeasure(path)).rejects.toThrow("2147483648 bytes are over the limit");
  });
});
