import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDecimal } from "../../loaders/decimal.js";
import { ascii } from "../support/bytes.js";

const read = (text: string): number => readDecimal(ascii(text), 0, text.length);

describe("readDecimal", () => {
  it("gives back every finite double from its shortest text, bit by bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(Object.is(read(Object.is(x, -0) ? "-0" : `${x}`), x)).toBe(true);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it("rounds any decimal text as the language does", () => {
    const digits = fc.stringMatching(/^\d{0,20}$/);
    const text = fc
      .tuple(
        fc.constantFrom("", "-", "+"),
        digits,
        fc.constantFrom("", "."),
        digits,
        fc.integer({ min: -330, max: 310 }),
      )
      .filter(([, whole, point, fraction]) => whole !== "" || (point === "." && fraction !== ""))
      .map(([sign, whole, point, fraction, e]) => `${sign}${whole}${point}${point && fraction}e${e}`);
    fc.assert(
      fc.property(text, (t) => {
        expect(Object.is(read(t), Number(t))).toBe(true);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it.each(["5.", ".5", "+1", "-2E+3", "1e-3", "007"])("accepts %s", (text) => {
    expect(read(text)).toBe(Number(text));
  });

  it.each([
    "",
    ".",
    "-",
    "e5",
    "1e",
    "1e+",
    "1,5",
    "1.2.3",
    "nan",
    "inf",
    "Infinity",
    "0x10",
    "1_0",
    "1d3",
    "--1",
    "1 2",
  ])("takes %j for no number", (text) => {
    expect(read(text)).toBeNaN();
  });

  it("overflows to infinity and underflows to zero, as the language does", () => {
    expect(read("1e400")).toBe(Infinity);
    expect(read("-1e999999999999")).toBe(-Infinity);
    expect(read("1e-400")).toBe(0);
  });

  it("takes a word of more than 1000 bytes for no number", () => {
    expect(read("1".repeat(300))).toBe(Number("1".repeat(300)));
    expect(read("1".repeat(1001))).toBeNaN();
  });
});
