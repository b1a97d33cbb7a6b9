import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transport } from "../../../notebooks/tasks/transport.ts";
import { describeInChromium, launchChromium } from "../chromium.ts";
import { expectQuiet, openNotebook } from "./notebook.ts";

const RING = Array.from(
  { length: 8 },
  (_, i) => [-0.45 + 0.35 * Math.cos((i * Math.PI) / 4), 0.35 * Math.sin((i * Math.PI) / 4)] as const,
);
const LINE = Array.from({ length: 8 }, (_, i) => [0.25 + 0.08 * i, -0.7 + 0.2 * i] as const);

describeInChromium("notebook: measures and maps", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test("the numbers of Node, exact and with entropy; the slider and a drag change the picture", async () => {
    const notebook = await openNotebook(browser, "01-measures-and-maps");
    const first = await notebook.numbersOf("transport");
    const exact = transport({ source: RING, target: LINE, epsilon: 0 });
    expect([first.cost, first["at least"], first["at most"]]).toEqual([exact.cost, exact.lower, exact.upper]);
    const [handles, drawn] = await notebook.pictures();

    await notebook.slide("entropy", 0.5);
    const second = await notebook.numbersOf("transport", first);
    const soft = transport({ source: RING, target: LINE, epsilon: 0.5 });
    expect([second.cost, second["at least"], second["at most"]]).toEqual([soft.cost, soft.lower, soft.upper]);
    expect(second.cost).toBeGreaterThan(first.cost!);
    expect((await notebook.pictures())[1]).not.toBe(drawn);

    await notebook.page.locator("circle[aria-label='source, point 1']").press("ArrowUp");
    await notebook.numbersOf("transport", second);
    expect((await notebook.pictures())[0]).not.toBe(handles);
    expectQuiet(notebook);
  });
});
