import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { seededRandom } from "pushforward";
import { parseSpectraCsv } from "pushforward/loaders";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paintScene, type SceneOptions } from "../../../notebooks/lib/paint-scene.ts";
import { type GivenFile, readScene } from "../../../notebooks/lib/read-scene.ts";
import { type LabelPixelsOutput, labelPixels } from "../../../notebooks/tasks/label-pixels.ts";
import { describeInChromium, launchChromium } from "../chromium.ts";
import { expectQuiet, openNotebook } from "./notebook.ts";

const SPECTRA = parseSpectraCsv(
  readFileSync(join(import.meta.dirname, "../../../data/spectra/mayonnaise.csv"), "utf8"),
);
const SCENE: SceneOptions = {
  width: 40,
  height: 28,
  samples: 1,
  shade: 0.2,
  smile: 2,
  noise: 0.005,
  seed: 0,
};

function sceneNumbers(options: SceneOptions, equalMass: boolean): Record<string, number> {
  const { spectra, truth } = paintScene(SPECTRA, { material: "oil_type", sample: "sample" }, options);
  const given = { spectra, truth, axis: SPECTRA.axis, bin: 13, equalMass, clusters: 6, sample: 400, seed: 0 };
  const found = labelPixels(given);
  const ground = truth.filter((material) => material === 0).length;
  return {
    ...Object.fromEntries(found.methods.map(({ method, accuracy }) => [method, accuracy!])),
    "all one class": ground / truth.length,
    "κ (nm)": found.kappa,
    "sampled pixels": found.sampled,
    "widest certificate gap": found.widestGap,
  };
}

/** An ENVI image of 9 x 14 pixels: two materials, of peaks at different bands, the left third without any light. */
function smallEnvi(): readonly [GivenFile, GivenFile] {
  const [rows, columns, bands] = [9, 14, 20];
  const random = seededRandom(1);
  const values = Float32Array.from({ length: rows * columns * bands }, (_, v) => {
    const band = v % bands;
    const column = Math.floor(v / bands) % columns;
    if (column < columns / 3) return 0;
    const peak = column < (2 * columns) / 3 ? 5 : 13;
    return Math.max(0, 6 - Math.abs(band - peak)) + 0.1 * random.uniform();
  });
  const header = [
    "ENVI",
    `samples = ${columns}`,
    `lines = ${rows}`,
    `bands = ${bands}`,
    "data type = 4",
    "interleave = bip",
    "byte order = 0",
    "wavelength units = nm",
    `wavelength = {${Array.from({ length: bands }, (_, b) => 500 + 10 * b).join(", ")}}`,
  ].join("\n");
  return [
    { name: "own.hdr", bytes: new TextEncoder().encode(header) },
    { name: "own.dat", bytes: new Uint8Array(values.buffer) },
  ];
}

const asUpload = ({ name, bytes }: GivenFile) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(bytes),
});

function ownNumbers(files: readonly GivenFile[]): Record<string, number> {
  const { axis, spectra } = readScene(files);
  const found: LabelPixelsOutput = labelPixels({
    spectra,
    axis,
    bin: 1,
    equalMass: true,
    clusters: 5,
    sample: 400,
    seed: 0,
  });
  return {
    pixels: spectra.rows,
    bands: spectra.cols,
    "sampled pixels": found.sampled,
    "κ (nm)": found.kappa,
    "widest certificate gap": found.widestGap,
  };
}

describeInChromium("notebook: pixels by spectrum", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test("four maps of the made scene, as accurate as in Node; shade, kept, spoils all of them", async () => {
    const notebook = await openNotebook(browser, "06-pixels-by-spectrum");
    const first = await notebook.numbersOf("scene");
    expect(first).toEqual(sceneNumbers(SCENE, true));
    const maps = await notebook.pictures();
    expect(maps).toHaveLength(6); // the regions, the spectra, four maps

    await notebook.page.getByLabel("kept").check();
    const shaded = await notebook.numbersOf("scene", first);
    expect(shaded).toEqual(sceneNumbers(SCENE, false));
    expect(shaded["HK-LOT, spectral"]).toBeLessThan(first["HK-LOT, spectral"]!);
    expect((await notebook.pictures()).slice(2)).not.toEqual(maps.slice(2));

    await notebook.slide("drift", 0);
    await expect.poll(async () => (await notebook.pictures())[1]).not.toBe(maps[1]);
    expectQuiet(notebook);
  });

  test("an ENVI image of the reader's own; files that are none are refused in a sentence", async () => {
    const notebook = await openNotebook(browser, "06-pixels-by-spectrum");
    const files = smallEnvi();
    const choose = notebook.page.locator("input[type=file]");
    await choose.setInputFiles(files.map(asUpload));
    expect(await notebook.numbersOf("own scene")).toEqual(ownNumbers(files));
    expect(ownNumbers(files).pixels).toBe(9 * 9); // the left third, five columns, has no light

    const refusal = notebook.page.getByRole("alert");
    await choose.setInputFiles([asUpload(files[0])]);
    expect(await refusal.innerText()).toMatch(/"own.hdr": choose one file .mat/);
    await choose.setInputFiles([asUpload({ name: "cut.mat", bytes: new Uint8Array(7) })]);
    await expect.poll(() => refusal.innerText()).toMatch(/cut\.mat/);
    expectQuiet(notebook);
  });
});
