import type { Browser, Page } from "playwright-core";
import { onTestFinished } from "vitest";

/** A page without a network, and what it tried and complained about so far. */
export interface WatchedPage {
  readonly page: Page;
  /** Addresses asked for, the page's own among them; data: addresses stay inside the page and do not count. */
  readonly requests: readonly string[];
  /** Errors and warnings on the console, exceptions, breaches of the page's content security policy. */
  readonly complaints: readonly string[];
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** Opens a page in which every request but those for `origin` is refused; closed when the test ends. */
export async function watchedPage(
  browser: Browser,
  origin: string,
  viewport: Viewport = { width: 1280, height: 800 },
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport });
  onTestFinished(() => context.close());
  const requests: string[] = [];
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) requests.push(request.url());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.route(
    ({ href }) => !href.startsWith(origin),
    (route) => route.abort(),
  );
  return { page, requests, complaints };
}
