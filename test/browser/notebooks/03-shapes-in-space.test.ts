import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { attributeValues } from "pushforward";
import { parsePly, parsePointTable } from "pushforward/loaders";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MorphInput, type MorphOutput, morph } from "../../../notebooks/tasks/morph.ts";
import { type ShapesInput, type ShapesOutput, shapes } from "../../../notebooks/tasks/shapes.ts";
import { describeInChromium, launchChromium } from "../chromium.ts";
import { expectQuiet, openNotebook } from "./notebook.ts";

const DATA = join(import.meta.dirname, "../../../data");
const bytesOf = (...path: string[]): Uint8Array => readFileSync(join(DATA, ...path));

function pathInput(count: number): MorphInput {
  const [source, target] = ["bunny", "teapot"].map((name) => parsePly(bytesOf("meshes", `${name}.ply`)));
  return { source: source!, target: target!, count, seed: 0, steps: 20 };
}

function shapesInput(set: string, column: string): ShapesInput {
  const items = parsePointTable(bytesOf(set, "points.csv"), bytesOf(set, "labels.csv"));
  const values = attributeValues(items, column);
  const classes = [...new Set(values)].sort();
  const labels = Int32Array.from(values, (value) => classes.indexOf(value));
  return { items, labels, classes, align: "rigid", count: 30, model: "lda", folds: 5, seed: 0 };
}

function pathNumbers({ along, distance, lower, upper }: MorphOutput, step: number): Record<string, number> {
  const { toSource, toTarget } = along[step]!;
  return {
    "from the bunny": toSource,
    "to the teapot": toTarget,
    "W₂ of the two": distance,
    "at least": lower,
    "at most": upper,
  };
}

function shapesNumbers(found: ShapesOutput): Record<string, number> {
  return {
    accuracy: found.accuracy,
    "standard error": found.standardError,
    "majority rate": found.majorityRate,
    "clusters, adjusted Rand index": found.clusterAgreement,
    "widest certificate gap": found.widestGap,
  };
}

describeInChromium("notebook: shapes in space", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test("the path from bunny to teapot as in Node; time and size of the samples change it", async () => {
    const notebook = await openNotebook(browser, "03-shapes-in-space");
    const path = morph(pathInput(500));
    const middle = await notebook.numbersOf("path");
    expect(middle).toEqual(pathNumbers(path, 10));
    await notebook.numbersOf("pair");
    const before = await notebook.pictures();
    expect(before).toHaveLength(4); // two of space, the lengths, the map

    await notebook.slide("time", 0);
    const start = await notebook.numbersOf("path", middle);
    expect(start).toEqual(pathNumbers(path, 0));
    expect(start["from the bunny"]).toBe(0);
    expect((await notebook.pictures())[0]).not.toBe(before[0]);

    await notebook.slide("points drawn", 200);
    expect(await notebook.numbersOf("path", start)).toEqual(pathNumbers(morph(pathInput(200)), 0));

    const still = (await notebook.pictures())[0];
    await notebook.page.getByLabel("a bunny that becomes a teapot").press("ArrowLeft");
    expect((await notebook.pictures())[0]).not.toBe(still);
    expectQuiet(notebook);
  });

  test("molecules and bone cells are classified as in Node; the choosers change map and pair", async () => {
    const notebook = await openNotebook(browser, "03-shapes-in-space");
    const molecules = await notebook.numbersOf("shapes");
    expect(molecules).toEqual(shapesNumbers(await shapes(shapesInput("steroids", "activity"))));
    expect(molecules.accuracy).toBeGreaterThan(
      molecules["majority rate"]! + 2 * molecules["standard error"]!,
    );

    const nearest = await notebook.numbersOf("pair");
    const [, , map, pair] = await notebook.pictures();
    await notebook.page.getByLabel("the farthest").check();
    const farthest = await notebook.numbersOf("pair", nearest);
    expect(farthest["LOT distance of the two"]).toBeGreaterThan(nearest["LOT distance of the two"]!);
    expect((await notebook.pictures())[3]).not.toBe(pair);

    await notebook.page.getByLabel("bone cells").check();
    await notebook.page.getByLabel("position", { exact: true }).check(); // while the page works on what was chosen before
    const bones = await shapes({ ...shapesInput("osteocytes", "individual"), align: "centre" });
    await expect.poll(() => notebook.numbersOf("shapes"), { timeout: 30_000 }).toEqual(shapesNumbers(bones));
    await notebook.numbersOf("pair", farthest);
    expect((await notebook.pictures())[2]).not.toBe(map);
    expectQuiet(notebook);
  });
});
