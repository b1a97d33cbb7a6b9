import { describe, expect, it } from "vitest";
import { formatCount, formatItems, formatNumber, formatPercent } from "../../../pipelines/report/format.js";

describe("formatNumber", () => {
  it("keeps whole numbers and cuts others to significant digits", () => {
    const written = [0, -0, 7, -12, 123456, 1 / 3, 1234.5678, -0.05].map((value) => formatNumber(value));
    expect(written).toEqual(["0", "0", "7", "−12", "123456", "0.3333", "1235", "−0.05"]);
  });

  it("writes very large and very small numbers with an exponent", () => {
    expect([1e6, 1.23456e-7, -5e300].map((value) => formatNumber(value, 3))).toEqual([
      "1e6",
      "1.23e−7",
      "−5e300",
    ]);
  });

  it("names what is not a finite number", () => {
    expect([Number.NaN, Infinity, -Infinity].map((value) => formatNumber(value))).toEqual([
      "not a number",
      "∞",
      "−∞",
    ]);
  });
});

describe("formatPercent", () => {
  it("says 100% and 0% of nothing less and nothing more", () => {
    expect([1, 0.9999, 0.985, 0.0001, 0].map(formatPercent)).toEqual([
      "100%",
      ">99.9%",
      "98.5%",
      "<0.1%",
      "0%",
    ]);
  });
});

describe("formatCount and formatItems", () => {
  it("separate thousands and agree in number", () => {
    expect([1, 999, 1000, 1234567].map(formatCount)).toEqual(["1", "999", "1,000", "1,234,567"]);
    expect([formatItems(1, "class", "classes"), formatItems(2, "class", "classes")]).toEqual([
      "1 class",
      "2 classes",
    ]);
  });
});
