import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { html, htmlPage, measureChart, type PageScript } from "../../pipelines/report/index.js";
import { CLOUD_STYLE, cloudAnimation } from "../../pipelines/viewer/cloud-animation.js";
import { framesOfOne } from "../../pipelines/viewer/cloud-panels.js";
import { geodesicPath, type Measure, measure, seededRandom } from "../../src/index.js";
import { runProgram } from "../support/built-program.js";
import { describeInChromium, launchChromium } from "./chromium.js";
import { watchedPage } from "./watched-page.js";

const ROOT = join(import.meta.dirname, "../..");

/** A cloud in the corner of the first octant goes to the opposite corner. */
function clouds(): readonly Measure[] {
  const random = seededRandom(1);
  const cloud = (corner: number) =>
    measure(
      Float64Array.from({ length: 180 }, () => corner + 0.2 * random.uniform()),
      { dim: 3 },
    );
  const path = geodesicPath(cloud(1), cloud(-1));
  return [0, 0.25, 0.5, 0.75, 1].map(path.particlesAt);
}

async function builtScript(folder: string): Promise<PageScript> {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "scripts/build-viewer.mjs"), folder], {
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production" },
  });
  expect(status, stderr).toBe(0);
  const code = await readFile(join(folder, "pipelines/viewer/cloud-viewer.js"), "utf8");
  return { code, hash: `sha256-${createHash("sha256").update(code).digest("base64")}`, style: CLOUD_STYLE };
}

function pageWith(script: PageScript | undefined): string {
  const frames = clouds().map((mu, k) => ({ title: `t = ${k / 4}`, measure: mu }));
  const stills = measureChart(
    frames.map((frame) => ({ ...frame, item: { kind: "points" } })),
    { title: "Stills" },
  );
  const animation = cloudAnimation(framesOfOne(frames), { title: "Played", seed: 0, linked: true, stills });
  return htmlPage({
    title: "Viewer",
    subtitle: "",
    script,
    report: {
      command: "interpolate",
      version: "0",
      settings: {},
      seed: 0,
      inputs: [],
      results: {},
      warnings: [],
      files: [],
      certificates: { transports: 0, worstGap: 0, worstGapOfMean: 0, notConverged: 0 },
      timings: {},
    },
    sections: [{ heading: "The path", text: "", html: html`${animation}` }],
  });
}

/** Where the dark pixels of the canvas are on average, as parts of its width and height, and how many there are. */
async function shadow(page: Page): Promise<{ x: number; y: number; count: number }> {
  return page.locator(".cloud canvas").evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext("2d")!;
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    let [count, x, y] = [0, 0, 0];
    for (let p = 0; p < data.length; p += 4) {
      if (data[p]! > 230) continue;
      count++;
      x += (p / 4) % copy.width;
      y += Math.floor(p / 4 / copy.width);
    }
    return { x: x / count / copy.width, y: y / count / copy.height, count };
  });
}

describeInChromium("a point cloud that plays", () => {
  let browser: Browser;
  let folder: string;
  let script: PageScript;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pushforward-"));
    script = await builtScript(folder);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(name: string, page: string) {
    const file = join(folder, name);
    await writeFile(file, page);
    const watched = await watchedPage(browser, pathToFileURL(file).href);
    await watched.page.goto(pathToFileURL(file).href, { waitUntil: "load" });
    return watched;
  }

  it("runs from disk under a policy that allows this script alone, and asks for nothing", async () => {
    const { page, requests, complaints } = await open("viewer.html", pageWith(script));
    await page.locator(".cloud-stage").waitFor({ state: "visible" });
    expect(await page.locator(".cloud-stills").isVisible()).toBe(false);
    expect(requests).toHaveLength(1);
    // software drawing may say that reading the picture back stalls it
    expect(complaints.filter((text) => !/GPU stall|GL Driver Message/.test(text))).toEqual([]);
  });

  it("shows the cloud where the slider says", async () => {
    const { page } = await open("slider.html", pageWith(script));
    const slider = page.locator(".cloud input");
    const at = async (time: number) => {
      await slider.evaluate((input, value) => {
        (input as HTMLInputElement).value = String(value);
        input.dispatchEvent(new Event("input"));
      }, time);
      return shadow(page);
    };
    const [first, middle, last] = [await at(0), await at(2), await at(4)];
    expect(first.count).toBeGreaterThan(50);
    expect(first.y, "up").toBeLessThan(middle.y - 0.1);
    expect(last.y, "down").toBeGreaterThan(middle.y + 0.1);
    expect(await page.locator(".cloud output").textContent()).toBe("t = 1");
    const between = await at(2.5);
    expect(between.y, "between two frames").toBeGreaterThan(middle.y);
    expect(between.y).toBeLessThan(last.y);
  });

  it("plays to the end and stops", async () => {
    const { page } = await open("play.html", pageWith(script));
    const time = () =>
      page.locator(".cloud input").evaluate((input) => Number((input as HTMLInputElement).value));
    expect(await time()).toBe(0);
    await page.locator(".cloud button").click();
    expect(await page.locator(".cloud button").textContent()).toBe("Pause");
    await expect.poll(time, { timeout: 30_000 }).toBe(4);
    expect(await page.locator(".cloud button").textContent()).toBe("Play");
  });

  it("shows stills where the script is not there, not allowed, or has no WebGL", async () => {
    const bare = await open("bare.html", pageWith(undefined));
    expect(await bare.page.locator(".cloud-stills svg").first().isVisible()).toBe(true);
    const spoilt = await open("spoilt.html", pageWith({ ...script, code: `${script.code} ` }));
    expect(spoilt.complaints).toEqual([expect.stringMatching(/Content Security Policy/)]);
    expect(await spoilt.page.locator(".cloud-stills svg").first().isVisible()).toBe(true);
    const file = join(folder, "no-webgl.html");
    await writeFile(file, pageWith(script));
    const { page } = await watchedPage(browser, pathToFileURL(file).href);
    await page.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => null;
    });
    await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
    expect(await page.locator(".cloud-stills svg").first().isVisible()).toBe(true);
    expect(await page.locator(".cloud-stage").isVisible()).toBe(false);
  });

  it("stands in the page that the built program writes", async () => {
    const out = join(folder, "built");
    const bunny = join(ROOT, "data/meshes/bunny.ply");
    const run = await runProgram(
      "interpolate",
      bunny,
      bunny,
      "--sample",
      "60",
      "--steps",
      "4",
      "--out",
      out,
      "--quiet",
    );
    expect(run).toMatchObject({ exitCode: 0, error: "" });
    const address = pathToFileURL(join(out, "report.html")).href;
    const { page, requests } = await watchedPage(browser, address);
    await page.goto(address, { waitUntil: "load" });
    expect(requests).toEqual([address]);
    expect(await page.locator(".cloud-stage").isVisible()).toBe(true);
    expect((await shadow(page)).count).toBeGreaterThan(20);
  });
});

it("has no figure that plays in a page without a script", () => {
  expect(pageWith(undefined)).not.toContain("script-src");
});
