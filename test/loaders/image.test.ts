import { describe, expect, it } from "vitest";
import { imageMeasure } from "../../loaders/image.js";
import { parseImageCsv } from "../../loaders/image-csv.js";
import { FormatError } from "../../src/errors.js";

const where = { file: "i.csv", place: "line 2" };

describe("imageMeasure", () => {
  it("puts the top left pixel at (0, height - 1), keeps the mass and leaves out zeros", () => {
    const mu = imageMeasure([5, 0, 0, 0, 0, 7], { width: 3, height: 2 }, where);
    expect([...mu.points]).toEqual([0, 1, 2, 0]);
    expect([...mu.weights]).toEqual([5, 7]);
  });

  it.each([
    [[0, 0, 0, 0], "every pixel is 0"],
    [[1, -2, 0, 0], "pixel (row 0, column 1) is -2"],
    [[1, 0, Number.NaN, 0], "pixel (row 1, column 0) is NaN"],
    [[1, 0, 0, Number.POSITIVE_INFINITY], "pixel (row 1, column 1) is Infinity"],
  ])("refuses %j and names the place", (pixels, words) => {
    const parse = () => imageMeasure(pixels, { width: 2, height: 2 }, where);
    expect(parse).toThrow(FormatError);
    expect(parse).toThrow(`i.csv, line 2: ${words}`);
  });
});

describe("parseImageCsv", () => {
  it.each([
    ["p0,p1,p2,p3,label", "1,0,0,2,a"],
    ["label,pixel1,pixel2,pixel3,pixel4", "a,1,0,0,2"],
    ["1x2,1x1,label,2x1,2x2", "0,1,a,0,2"],
  ])("reads pixels called %s", (header, row) => {
    const { names, measures, attributes, item } = parseImageCsv(`${header}\n${row}\n`);
    expect(names).toEqual(["0"]);
    expect([...measures[0]!.points]).toEqual([0, 1, 1, 0]);
    expect([...measures[0]!.weights]).toEqual([1, 2]);
    expect(attributes).toEqual([{ name: "label", values: ["a"] }]);
    expect(item).toEqual({ kind: "image", width: 2, height: 2 });
  });

  it("reads a rectangle where the names give rows and columns", () => {
    const { item } = parseImageCsv("1x1,1x2,1x3,2x1,2x2,2x3\n1,1,1,1,1,1\n");
    expect(item).toEqual({ kind: "image", width: 3, height: 2 });
  });

  it.each([
    ["p0,p1,p2,p3,p4\n1,1,1,1,1\n", "do not fill an image"],
    ["p0,p1,p2,p4\n1,1,1,1\n", "do not fill an image"],
    ["1x1,1x2,2x1,999999999x2\n1,1,1,1\n", "do not fill an image"],
    ["0x0,0x1,1x0,1x1\n1,1,1,1\n", "do not fill an image"],
    ["p0,p1,p2,p3\n1,1,1,1\n0,0,0,0\n", "line 3: every pixel is 0"],
    ["p0,p1,p2,p3\n1,1,1,-1\n", "line 2: pixel (row 1, column 1) is -1"],
    ["p0,p1,p2,p3\n1,1,1,x\n", 'line 2, column "p3"'],
  ])("refuses %j", (text, words) => {
    expect(() => parseImageCsv(text)).toThrow(FormatError);
    expect(() => parseImageCsv(text)).toThrow(words);
  });
});
