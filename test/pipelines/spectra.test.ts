import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/index.js";
import { jcampText } from "../loaders/jcamp-encoder.js";
import { matBytes } from "../loaders/mat-bytes.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { reportOf, run } from "./run-program.js";
import { QUICK } from "./small-data.js";

const BANDS = 24;

/** Peaks at one of two places, noisy, on a floor; with the header's names for the bands. */
function spectra(name: (band: number) => string, floor = 0.1): string {
  const random = seededRandom(2);
  const header = ["kind", ...Array.from({ length: BANDS }, (_, b) => name(b))];
  const rows = Array.from({ length: 12 }, (_, s) => {
    const centre = (s % 2 === 0 ? 7 : 16) + random.uniform();
    const values = Array.from({ length: BANDS }, (_, b) => floor + Math.max(0, 4 - Math.abs(b - centre)));
    return [s % 2 === 0 ? "left" : "right", ...values];
  });
  return `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

const NM = spectra((b) => `${500 + 10 * b} nm`);
const NUMBERED = spectra((b) => String(b + 1));

describe("the road from spectra", () => {
  it("info tells the axis and what was done to the values", async () => {
    const folder = await temporaryFolder({ "s.csv": NM });
    const { results, settings, warnings } = await reportOf(
      "info",
      join(folder, "s.csv"),
      "--baseline",
      "minimum",
      "--bin",
      "2",
    );
    expect(results).toMatchObject({ items: 12, dim: 1, kind: "spectrum", bounds: [[505, 725]] });
    expect(results.description).toContain(
      "spectra over wavelength (nm), 12 points each, from s.csv (the least value of each spectrum taken off, negative values " +
        "refused, mass of a band: its value, 2 neighbouring bands summed into one at their mean position)",
    );
    expect(settings).toMatchObject({
      baseline: "minimum",
      negatives: "refuse",
      bandMass: "value",
      bin: 2,
      bands: null,
    });
    expect(warnings).toEqual([]);
  });

  it("cluster and classify find the kinds, and draw spectra over their axis", async () => {
    const folder = await temporaryFolder({ "s.csv": NM });
    const clustered = await reportOf("cluster", join(folder, "s.csv"), "--k", "2", ...QUICK);
    expect(clustered.results.accuracy).toBe(1);
    const out = join(folder, "out");
    const path = join(folder, "s.csv");
    const { exitCode } = await run(
      "classify",
      path,
      "--label",
      "kind",
      "--folds",
      "3",
      ...QUICK,
      "--out",
      out,
      "--quiet",
    );
    expect(exitCode).toBe(0);
    const page = await readFile(join(out, "report.html"), "utf8");
    expect(page).toContain("wavelength (nm)");
    expect(page).toContain("share of the measure&#39;s mass per nm");
    expect(JSON.parse(await readFile(join(out, "report.json"), "utf8")).results.accuracy).toBe(1);
  });

  it("embed takes a folder of JCAMP-DX files, and a cube by the numbers of its bands, with a warning", async () => {
    const values = (s: number) => Array.from({ length: 9 }, (_, b) => 1 + ((b * (s + 2)) % 7));
    const folder = await temporaryFolder({
      "ir/a.jdx": jcampText({ ordinates: values(0) }, "DIFDUP"),
      "ir/b.jdx": jcampText({ ordinates: values(1) }, "SQZ"),
      "ir/c.jdx": jcampText({ ordinates: values(2) }, "PAC"),
      "c.mat": matBytes([
        { name: "scene", shape: [2, 2, 3], data: Uint8Array.from({ length: 12 }, (_, e) => 1 + e) },
      ]),
    });
    const out = (name: string) => ["--out", join(folder, name)];
    const files = await reportOf("embed", join(folder, "ir"), ...QUICK, ...out("one"));
    expect(files.results).toMatchObject({ items: 3, dim: 1 });
    const ran = await run(
      "embed",
      join(folder, "c.mat"),
      "--bands",
      "0,2",
      ...QUICK,
      ...out("two"),
      "--json",
    );
    const cube = JSON.parse(ran.output);
    expect(cube.results).toMatchObject({ items: 4, dim: 1 });
    expect(cube.settings).toMatchObject({ bands: ["0", "2"], variable: null });
    expect(cube.warnings).toEqual([
      expect.stringContaining("no wavelengths are given, so the number of a band"),
    ]);
  });

  it("distance moves a peak by the distance of its bands", async () => {
    const peak = (at: number) => Array.from({ length: 20 }, (_, b) => (b === at ? 10 : b === at + 1 ? 5 : 0));
    const folder = await temporaryFolder({
      "a.jdx": jcampText({ ordinates: peak(3), lastX: 438 }, "DIFDUP"),
      "b.jdx": jcampText({ ordinates: peak(9), lastX: 438 }, "AFFN"),
    });
    const { results } = await reportOf(
      "distance",
      join(folder, "a.jdx"),
      join(folder, "b.jdx"),
      "--normalise",
      "mass",
    );
    expect(results.cost).toBe(144); // six bands, 2 apart
    const um = jcampText({ ordinates: peak(3), lastX: 438, records: { XUNITS: "MICROMETERS" } });
    await writeFile(join(folder, "um.jdx"), um);
    for (const command of ["distance", "barycenter"]) {
      const { exitCode, error } = await run(command, join(folder, "a.jdx"), join(folder, "um.jdx"));
      expect(exitCode).toBe(3);
      expect(error).toContain("one spectrum is over wavenumber (1/cm), another over wavelength (um)");
    }
  });
});

describe("spectra on axes that may differ", () => {
  it("are not compared: numbers of bands, and positions without a unit, might be anything", async () => {
    const one = (names: readonly string[]) =>
      `class,${names.join(",")}\na,${names.map((_, b) => 1 + b).join(",")}\n`;
    const folder = await temporaryFolder({
      "nm.csv": one(["900 nm", "910 nm", "920 nm", "930 nm"]),
      "bare.csv": one(["900", "910", "920", "930"]),
      "band.csv": one(["1", "2", "3", "4"]),
      "u.txt": "wavenumber (cm-1)\n1 2 3 4\n",
    });
    const path = (name: string) => join(folder, name);
    for (const command of ["distance", "barycenter"]) {
      const bare = await run(command, path("nm.csv"), path("bare.csv"));
      expect([bare.exitCode, bare.error]).toEqual([3, expect.stringContaining("say the unit in all files")]);
      const band = await run(command, path("nm.csv"), path("band.csv"));
      expect([band.exitCode, band.error]).toEqual([3, expect.stringContaining("--wavelengths FILE")]);
    }
    const files = [path("nm.csv"), path("band.csv")];
    const { results } = await reportOf("distance", ...files, "--wavelengths", path("u.txt"));
    expect(results.cost).toBe(0);
  });

  it("have the quantity and unit that a file of wavelengths names", async () => {
    const folder = await temporaryFolder({
      "s.csv": NUMBERED,
      "u.txt": `wavenumber (cm-1)\n${Array.from({ length: BANDS }, (_, b) => 400 + b).join(" ")}\n`,
    });
    const { results } = await reportOf("info", join(folder, "s.csv"), "--wavelengths", join(folder, "u.txt"));
    expect(results.description).toContain("spectra over wavenumber (1/cm)");
  });
});

describe("bad spectra are refused in one sentence, and nothing is written", () => {
  const edited = (from: string | RegExp, to: string): string => NM.replace(from, to);

  it.each<[string, string, readonly string[], string]>([
    [
      "negative values",
      spectra((b) => `${500 + b} nm`, -0.1),
      [],
      'spectrum "0", band 0 (wavelength 500 nm): the value -0.1 is negative',
    ],
    [
      "NaN",
      edited(/left,[^,]*/, "left,NaN"),
      ["--negatives", "clip"],
      'line 2, column "500 nm": "NaN" is not a finite number',
    ],
    ["a header out of order", edited("510 nm", "470 nm"), [], 'column "520 nm" follows "470 nm"'],
    ["wavelengths of another number", NUMBERED, ["--wavelengths", "DIR/w.txt"], "3 wavelengths for 24 bands"],
    [
      "wavelengths that do not increase",
      NUMBERED,
      ["--wavelengths", "DIR/down.txt"],
      "increase from band to band",
    ],
    ["wavelengths that are not there", NUMBERED, ["--wavelengths", "DIR/no.txt"], "there is no such file"],
    [
      "bands that are not there",
      NUMBERED,
      ["--bands", "20-24"],
      "there is no band 24; the 24 bands are numbered from 0 to 23",
    ],
    ["a bin of more bands than there are", NUMBERED, ["--bin", "25"], "bin is 25"],
    [
      "no mass",
      spectra((b) => `${500 + b} nm`, 0).replace(/left,[^\n]*/, `left${",0".repeat(BANDS)}`),
      [],
      "has no mass",
    ],
  ])("%s", async (_, text, flags, words) => {
    const folder = await temporaryFolder({ "s.csv": text, "w.txt": "1 2 3\n", "down.txt": "3 2 1\n" });
    const given = flags.map((flag) => flag.replace("DIR", folder));
    for (const command of [["info"], ["cluster", "--k", "2"], ["embed"]]) {
      const out = join(folder, "out");
      const [name, ...rest] = command;
      const { exitCode, output, error } = await run(
        name!,
        join(folder, "s.csv"),
        ...rest,
        ...given,
        "--out",
        out,
      );
      expect(exitCode, error).toBe(3);
      expect(output).toBe("");
      expect(error).toMatch(/^pushforward: [^\n]*\n$/);
      expect(error).toContain(words);
      expect(error).toContain(folder);
      expect(existsSync(out)).toBe(false);
    }
  });

  it.each([
    [["--bands", "3-1"], "as in 0-9,15,20-30"],
    [["--bands", "a"], "as in 0-9,15,20-30"],
    [["--bin", "0"], "It must be a whole number 1 to"],
    [["--negatives", "keep"], "Allowed choices are refuse, clip"],
    [["--baseline", "loess"], "Allowed choices are none, minimum, linear, asymmetric"],
  ])("%j is wrong usage", async (flags, words) => {
    const { exitCode, error } = await run("info", "s.csv", ...flags);
    expect(exitCode).toBe(2);
    expect(error).toContain(words);
  });
});
