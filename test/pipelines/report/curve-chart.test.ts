import { expect, it } from "vitest";
import { curveChart } from "../../../pipelines/report/curve-chart.js";
import { expectWellFormed } from "./well-formed.js";

const options = { title: "W2 <b>", xLabel: "time", yLabel: "W2", caption: ["Dots: ends."] };
const curve = {
  label: "transport & co",
  colour: "#2f6fb0",
  x: [0, 1, 3],
  y: [2, 4, 1],
  marked: [false, true, true],
  names: ["", "t = 1", ""],
};

it("a chart of curves is well-formed, marks the points that are to be marked and escapes names", () => {
  const { markup } = curveChart([curve, { ...curve, label: "floor", dashed: true, marked: [] }], options);
  expectWellFormed(markup);
  expect(markup.match(/<circle/g)).toHaveLength(2);
  expect(markup).toContain("t = 1");
  expect(markup).toContain("transport &amp; co");
  expect(markup).not.toContain("<b>");
  expect(markup).toContain('stroke-dasharray="5 4"');
});

it("points that are not finite are refused", () => {
  const broken = { ...curve, y: [0, Number.NaN, 1] };
  expect(() => curveChart([broken], options)).toThrow(/y coordinate 1 is NaN/);
});
