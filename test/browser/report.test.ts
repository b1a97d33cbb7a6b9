import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../pipelines/cli.js";
import { describeInChromium, launchChromium } from "./chromium.js";
import { watchedPage } from "./watched-page.js";

const APES = join(import.meta.dirname, "..", "..", "data", "apes");
/** Few pairs and folds: the page is what counts here. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  cluster: ["cluster", APES, "--k", "3", "--label", "genus", "--pairs", "10"],
  classify: ["classify", APES, "--label", "genus", "--pairs", "10", "--folds", "3", "--model", "lda"],
};
const PHONE = { width: 375, height: 667 };

async function makeReport(argv: readonly string[], folder: string): Promise<void> {
  let complaint = "";
  const exitCode = await main([...argv, "--out", folder, "--quiet"], {
    output: () => {},
    error: (text) => {
      complaint += text;
    },
    interactive: false,
  });
  expect({ exitCode, complaint }).toEqual({ exitCode: 0, complaint: "" });
}

/** Of all that the page holds, in pixels; more than the window is wide where it scrolls sideways. */
async function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}

describeInChromium("a report in a browser", () => {
  let browser: Browser;
  let folder: string;
  const addressOf = (name: string): string => pathToFileURL(join(folder, name, "report.html")).href;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pushforward-"));
    for (const [name, argv] of Object.entries(COMMANDS)) await makeReport(argv, join(folder, name));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe.each(Object.keys(COMMANDS))("of %s", (name) => {
    it("opens from disk, asks for nothing else and gives no cause for complaint", async () => {
      const { page, requests, complaints } = await watchedPage(browser, addressOf(name));
      await page.goto(addressOf(name), { waitUntil: "load" });
      expect(requests).toEqual([addressOf(name)]);
      expect(complaints).toEqual([]);
    });

    it("shows its headings, and every picture with a size", async () => {
      const { page } = await watchedPage(browser, addressOf(name));
      await page.goto(addressOf(name));
      expect(await page.locator("h1").allInnerTexts()).toEqual([expect.stringMatching(/\S/)]);
      const headings = await page.locator("h2").allInnerTexts();
      expect(headings).toContain("How this was made");
      expect(headings.length).toBeGreaterThan(2);
      const sizes = await page.locator("svg").evaluateAll((pictures) =>
        pictures.map((picture) => {
          const { width, height } = picture.getBoundingClientRect();
          return Math.min(width, height);
        }),
      );
      expect(sizes.length).toBeGreaterThan(2);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
    });

    it("fits the width of a phone; only figures and tables may scroll inside themselves", async () => {
      const { page } = await watchedPage(browser, addressOf(name), PHONE);
      await page.goto(addressOf(name));
      expect(await widthOf(page)).toBeLessThanOrEqual(PHONE.width);
    });
  });

  it("would be caught running a script, asking for something or being too wide", async () => {
    const address = addressOf("cluster").replace("report.html", "spoilt.html");
    const report = await readFile(join(folder, "cluster", "report.html"), "utf8");
    const spoils = [
      '<script>document.title = "run"</script>',
      '<img src="https://example.invalid/a.png" alt="">',
      '<p style="width: 30rem">wide</p>',
    ];
    const spoilt = report.replace("<main>", `<main>${spoils.join("")}`);
    const open = async (html: string) => {
      await writeFile(join(folder, "cluster", "spoilt.html"), html);
      const watched = await watchedPage(browser, address, PHONE);
      await watched.page.goto(address);
      return watched;
    };
    const guarded = await open(spoilt);
    expect(guarded.complaints).toEqual(
      expect.arrayContaining([expect.stringMatching(/script/), expect.stringMatching(/image/)]),
    );
    expect(await widthOf(guarded.page)).toBeGreaterThan(PHONE.width);
    const unguarded = await open(spoilt.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""));
    expect(unguarded.requests).toContain("https://example.invalid/a.png");
  });
});
