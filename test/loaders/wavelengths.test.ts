import { describe, expect, it } from "vitest";
import { parseBandList } from "../../loaders/band-list.js";
import { parseWavelengths } from "../../loaders/wavelengths.js";

const parse = (text: string) => parseWavelengths(new TextEncoder().encode(text), { file: "w.txt" });

describe("a file of wavelengths", () => {
  it("holds numbers between blanks, commas or line breaks", () => {
    for (const text of ["400\n410.5\n42e1\n", "400, 410.5, 420", "# nm\n400 410.5\n420 # the last\n"]) {
      expect(parse(text)).toEqual({ values: Float64Array.of(400, 410.5, 420) });
    }
  });

  it("may have a header, with the unit in brackets", () => {
    expect(parse("wavelength (nm)\n400\n410\n")).toEqual({ values: Float64Array.of(400, 410), unit: "nm" });
    expect(parse("center wavelength [um]\n1\n2\n").unit).toBe("um");
    expect(parse("wavelength\n1\n2\n").unit).toBeUndefined();
  });

  it.each([
    ["", /it holds no numbers/],
    ["wavelength\n", /it holds no numbers/],
    ["400\nx\n", /w\.txt, line 2: "x" is not a finite number/],
    ["400,,410\n", /line 1: "" is not a finite number/],
    ["400\n400\n", /w\.txt: the wavelength of band 1 is 400, not above the 400 of band 0/],
  ])("%j is refused", (text, sentence) => {
    expect(() => parse(text)).toThrow(sentence);
  });
});

describe("a list of bands", () => {
  it("has numbers and ranges", () => {
    expect(parseBandList("0-3,5, 7-8")).toEqual([0, 1, 2, 3, 5, 7, 8]);
    expect(parseBandList("4")).toEqual([4]);
  });

  it.each(["", "a", "1-", "-1", "3-1", "1.5", "1,,2", "0-9999999"])("is not %j", (text) => {
    expect(() => parseBandList(text)).toThrow(/is no band number or range of them, as in 0-9,15,20-30/);
  });

  it.each(["2,1", "0-3,3", "1,1"])("must increase: %j", (text) => {
    expect(() => parseBandList(text)).toThrow(/follows band/);
  });
});
