import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { type Measure, normalise } from "pushforward";
import { parseImageCsv } from "pushforward/loaders";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareReferences } from "../../../notebooks/tasks/compare-references.ts";
import { type LineariseInput, linearise } from "../../../notebooks/tasks/linearise.ts";
import { describeInChromium, launchChromium } from "../chromium.ts";
import { expectQuiet, openNotebook } from "./notebook.ts";

/** Milliseconds until a cell has drawn on a busy machine. */
const PATIENCE = 30_000;
const DIGITS = join(import.meta.dirname, "../../../data/digits/digits.csv");

describeInChromium("notebook: what linearising keeps", () => {
  let browser: Browser;
  let measures: readonly Measure[];
  beforeAll(async () => {
    browser = await launchChromium();
    const images = parseImageCsv(await readFile(DIGITS)).measures.slice(0, 300);
    measures = images.map((image) => normalise(image));
  });
  afterAll(() => browser.close());

  /** The line of numbers as Node computes it. */
  const numbersInNode = (input: Pick<LineariseInput, "kind" | "count">): Record<string, number> => {
    const found = linearise({ measures, pairs: 400, seed: 0, ...input });
    return {
      "correlation of LOT with W₂": found.correlation,
      "rank agreement": found.rankAgreement,
      "worst ratio LOT / W₂": found.worstRatio,
      "share of the cost that rows lose": found.lost,
      "widest certificate gap": found.widestGap,
      "transports not closed": found.open,
    };
  };

  test("the numbers of Node for two references; all pictures change, that of one image by its slider alone", async () => {
    const notebook = await openNotebook(browser, "02-linearising");
    const first = await notebook.numbersOf("linearise");
    expect(first).toEqual(numbersInNode({ kind: "gaussian", count: 16 }));
    await expect.poll(async () => (await notebook.pictures()).length, { timeout: PATIENCE }).toBe(4);
    const drawn = await notebook.pictures();

    await notebook.slide("look at image", 7);
    await expect.poll(async () => (await notebook.pictures())[0], { timeout: PATIENCE }).not.toBe(drawn[0]);
    expect((await notebook.pictures())[1]).toBe(drawn[1]);

    for (const count of [50, 2, 30, 4]) await notebook.slide("points of the reference", count); // faster than any can be computed
    const expected = numbersInNode({ kind: "gaussian", count: 4 });
    await expect.poll(() => notebook.numbersOf("linearise"), { timeout: PATIENCE }).toEqual(expected);
    const coarse = await notebook.numbersOf("linearise");
    const lost = "share of the cost that rows lose";
    expect(coarse[lost]).toBeGreaterThan(first[lost]!); // fewer points split more mass

    await notebook.page.getByLabel("barycenter", { exact: true }).check();
    const central = await notebook.numbersOf("linearise", coarse);
    expect(central).toEqual(numbersInNode({ kind: "barycenter", count: 4 }));
    await expect.poll(async () => (await notebook.pictures())[2], { timeout: PATIENCE }).not.toBe(drawn[2]);
    expect((await notebook.pictures())[1]).not.toBe(drawn[1]);
    expectQuiet(notebook);
  }, 180_000);

  test("all references compared as in Node; the chooser shows another figure; a narrow page does not overflow", async () => {
    const notebook = await openNotebook(browser, "02-linearising");
    const found = await notebook.numbersOf("compared");
    const compared = compareReferences({
      measures: measures.slice(0, 100),
      counts: [2, 4, 8, 16, 32, 64],
      pairs: 150,
      seed: 0,
    });
    const highest = Math.max(...compared.map(({ rankAgreement }) => rankAgreement));
    expect(Object.values(found)).toEqual([highest, compared.length]);

    const drawn = await notebook.pictures();
    await notebook.page.getByLabel("figure").selectOption("share of the transport cost that rows lose");
    await expect.poll(async () => (await notebook.pictures()).at(-1)).not.toBe(drawn.at(-1));

    await notebook.page.setViewportSize({ width: 375, height: 800 });
    await expect
      .poll(() => notebook.page.evaluate(() => document.documentElement.scrollWidth), { timeout: PATIENCE })
      .toBe(375);
    expectQuiet(notebook);
  }, 180_000);
});
