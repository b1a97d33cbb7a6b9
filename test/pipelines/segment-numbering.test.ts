import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { mapColours } from "../../pipelines/report/map-colours.js";
import { greyPng, labelPng } from "../../pipelines/segment/label-png.js";
import { clusterColours } from "../../pipelines/segment/map-pictures.js";
import { numbered } from "../../pipelines/segment/numbering.js";

const truth = { path: "truth", classes: ["5", "7"], codes: Int32Array.of(0, 0, 0, 1, 1, -1, -1, -1, -1) };
const KNOWN = Int32Array.of(0, 1, 2, 3, 4);

describe("the numbers of clusters", () => {
  it("follow the classes that they are matched with, then their sizes", () => {
    const labels = Int32Array.of(9, 9, 4, 2, 2, 4, 6, 6, -1);
    const map = numbered(labels, truth, KNOWN);
    expect([...map.labels]).toEqual([0, 0, 2, 1, 1, 2, 3, 3, -1]);
    expect([...map.classOf]).toEqual([0, 1, -1, -1]);
    expect(map.sizes).toEqual([2, 2, 2, 2]);
  });

  it("follow the sizes where there is no ground truth", () => {
    const map = numbered(Int32Array.of(3, 1, 1, 0, 0, 0), undefined, new Int32Array(0));
    expect([...map.labels]).toEqual([2, 1, 1, 0, 0, 0]);
    expect(map.sizes).toEqual([3, 2, 1]);
    expect([...map.classOf]).toEqual([-1, -1, -1]);
  });

  it("leave a class without a cluster where there are more classes, and colours stay with the classes", () => {
    const map = numbered(Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 1), truth, KNOWN);
    expect([...map.classOf]).toEqual([0, 1]);
    const one = numbered(Int32Array.of(8, 8, 8, 8, 8, 8, 8, 8, 8), truth, KNOWN);
    expect([...one.classOf]).toEqual([0]);
    const colours = mapColours(4);
    expect(clusterColours({ classOf: Int32Array.of(1, -1, -1) }, { truth })).toEqual([
      colours[1],
      colours[2],
      colours[3],
    ]);
  });
});

describe("a map of labels", () => {
  it("is a picture of the exact size, 0 for no label, with the colours of the labels", () => {
    const png = decode(labelPng(Int32Array.of(0, 1, -1, 1, 0, -1), 2, 3, ["#010203", "#ff0080"]));
    expect([png.height, png.width, png.depth, png.channels]).toEqual([2, 3, 8, 1]);
    expect([...png.data]).toEqual([1, 2, 0, 2, 1, 0]);
    expect(png.palette).toEqual([
      [255, 255, 255],
      [1, 2, 3],
      [255, 0, 128],
    ]);
  });

  it("has room for 255 labels", () => {
    expect(() => labelPng(Int32Array.of(0), 1, 1, mapColours(256))).toThrow(/256 labels.*up to 255/);
    expect(() => labelPng(Int32Array.of(0), 1, 1, mapColours(255))).not.toThrow();
  });

  it("has thirty colours that differ", () => {
    expect(new Set(mapColours(30)).size).toBe(30);
    expect(mapColours(31)[30]).toBe(mapColours(1)[0]);
  });
});

describe("a grey picture", () => {
  it("is black at the largest value and white at 0 and where nothing is known", () => {
    const { data } = decode(greyPng([0, 1, 2, Number.NaN], 2, 2));
    expect([...data]).toEqual([255, 127, 0, 255]);
  });

  it("is white where all values are 0", () => {
    expect([...decode(greyPng([0, 0], 1, 2)).data]).toEqual([255, 255]);
  });
});
