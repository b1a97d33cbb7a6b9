import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { bundleForBrowser, ENTRY_FILE } from "./bundle.js";
import { describeInChromium, launchChromium } from "./chromium.js";
import { servePage } from "./page-server.js";
import { poolFingerprints } from "./pool-results.js";
import { watchedPage } from "./watched-page.js";

describeInChromium("a pool of workers in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it("gives the bytes that no worker gives in Node, and errors of the same class", async () => {
    const { files, warnings } = await bundleForBrowser(join(import.meta.dirname, "pool-results.ts"));
    expect(warnings).toEqual([]);
    const server = await servePage(files);
    onTestFinished(server.close);
    const { page, complaints, requests } = await watchedPage(browser, server.url);
    await page.goto(server.url);
    const inPage = await page.evaluate<unknown>(
      `import("./${ENTRY_FILE}").then((library) => library.poolFingerprints(2))`,
    );
    expect(inPage).toEqual(await poolFingerprints(0));
    expect(inPage).toMatchObject({ refused: expect.stringContaining("true ShapeError") });
    expect(requests.filter((url) => url.includes("worker"))).toHaveLength(2);
    expect(complaints).toEqual([]);
  });
});
