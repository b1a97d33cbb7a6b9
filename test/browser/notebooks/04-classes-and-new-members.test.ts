import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { attributeValues, type Measure, normalise, type TangentModes, walkMode } from "pushforward";
import { parseImageCsv } from "pushforward/loaders";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClassModesOutput, classModes } from "../../../notebooks/tasks/class-modes.ts";
import { type NewItemsOutput, newItems } from "../../../notebooks/tasks/new-items.ts";
import { describeInChromium, launchChromium } from "../chromium.ts";
import { expectQuiet, openNotebook } from "./notebook.ts";

const DIGITS = parseImageCsv(
  readFileSync(join(import.meta.dirname, "../../../data/digits/digits.csv"), "utf8"),
);

function imagesOf(digit: string): Measure[] {
  const labels = attributeValues(DIGITS, "label");
  return DIGITS.measures.filter((_, s) => labels[s] === digit).map((image) => normalise(image));
}

const modesOf = (measures: readonly Measure[]): ClassModesOutput =>
  classModes({ measures, count: 64, components: 6, seed: 0 });

function modesNumbers(measures: readonly Measure[], { modes, widestGap }: ClassModesOutput) {
  const shares = [...modes.pca.explained];
  return {
    images: measures.length,
    "share of mode 1": shares[0],
    "share of mode 2": shares[1],
    "share of mode 3": shares[2],
    "all six": shares.reduce((a, b) => a + b, 0),
    "widest certificate gap": widestGap,
  };
}

function meanPlaces(modes: TangentModes, deviations: number): { column: number; height: number } {
  const { points, weights } = walkMode(modes, 0, [deviations])[0]!.measure!;
  let [column, height] = [0, 0];
  weights.forEach((mass, i) => {
    column += mass * points[2 * i]!;
    height += mass * points[2 * i + 1]!;
  });
  return { column, height };
}

function newNumbers({ medianNew, medianReal, diversity, items }: NewItemsOutput) {
  return {
    "median W₂ of a new one to the nearest real one": medianNew,
    "of a real one to the nearest other": medianReal,
    "diversity (1: as real ones)": diversity,
    "least W₂ of 24": Math.min(...items.map(({ distance }) => distance)),
  };
}

describeInChromium("notebook: classes and new members", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test("modes and new threes as in Node; sliders move the mean and make others", async () => {
    const notebook = await openNotebook(browser, "04-classes-and-new-members");
    const threes = imagesOf("3");
    const found = modesOf(threes);
    expect(await notebook.numbersOf("modes")).toEqual(modesNumbers(threes, found));

    const embedded = found.modes.embedded;
    const making = { embedded, measures: threes, how: "mix", parents: 2, count: 24, seed: 0 } as const;
    const mixed = await notebook.numbersOf("new");
    expect(mixed).toEqual(newNumbers(newItems(making)));
    const walk = await notebook.numbersOf("walk");
    const before = await notebook.pictures();
    expect(before).toHaveLength(4); // the mean, the row, the places, the new ones

    await notebook.slide("standard deviations", -2);
    const other = await notebook.numbersOf("walk", walk);
    const { column, height } = meanPlaces(found.modes, -2);
    expect([other["mean column"], other["mean height"]]).toEqual([column, height]);
    const moved = await notebook.pictures();
    expect(moved[0]).not.toBe(before[0]);
    expect(moved[1]).toBe(before[1]);

    await notebook.slide("seed", 5);
    const seeded = await notebook.numbersOf("new", mixed);
    expect(seeded).toEqual(newNumbers(newItems({ ...making, seed: 5 })));
    await notebook.page.getByLabel("drawn from a normal law").check();
    const drawn = await notebook.numbersOf("new", seeded);
    expect(drawn).toEqual(newNumbers(newItems({ ...making, how: "gaussian", seed: 5 })));
    expect((await notebook.pictures())[3]).not.toBe(before[3]);
    expectQuiet(notebook);
  });

  test("another digit has other modes", async () => {
    const notebook = await openNotebook(browser, "04-classes-and-new-members");
    const threes = await notebook.numbersOf("modes");
    await notebook.page.getByLabel("7", { exact: true }).check();
    const sevens = imagesOf("7");
    expect(await notebook.numbersOf("modes", threes)).toEqual(modesNumbers(sevens, modesOf(sevens)));
    expectQuiet(notebook);
  });
});
