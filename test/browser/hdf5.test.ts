import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { hdf5Bytes, withUserBlock } from "../loaders/hdf5-bytes.js";
import { bundleForBrowser, ENTRY_FILE } from "./bundle.js";
import { describeInChromium, launchChromium } from "./chromium.js";
import { hdf5Fingerprint } from "./hdf5-results.js";
import { servePage } from "./page-server.js";
import { watchedPage } from "./watched-page.js";

const ENTRY = join(import.meta.dirname, "hdf5-results.ts");
/** A name of h5wasm that nothing else has. */
const HDF5 = "H5F_ACC_RDONLY";

describe("a bundle that reads HDF5", () => {
  it("has its library in a file of its own, which is loaded when a file is read", async () => {
    const { files, warnings } = await bundleForBrowser(ENTRY);
    expect(warnings).toEqual([]);
    const withLibrary = [...files].filter(([, code]) => code.includes(HDF5));
    expect(withLibrary.map(([name]) => name)).toEqual([expect.not.stringMatching(ENTRY_FILE)]);
  });
});

describeInChromium("HDF5 in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it("gives the same cube as in Node", async () => {
    const data = Int16Array.from({ length: 60 }, (_, e) => e * e - 100);
    const bytes = await hdf5Bytes([
      { name: "scene", data, shape: [5, 4, 3], matlabClass: "int16", chunks: [2, 2, 3] },
    ]);
    const base64 = Buffer.from(withUserBlock(bytes)).toString("base64");
    const { files } = await bundleForBrowser(ENTRY);
    const server = await servePage(files);
    onTestFinished(server.close);
    const { page, complaints } = await watchedPage(browser, server.url);
    await page.goto(server.url);
    const inPage = await page.evaluate<unknown>(
      `import("./${ENTRY_FILE}").then((library) => library.hdf5Fingerprint(${JSON.stringify(base64)}))`,
    );
    expect(inPage).toBe(await hdf5Fingerprint(base64));
    expect(complaints).toEqual([]);
  });
});
