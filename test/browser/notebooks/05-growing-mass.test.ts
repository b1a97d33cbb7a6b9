import type { Browser } from "playwright-core";
import { hkMetric, w2Metric } from "pushforward";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EllipsesOutput, ellipses, massBetween, walk } from "../../../notebooks/tasks/ellipses.ts";
import { describeInChromium, launchChromium } from "../chromium.ts";
import { expectQuiet, openNotebook } from "./notebook.ts";

/** Milliseconds until a cell has drawn on a busy machine. */
const PATIENCE = 30_000;
const BETWEEN = "% of the mass between the ellipses, at most, two standard deviations along a mode";

describeInChromium("notebook: growing mass", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  /** The values of the line of numbers, in its order. */
  const valuesOf = ({ modes, pca, between }: EllipsesOutput): number[] => {
    const [first, second] = modes.map((mode) => [
      100 * mode.explained,
      mode.elongationCorrelation,
      mode.shareCorrelation,
    ]);
    return [pca.totalVariance, ...first!, ...second!, 100 * between];
  };

  test("the numbers of Node, and those of docs/two-ellipses.md; scale and walk change the pictures", async () => {
    const notebook = await openNotebook(browser, "05-growing-mass");
    const balanced = await notebook.numbersOf("W₂");
    const w2 = ellipses({ metric: w2Metric });
    expect(Object.values(balanced)).toEqual(valuesOf(w2));
    expect(balanced["mode 1, % of the variance"]?.toFixed(1)).toBe("67.1");
    expect(balanced[BETWEEN]?.toFixed(1)).toBe("5.4");

    const first = await notebook.numbersOf("HK");
    expect(Object.values(first)).toEqual(valuesOf(ellipses({ metric: hkMetric(5) })));
    expect(first["mode 1, % of the variance"]?.toFixed(1)).toBe("83.3");
    expect(first["mode 2, % of the variance"]?.toFixed(1)).toBe("7.2");
    expect(first["its |r| with the elongation"]?.toFixed(3)).toBe("0.998");
    expect(first[BETWEEN]).toBe(0);

    const walked = await notebook.numbersOf("walk");
    await notebook.slide("standard deviations", -1);
    const back = await notebook.numbersOf("walk", walked);
    expect(back["% between, W₂"]).toBe(100 * massBetween(walk(w2, 0, -1), w2.gap));
    const drawn = await notebook.pictures();
    expect(drawn).toHaveLength(10); // the cost, the images, bars, planes each with its ramp, and walks of both metrics

    await notebook.slide("κ", Math.log(20)); // its scale is logarithmic
    const wide = await notebook.numbersOf("HK", first);
    expect(Object.values(wide)).toEqual(valuesOf(ellipses({ metric: hkMetric(20) })));
    await expect.poll(async () => (await notebook.pictures())[2], { timeout: PATIENCE }).not.toBe(drawn[2]);

    await notebook.page.setViewportSize({ width: 375, height: 800 });
    await expect
      .poll(() => notebook.page.evaluate(() => document.documentElement.scrollWidth), { timeout: PATIENCE })
      .toBe(375);
    expectQuiet(notebook);
  }, 180_000);
});
