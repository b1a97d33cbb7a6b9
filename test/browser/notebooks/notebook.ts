import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { type WatchedPage, watchedPage } from "../watched-page.ts";

const FOLDER = join(import.meta.dirname, "../../../dist/notebooks");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
};

/** A notebook of `npm run notebooks` that is open in a browser without a network. */
export interface OpenNotebook extends WatchedPage {
  /** What `numbers(name, values)` shows, once it differs from `before`. */
  readonly numbersOf: (
    name: string,
    before?: Readonly<Record<string, number>>,
  ) => Promise<Record<string, number>>;
  /** Sets the slider of that label. */
  readonly slide: (label: string, value: number) => Promise<void>;
  /** The drawings on the page as text, keys of legends left out; a canvas as its bytes. */
  readonly pictures: () => Promise<string[]>;
}

/** Milliseconds that a cell may take on a busy machine. */
const PATIENCE = 60_000;

/** Opens `dist/notebooks/NAME.html`; closed when the test ends. */
export async function openNotebook(browser: Browser, name: string): Promise<OpenNotebook> {
  const origin = await servedFolder();
  const watched = await watchedPage(browser, origin, { width: 1100, height: 900 });
  const { page } = watched;
  await page.goto(`${origin}${name}.html`);
  return {
    ...watched,
    numbersOf: (line, before) => shown(page, line, before),
    slide: (label, value) => slide(page, label, value),
    pictures: () => pictures(page),
  };
}

/** What a driver without a graphics card says of how long the picture of a canvas takes. */
const SLOW_DRIVER = /GL Driver Message .*GPU stall/;

/** Nothing was written to the console, nothing asked of a network. */
export function expectQuiet({ complaints, requests, page }: OpenNotebook): void {
  const { origin } = new URL(page.url());
  expect(complaints.filter((text) => !SLOW_DRIVER.test(text))).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith("blob:"))).toEqual([]);
}

async function servedFolder(): Promise<string> {
  const server = createServer(async ({ url = "/" }, response) => {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    if (path === "/favicon.ico") {
      response.writeHead(204).end(); // browsers ask for one
      return;
    }
    try {
      const bytes = await readFile(join(FOLDER, path));
      response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream").end(bytes);
    } catch {
      response.writeHead(404).end(`no ${path}: npm run notebooks makes them`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function shown(
  page: Page,
  name: string,
  before?: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
  const old = before === undefined ? null : JSON.stringify(before);
  const handle = await page.waitForFunction(
    ({ name, old }) => {
      const text = [...document.querySelectorAll<HTMLElement>("[data-numbers]")].find(
        (line) => line.dataset.name === name,
      )?.dataset.numbers;
      return text !== undefined && text !== old ? text : false;
    },
    { name, old },
    { timeout: PATIENCE },
  );
  return JSON.parse(String(await handle.jsonValue()));
}

async function slide(page: Page, label: string, value: number): Promise<void> {
  const form = page.locator("form").filter({ hasText: label }).first();
  const input = form.locator("input[type=range]");
  await input.waitFor({ timeout: PATIENCE });
  await input.evaluate((element: HTMLInputElement, wanted) => {
    element.value = String(wanted);
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }, value);
}

/** Pixels; what is narrower is the key of a legend. */
const LEAST_WIDTH = 100;

function pictures(page: Page): Promise<string[]> {
  return page.evaluate(
    (least) =>
      [...document.querySelectorAll<SVGSVGElement | HTMLCanvasElement>("main svg, main canvas")]
        .filter((picture) => picture.getBoundingClientRect().width >= least)
        .map((picture) => (picture instanceof HTMLCanvasElement ? picture.toDataURL() : picture.outerHTML)),
    LEAST_WIDTH,
  );
}
