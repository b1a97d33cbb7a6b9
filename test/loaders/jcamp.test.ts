import { convert } from "jcampconverter";
import { describe, expect, it } from "vitest";
import { parseJcamp } from "../../loaders/jcamp.js";
import { FormatError } from "../../src/errors.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { FORMS, jcampBlock, jcampText, tableLines } from "./jcamp-encoder.js";

/** Noise with runs of equal values and of equal differences, both signs, one to six digits. */
function ordinates(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    const kind = random.uniform();
    const last = values[i - 1] ?? 5;
    const before = values[i - 2] ?? 0;
    if (kind < 0.3) values.push(last);
    else if (kind < 0.6) values.push(2 * last - before);
    else values.push(Math.round(10 ** Math.floor(6 * random.uniform()) * (2 * random.uniform() - 1)) + 0);
  }
  return values;
}

const valuesOf = (text: string) => Array.from(parseJcamp(text, { file: "f.jdx" })[0]!.values.data);

describe("a spectrum in every form of its numbers", () => {
  it.each(Object.keys(FORMS))("decodes equal in %s, whatever stands on a line", (form) => {
    for (const seed of [1, 2, 3]) {
      for (const perLine of [1, 2, 7, 80]) {
        const values = ordinates(80, seed);
        expect(valuesOf(jcampText({ ordinates: values }, form, perLine))).toEqual(values);
      }
    }
  });

  it.each(Object.keys(FORMS))("in %s is what jcampconverter reads too", (form) => {
    const text = jcampText({ ordinates: ordinates(60, 4), records: { YFACTOR: 0.25 } }, form);
    const { x, y } = convert(text).flatten[0]!.spectra[0]!.data!;
    const [found] = parseJcamp(text);
    expect(Array.from(found!.values.data)).toEqual(y);
    expect(Array.from(found!.axis.values)).toEqual(x);
  });

  it("may change from line to line, and have commas, blanks and comments", () => {
    const lines = ["400 1,2, 3 $$ three", "403 DE", "  405+6-7", "407 H%T J", "410 I j $$ 9, 8"];
    expect(valuesOf(jcampBlock({ ordinates: Array(12).fill(0), lastX: 411 }, lines))).toEqual([
      1, 2, 3, 4, 5, 6, -7, 8, 8, 8, 9, 8,
    ]);
  });

  it("takes exponents in decimal numbers, where E is not the digit 5", () => {
    const text = jcampBlock({ ordinates: [0, 0, 0, 0] }, ["4.00E+02 1.5E+03 -2e-1 .5 3."]);
    expect(valuesOf(text)).toEqual([1500, -0.2, 0.5, 3]);
    expect(
      valuesOf(
        jcampBlock(
          { ordinates: [0, 0] },
          ["400E3E+4"].map((line) => line.replace("+", "")),
        ),
      ),
    ).toEqual([53, 54]);
  });

  it("rounds each number once", () => {
    expect(valuesOf(jcampBlock({ ordinates: [0, 0] }, ["400 1.1234567890123 0.3"]))).toEqual([
      1.1234567890123, 0.3,
    ]);
  });
});

