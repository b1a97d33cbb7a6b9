import { describe, expect, it } from "vitest";
import { bandList } from "../../pipelines/commands/band-list.js";

describe("a list of bands", () => {
  it("has numbers and ranges", () => {
    expect(bandList("0-3,5, 7-8")).toEqual([0, 1, 2, 3, 5, 7, 8]);
    expect(bandList("4")).toEqual([4]);
  });

  it.each(["", "a", "1-", "-1", "3-1", "1.5", "1,,2", "0-9999999"])("is not %j", (text) => {
    expect(() => bandList(text)).toThrow(/is no band number or range of them, as in 0-9,15,20-30/);
  });

  it.each(["2,1", "0-3,3", "1,1"])("must increase: %j", (text) => {
    expect(() => bandList(text)).toThrow(/follows band/);
  });
});
