import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { bundleForBrowser, ENTRY_FILE } from "./bundle.js";
import { describeInChromium, launchChromium } from "./chromium.js";
import { servePage } from "./page-server.js";
import { systemsFingerprints } from "./systems-results.js";
import { watchedPage } from "./watched-page.js";

describeInChromium("particle systems in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it("move every particle to the same bytes as in Node", async () => {
    const { files } = await bundleForBrowser(join(import.meta.dirname, "systems-results.ts"));
    const server = await servePage(files);
    onTestFinished(server.close);
    const { page, complaints } = await watchedPage(browser, server.url);
    await page.goto(server.url);
    const inPage = await page.evaluate<unknown>(
      `import("./${ENTRY_FILE}").then((systems) => systems.systemsFingerprints())`,
    );
    const inNode = await systemsFingerprints();
    expect(inPage).toEqual(inNode);
    expect(new Set(Object.values(inNode)).size).toBe(Object.keys(inNode).length);
    expect(complaints).toEqual([]);
  });
});