describe("axis and labels", () => {
  it("has quantity and unit of XUNITS, and the words of YUNITS", () => {
    const [found] = parseJcamp(jcampText({ ordinates: [1, 2, 3], title: "ethanol" }));
    expect(found).toMatchObject({ names: ["ethanol"], ordinate: "absorbance", warnings: [] });
    expect(found!.axis).toEqual({
      values: Float64Array.of(400, 401, 402),
      quantity: "wavenumber",
      unit: "1/cm",
    });
    const other = parseJcamp(jcampText({ ordinates: [1, 2], records: { XUNITS: "FURLONGS" } }))[0]!.axis;
    expect(other).toEqual({ values: Float64Array.of(400, 401), quantity: "furlongs" });
  });

  it("runs upwards: a spectrum from high to low wavenumbers is turned round, with a warning", () => {
    const [found] = parseJcamp(jcampText({ ordinates: [1, 2, 3], firstX: 4000, lastX: 3000 }, "DIFDUP"));
    expect(Array.from(found!.axis.values)).toEqual([3000, 3500, 4000]);
    expect(Array.from(found!.values.data)).toEqual([3, 2, 1]);
    expect(found!.warnings).toEqual([expect.stringContaining("runs downwards, from 4000 to 3000 1/cm")]);
  });

  it("is evenly spaced from FIRSTX to LASTX, both exactly, and scaled by YFACTOR", () => {
    const records = { YFACTOR: "1.0E-3", XFACTOR: 0.1, DELTAX: 0.1 };
    const text = jcampBlock({ ordinates: Array(4).fill(0), firstX: 0.1, lastX: 0.4, records }, [
      "1 1000 2000",
      "3 3000 4000",
    ]);
    const [found] = parseJcamp(text);
    expect(Array.from(found!.values.data)).toEqual([1, 2, 3, 4]);
    expectNear(found!.axis.values, [0.1, 0.2, 0.3, 0.4], {
      rtol: 1e-15,
      why: "a rounding error of a double",
    });
    expect([found!.axis.values[0], found!.axis.values[3]]).toEqual([0.1, 0.4]);
  });

  it("takes DELTAX for a LASTX that is missing, and warns of FIRSTY and of transmittance", () => {
    const records = { LASTX: undefined, DELTAX: 2, FIRSTY: 10, YUNITS: "TRANSMITTANCE" };
    const [found] = parseJcamp(jcampBlock({ ordinates: [1, 2], records }, ["400 1 2"]));
    expect(Array.from(found!.axis.values)).toEqual([400, 402]);
    expect(found!.warnings).toEqual([
      expect.stringContaining("##FIRSTY= is 10"),
      expect.stringContaining("transmittance"),
    ]);
  });
});

const PEAKS = (table: string, records: Readonly<Record<string, string | number>> = {}): string => {
  const given = { "DATA TYPE": "MASS SPECTRUM", XUNITS: "M/Z", NPOINTS: 3, ...records };
  return `##TITLE=m\n${Object.entries(given)
    .map(([label, value]) => `##${label}=${value}\n`)
    .join("")}${table}\n##END=\n`;
};

describe("pairs", () => {
  it.each([
    "##PEAK TABLE=(XY..XY)\n14, 10 15, 5.5\n28 100",
    "##PEAKTABLE=(XY..XY)\n14,10; 15,5.5; 28,100 $$ three",
    "##XYPOINTS=(XY..XY)\n14 10\n15 5.5\n28 1.0E2",
    "## XYDATA = ( XY..XY )\n14\t10\n15\t5.5\n28\t100",
  ])("are read from %j", (table) => {
    const [found] = parseJcamp(PEAKS(table));
    expect(found!.axis).toEqual({ values: Float64Array.of(14, 15, 28), quantity: "mass to charge" });
    expect(Array.from(found!.values.data)).toEqual([10, 5.5, 100]);
  });

  it.each([
    ["##PEAK TABLE=(XY..XY)\n14 10 15\n28 100", "line 6: it has an odd number of numbers"],
    ["##PEAK TABLE=(XY..XY)\n14 10\n15 x\n28 100", 'line 7: "x" is no finite number'],
    ["##PEAK TABLE=(XY..XY)\n14 10\n28 100", "the table has 2 pairs, but NPOINTS says 3"],
    ["##PEAK TABLE=(XY..XY)\n14 10\n14 5\n28 100", "the mass to charge of band 1 is 14 after 14"],
    ["##PEAK TABLE=(XYW..XYW)\n14 10 1", "is a form that is not read"],
    ["##PEAK ASSIGNMENTS=(XYA)\n(1, 2, <a>)", "is a form that is not read"],
  ])("are refused in %j", (table, words) => {
    expect(() => parseJcamp(PEAKS(table), { file: "m.jdx" })).toThrow(FormatError);
    expect(() => parseJcamp(PEAKS(table), { file: "m.jdx" })).toThrow(words);
  });
});

const LINK = (...blocks: readonly string[]): string =>
  `##TITLE=all\n##DATA TYPE=LINK\n##BLOCKS=${blocks.length + 1}\n##YFACTOR=0.5\n${blocks.join("")}##END=\n`;

