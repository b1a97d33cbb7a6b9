import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { restingLaw } from "../../../notebooks/tasks/resting-law.ts";
import { type SteadyInput, type SteadyOutput, steady } from "../../../notebooks/tasks/steady.ts";
import { describeInChromium, launchChromium } from "../chromium.ts";
import { expectQuiet, openNotebook } from "./notebook.ts";

/** Milliseconds: eight searches, half of them in the browser. */
const LONG = 180_000;

describeInChromium("notebook: where it rests", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test(
    "the numbers of Node for both systems and both noises; the pictures follow the slider",
    async () => {
      const target = restingLaw({ system: "double well", size: 100 }).quantiles;
      const input: SteadyInput = {
        system: "double well",
        target,
        particles: 5000,
        duration: 1,
        noise: "common",
        seed: 0,
      };
      const notebook = await openNotebook(browser, "08-where-it-rests");
      const first = await notebook.numbersOf("steady");
      const common = steady(input, () => {});
      expect(first).toEqual(shown(common));
      expect(common.status).toBe("converged");
      await expect.poll(async () => (await notebook.pictures()).length).toBe(3);
      const before = await notebook.pictures();

      for (const particles of [8000, 3000, 2000]) await notebook.slide("particles", particles); // the page does not wait for the first of them
      const second = shown(steady({ ...input, particles: 2000 }, () => {}));
      await expect.poll(() => notebook.numbersOf("steady"), WAIT).toEqual(second);
      for (const [p, picture] of before.entries()) {
        await expect.poll(async () => (await notebook.pictures())[p]).not.toBe(picture);
      }

      await notebook.page.getByLabel("new in every evaluation").check();
      const third = await notebook.numbersOf("steady", second);
      expect(third).toEqual(shown(steady({ ...input, particles: 2000, noise: "fresh" }, () => {})));

      await notebook.page.getByLabel("agents").check();
      const fourth = await notebook.numbersOf("steady", third);
      const traders = {
        ...input,
        system: "agents",
        target: restingLaw({ system: "agents", size: 100 }).quantiles,
        particles: 10_000,
        duration: 2,
      } as const;
      expect(fourth).toEqual(shown(steady(traders, () => {})));
      await notebook.page.getByLabel("new in every evaluation").check();
      await notebook.slide("particles", 1000);
      await notebook.page.getByRole("alert").filter({ hasText: "they run away" }).waitFor(WAIT);
      await expect.poll(() => notebook.pictures(), WAIT).toEqual([]);
      expectQuiet(notebook);
    },
    LONG,
  );
});

test("an iterate of the search is kept for each residual, and the last of them is the answer", () => {
  const { quantiles: target } = restingLaw({ system: "double well", size: 20 });
  const { search, residuals, error, microSteps, plain } = steady(
    { system: "double well", target, particles: 500, duration: 0.5, noise: "common", seed: 1 },
    () => {},
  );
  expect(search.length).toBe(residuals.length);
  expect(search.at(-1)!.error).toBe(error); // common noise: the last residual is the least
  expect(search.at(-1)!.microSteps).toBeLessThan(microSteps); // what is left measured the noise
  expect(plain.at(-1)!.microSteps).toBe(microSteps);
});

/** Milliseconds that a cell may take on a busy machine. */
const WAIT = { timeout: 60_000 };

/** What the notebook shows of a search. */
function shown({ residual, noiseFloor, evaluations, microSteps, error, plain }: SteadyOutput) {
  return {
    "residual at the end": residual,
    "noise of a residual": noiseFloor,
    simulations: evaluations,
    "particles × micro-steps": microSteps,
    "W₂ to the law": error,
    "W₂ of simulation alone, as many steps": plain.at(-1)!.error,
  };
}
