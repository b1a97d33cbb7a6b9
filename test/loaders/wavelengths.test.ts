import { describe, expect, it } from "vitest";
import { parseWavelengths } from "../../loaders/wavelengths.js";
import { axisLabel } from "../../src/measure/spectral-axis.js";

const parse = (text: string) => parseWavelengths(new TextEncoder().encode(text), { file: "w.txt" });

describe("a file of wavelengths", () => {
  it("holds numbers between blanks, commas or line breaks", () => {
    for (const text of ["400\n410.5\n42e1\n", "400, 410.5, 420", "# nm\n400 410.5\n420 # the last\n"]) {
      expect(parse(text)).toEqual({ values: Float64Array.of(400, 410.5, 420), quantity: "wavelength" });
    }
  });

  it("may have a header, with the unit in brackets", () => {
    expect(parse("wavelength (nm)\n400\n410\n")).toEqual({
      values: Float64Array.of(400, 410),
      quantity: "wavelength",
      unit: "nm",
    });
    expect(parse("center wavelength [um]\n1\n2\n").unit).toBe("um");
    expect(parse("wavelength\n1\n2\n").unit).toBeUndefined();
  });

  it.each([
    ["wavenumber (cm-1)", "wavenumber (1/cm)"],
    ["wavenumbers [1/cm]", "wavenumber (1/cm)"],
    ["Raman shift (cm-1)", "Raman shift (1/cm)"],
    ["band (cm^-1)", "wavenumber (1/cm)"],
    ["wavelength (micrometers)", "wavelength (um)"],
    ["center wavelength [Angstroms]", "wavelength (angstrom)"],
    ["wavenumber (nm)", "wavelength (nm)"],
    ["wavenumber (1/furlong)", "wavenumber (1/furlong)"],
    ["energy", "energy"],
    ["lambda", "wavelength"],
    ["wavelength (nm) # (um)", "wavelength (nm)"],
    ["# of the sensor\nfrequency, GHz\n# in (GHz)", "frequency"],
  ])("headed %j is over %s", (heading, label) => {
    expect(axisLabel(parse(`${heading}\n1\n2\n`))).toBe(label);
  });

  it("may name micrometres in UTF-8 or Latin-1", () => {
    const heading = "wavelength (\u00b5m)\n1\n2\n";
    const latin = Uint8Array.from(heading, (character) => character.charCodeAt(0));
    for (const bytes of [latin, new TextEncoder().encode(heading)]) {
      expect(axisLabel(parseWavelengths(bytes))).toBe("wavelength (um)");
    }
    expect(axisLabel(parse("wavelength (\u00b5furlong)\n1\n"))).toBe("wavelength (\u00b5furlong)");
  });

  it.each([
    ["", /it holds no numbers/],
    ["wavelength\n", /it holds no numbers/],
    ["400\nx\n", /w\.txt, line 2: "x" is not a finite number/],
    ["400,,410\n", /line 1: "" is not a finite number/],
    [
      "400\n400\n",
      /w\.txt: the wavelength of band 1 is 400 after 400; positions that are given must be finite and increase/,
    ],
  ])("%j is refused", (text, sentence) => {
    expect(() => parse(text)).toThrow(sentence);
  });
});