describe("several blocks", () => {
  it("are a spectrum each, with labels of their own", () => {
    const first = jcampText({ ordinates: [1, 2, 3], records: { YFACTOR: undefined } }, "SQZ");
    const found = parseJcamp(LINK(first, PEAKS("##PEAK TABLE=(XY..XY)\n1 1 2 2 3 3"), first, first));
    expect(found.map(({ names }) => names[0])).toEqual(["one", "m", "one (2)", "one (3)"]);
    expect(Array.from(found[0]!.values.data)).toEqual([1, 2, 3]); // not halved by the factor of the block around it
    expect(found[1]!.axis.quantity).toBe("mass to charge");
  });

  it("without a table of values are named", () => {
    const text = LINK(
      "##TITLE=a molecule\n##DATA TYPE=STRUCTURE\n##END=\n",
      jcampText({ ordinates: [1, 2] }),
    );
    const found = parseJcamp(text, { file: "f.dx" });
    expect(found).toHaveLength(1);
    expect(found[0]!.warnings).toEqual(["f.dx: blocks without a table of values: at line 5"]);
  });

  it("may end their lines in any way, and stand in Latin 1", () => {
    const text = LINK(jcampText({ ordinates: [1, 2], title: "25 °C" }));
    for (const end of ["\r\n", "\r", "\n"]) {
      const bytes = Uint8Array.from(text.replaceAll("\n", end), (letter) => letter.charCodeAt(0));
      expect(parseJcamp(bytes)[0]!.names).toEqual(["25 °C"]);
    }
  });
});

describe("what the decoder in the library passes over is refused", () => {
  const GOOD = { ordinates: [10, 12, 15, 15, 18, 21, 25, 24], lastX: 407 };
  const lines = (form: string) => tableLines(GOOD, form, 3);
  const withRecords = (records: Readonly<Record<string, string | number | undefined>>) =>
    jcampText({ ...GOOD, records });

  it.each<[string, string, string]>([
    [
      "a value that was not measured",
      jcampBlock(GOOD, ["400 10 12 ? 15", ...lines("AFFN").slice(1)]),
      '"?" stands for',
    ],
    ["letters", jcampBlock(GOOD, ["400 10 bad! 15"]), '"! 15" is not part of a number'],
    ["a word", jcampBlock(GOOD, ["400 10 12 nan"]), "the table has 5 values, but NPOINTS says 8"],
    [
      "a lost line",
      jcampBlock(GOOD, lines("AFFN").toSpliced(1, 1)),
      "its abscissa 406 (times XFACTOR 1) should be 403",
    ],
    [
      "a repeated line",
      jcampBlock(GOOD, lines("AFFN").toSpliced(1, 0, lines("AFFN")[0]!)),
      "there are more values than the 8",
    ],
    [
      "a lost line of differences",
      jcampBlock(GOOD, lines("DIF").toSpliced(1, 1)),
      "its first ordinate is 21, but must repeat the 15",
    ],
    ["a damaged difference", jcampBlock(GOOD, lines("DIF").with(0, "400A0KK")), "must repeat the 14"],
    [
      "too few values",
      jcampBlock(GOOD, lines("AFFN").slice(0, 2)),
      "the table has 6 values, but NPOINTS says 8",
    ],
    [
      "too many values",
      jcampBlock(GOOD, [...lines("AFFN"), "408 1"]),
      "there are more values than the 8 that NPOINTS says",
    ],
    ["a repetition without end", jcampBlock(GOOD, ["400A0s99999999"]), "there are more values than the 8"],
    ["a line that begins with a difference", jcampBlock(GOOD, ["400JKL"]), "begins with a difference"],
    [
      "a line that begins with a repetition",
      jcampBlock(GOOD, ["400T"]),
      "a repetition is not of an ordinate",
    ],
    ["a line without an abscissa", jcampBlock(GOOD, ["A0B"]), 'it begins with "A", not with an abscissa'],
    ["a file that is cut off", jcampText(GOOD).replace("##END=\n", ""), "it has no ##END="],
    ["NPOINTS in words", withRecords({ NPOINTS: "many" }), '##NPOINTS= is "many"'],
    ["no NPOINTS", withRecords({ NPOINTS: undefined }), "##NPOINTS= is missing"],
    ["more points than memory", withRecords({ NPOINTS: "1e12" }), "it must be a whole number from 1"],
    ["half a point", withRecords({ NPOINTS: 7.5 }), "it must be a whole number from 1"],
    ["a factor of 0", withRecords({ YFACTOR: 0 }), "##YFACTOR= is 0"],
    ["no FIRSTX", withRecords({ FIRSTX: undefined }), "##FIRSTX= is missing"],
    ["neither LASTX nor DELTAX", withRecords({ LASTX: undefined }), "##LASTX= is missing"],
    [
      "a DELTAX that does not fit",
      withRecords({ DELTAX: 2 }),
      "##DELTAX= is 2, but 8 points from 400 to 407 are 1 apart",
    ],
    [
      "an XFACTOR that does not fit",
      withRecords({ XFACTOR: 2 }),
      "its abscissa 400 (times XFACTOR 2) should be 400",
    ],
    [
      "a label twice",
      jcampText(GOOD).replace("##XFACTOR=1\n", "##XFACTOR=1\n##XFACTOR=2\n"),
      "##XFACTOR= occurs twice",
    ],
    [
      "a second table",
      jcampText(GOOD).replace("##END=", "##XYPOINTS=(XY..XY)\n1 2\n##END="),
      "a second table in the block",
    ],
    ["points all at one place", withRecords({ LASTX: 400, XFACTOR: 1e-9 }), "should be 400"],
    [
      "pages",
      jcampText(GOOD).replace("##XYDATA", "##NTUPLES=NMR FID\n##XYDATA"),
      "tables of several pages (##NTUPLES=), as of NMR",
    ],
    ["no block", "hello", "it holds no ##TITLE="],
    ["a record outside", "##XYDATA=1\n", "stands outside of a block"],
    ["an end too many", `${jcampText(GOOD)}##END=\n`, "stands outside of a block"],
    ["no table", "##TITLE=a\n##END=\n", "none of its blocks holds a table"],
    ["nothing", "", "it holds no ##TITLE="],
  ])("%s", (_, text, words) => {
    expect(() => parseJcamp(text, { file: "f.jdx" })).toThrow(FormatError);
    expect(() => parseJcamp(text, { file: "f.jdx" })).toThrow(words);
    expect(() => parseJcamp(text, { file: "f.jdx" })).toThrow(/^f\.jdx/);
  });

  it("the library reads most of these without a word", () => {
    const read = (text: string) => {
      const { flatten, logs } = convert(text);
      return { logs, y: flatten[0]!.spectra[0]?.data?.y };
    };
    expect(read(jcampBlock(GOOD, ["400 1.5E+03 2"])).y).toEqual([1.5, 5, 3, 2]);
    expect(read(jcampBlock(GOOD, ["400 1 ? 2"]))).toEqual({ logs: [], y: [1, 2] });
    expect(read(jcampBlock(GOOD, lines("DIF").toSpliced(1, 1))).logs).toEqual([]);
    expect(read(PEAKS("##XYPOINTS=(XY..XY)\n1 2")).y).toBeUndefined();
  });
});

