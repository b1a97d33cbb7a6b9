import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { bundleForBrowser, ENTRY_FILE } from "./bundle.js";
import { describeInChromium, launchChromium } from "./chromium.js";
import { libraryFingerprints } from "./library-results.js";
import { servePage } from "./page-server.js";
import { watchedPage } from "./watched-page.js";

const IMAGES = 60;

/** The header and the first rows of the digits. */
function someDigits(): string {
  const path = join(import.meta.dirname, "..", "..", "data", "digits", "digits.csv");
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.slice(0, 1 + IMAGES).join("\n");
}

describeInChromium("the library in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it("gives the same bytes as in Node, from text to every kind of model", async () => {
    const { files } = await bundleForBrowser(join(import.meta.dirname, "library-results.ts"));
    const server = await servePage(files);
    onTestFinished(server.close);
    const { page, complaints } = await watchedPage(browser, server.url);
    await page.goto(server.url);
    const digits = someDigits();
    const call = `libraryFingerprints(${JSON.stringify(digits)})`;
    const inPage = await page.evaluate<unknown>(
      `import("./${ENTRY_FILE}").then((library) => library.${call})`,
    );
    expect(inPage).toEqual(await libraryFingerprints(digits));
    expect(complaints).toEqual([]);
  });
});
