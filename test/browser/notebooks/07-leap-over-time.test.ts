import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LeapInput, type LeapOutput, leap } from "../../../notebooks/tasks/leap.ts";
import { describeInChromium, launchChromium } from "../chromium.ts";
import { expectQuiet, openNotebook } from "./notebook.ts";

const INPUT: LeapInput = {
  system: "diffusion",
  particles: 300,
  jump: 85,
  halfSteps: 20,
  maps: "optimal transport",
  seed: 0,
};

describeInChromium("notebook: leap over time", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test("the numbers of Node, with leaps and without; the film is drawn and goes to any time", async () => {
    const notebook = await openNotebook(browser, "07-leap-over-time");
    const first = await notebook.numbersOf("leap");
    const leaping = await leap(INPUT, () => {});
    expect(first).toEqual(shown(leaping));
    expect(leaping.paid).toBeLessThan(leaping.plain / 2);

    const frame = notebook.page.locator("input[aria-label=frame]");
    await expect.poll(async () => (await notebook.pictures()).length).toBe(2);
    await frame.fill("0");
    const [cloudsAtFirst, curveAtFirst] = await notebook.pictures();
    await frame.fill("9");
    const [cloudsLater, curveLater] = await notebook.pictures();
    expect(cloudsLater).not.toBe(cloudsAtFirst);
    expect(curveLater).not.toBe(curveAtFirst);

    for (const jump of [40, 200, 0]) await notebook.slide("leap H", jump); // the page does not wait for the first of them
    const still = await leap({ ...INPUT, jump: 0 }, () => {});
    await expect.poll(() => notebook.numbersOf("leap"), WAIT).toEqual(shown(still));
    expect(still.paid).toBeGreaterThan(still.plain); // half of each window is thrown away

    await notebook.page.getByLabel("run and tumble").check();
    const third = await notebook.numbersOf("leap", shown(still));
    const bacteria = await leap({ ...INPUT, system: "run and tumble", jump: 5, halfSteps: 32 }, () => {});
    expect(third).toEqual(shown(bacteria));
    expectQuiet(notebook);
  });
});

/** Milliseconds that a cell may take on a busy machine. */
const WAIT = { timeout: 40_000 };

/** What the notebook shows of a run. */
function shown({ paid, plain, distance, floor, lateDistance, lateFloor }: LeapOutput) {
  return {
    "micro-steps paid": paid,
    "of plain simulation": plain,
    "share paid": paid / plain,
    "W₂ at the end": distance,
    "floor at the end": floor,
    "W₂, mean of the second half": lateDistance,
    "floor, mean of the second half": lateFloor,
  };
}