describe("damage", () => {
  it("anywhere in a file gives a spectrum or a FormatError, in time", () => {
    const random = seededRandom(5);
    const text = LINK(
      jcampText({ ordinates: ordinates(30, 6) }, "DIFDUP"),
      PEAKS("##PEAK TABLE=(XY..XY)\n1 1 2 2 3 3"),
    );
    const letters = "0189.-+ ,;?$#=@AIJRSZs%ajEe\n\r\t(){}";
    let refused = 0;
    for (let trial = 0; trial < 3000; trial++) {
      const at = Math.floor(random.uniform() * text.length);
      const length = Math.floor(random.uniform() * random.uniform() * 40);
      const piece = random.uniform() < 0.5 ? "" : letters[Math.floor(random.uniform() * letters.length)]!;
      const damaged = text.slice(0, at) + piece + text.slice(at + length);
      try {
        parseJcamp(damaged, { file: "f.jdx" });
      } catch (error) {
        expect(error, damaged).toBeInstanceOf(FormatError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });

  it("long rows of anything cost no more than their length", () => {
    const long = 200_000;
    for (const filler of [" ", "1", "-", ".", "A", "(", "$", "\n", "##", "1 "]) {
      const body = filler.repeat(long / filler.length);
      for (const text of [
        jcampBlock({ ordinates: [1, 2] }, [`400 1${body}x`]),
        PEAKS(`##PEAK TABLE=(XY..XY)\n1 1${body}x`),
        `##TITLE=${body}\n##END=\n`,
      ]) {
        try {
          parseJcamp(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }
    }
  }, 60_000);
});
