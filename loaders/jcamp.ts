import { type BandChoice, type Spectra, type SpectralAxis, spectra } from "../src/measure/spectra.js";
import { matrix } from "../src/numeric/matrix.js";
import { type AbscissaCheck, type OrdinateLines, readOrdinates } from "./asdf.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import { type Block, firstLine, jcampBlocks, type TableRecord, withoutComment } from "./jcamp-blocks.js";
import { axisKind } from "./spectral-unit.js";

/** Values in one table: 32 MB of them. */
const MOST_VALUES = 2 ** 22;

/**
 * Spectra of a JCAMP-DX file, one a block that has a table of values, named by ##TITLE= (with " (2)", ... where titles
 * repeat): `##XYDATA=(X++(Y..Y))` in every form of its numbers, and pairs in `##XYDATA=(XY..XY)`, `##XYPOINTS=` or
 * `##PEAK TABLE=`, the bands of which are where its peaks are.
 *
 * Quantity and unit of the axis are those of ##XUNITS=, `ordinate` is ##YUNITS=. Positions of XYDATA are evenly spaced from
 * ##FIRSTX= to ##LASTX=. Blocks without such a table are named in the warnings of the first spectrum.
 *
 * @throws FormatError naming the line where a number, a check or a record that must be there is missing or wrong: ordinates
 *   other than ##NPOINTS= says, abscissae that do not agree with FIRSTX, LASTX and DELTAX, factors that are 0; if no block
 *   has a table; for tables of several pages (NTUPLES), as of NMR, and for block in which there are two.
 *
 * O(size) time and memory. McDonald & Wilks, JCAMP-DX (Applied Spectroscopy 42, 1988).
 */
export function parseJcamp(
  input: Uint8Array | string,
  options: BandChoice & { readonly file?: string } = {},
): readonly Spectra[] {
  const file = options.file ?? "JCAMP-DX";
  const blocks = jcampBlocks(textOf(input), file);
  const withTable = blocks.filter(({ tables }) => tables.length > 0);
  if (withTable.length === 0)
    throw formatError(file, "", "none of its blocks holds a table of values (##XYDATA=, ...)");
  const names = distinctNames(withTable.map(({ title }, b) => title || `block ${b + 1}`));
  const found = withTable.map((block, b) => blockSpectrum(block, names[b]!, file, options));
  const skipped = blocks.filter(({ tables, dataType }) => tables.length === 0 && !/^LINK\b/i.test(dataType));
  if (skipped.length === 0) return found;
  const lines = skipped.map(({ line }) => line).join(", ");
  const warning = `${file}: blocks without a table of values: at line ${lines}`;
  return found.map((one, b) => (b === 0 ? { ...one, warnings: [...one.warnings, warning] } : one));
}

/** Old files hold a degree sign or an umlaut in the encoding of their time; nothing that is read depends on it. */
function textOf(input: Uint8Array | string): string {
  if (typeof input === "string") return input;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(input);
  } catch {
    return new TextDecoder("latin1").decode(input);
  }
}

function distinctNames(titles: readonly string[]): string[] {
  const taken = new Set<string>(titles);
  const seen = new Set<string>();
  return titles.map((title) => {
    let name = title;
    for (let n = 2; seen.has(name) || (name !== title && taken.has(name)); n++) name = `${title} (${n})`;
    seen.add(name);
    return name;
  });
}

type TableReader = (record: TableRecord, block: Block, file: string) => Points;

interface Points {
  readonly positions: Float64Array;
  readonly values: Float64Array;
  readonly warnings: readonly string[];
}

/** Readers of tables, by label and the form that the table names. */
const READERS: readonly { readonly label: RegExp; readonly form: RegExp; readonly read: TableReader }[] = [
  { label: /^XYDATA$/, form: /^\(X\+\+\(Y\.\.Y\)\)$/, read: evenPoints },
  { label: /^(?:XYDATA|XYPOINTS|PEAKTABLE)$/, form: /^\(XY\.\.XY\)$/, read: pairs },
];

function blockSpectrum(block: Block, name: string, file: string, choice: BandChoice): Spectra {
  const [record, second] = block.tables;
  const { label, line } = record!;
  if (label === "NTUPLES") {
    const remedy = "save the real part of the transformed spectrum as ##XYDATA=(X++(Y..Y))";
    throw formatError(
      file,
      `line ${line}`,
      `tables of several pages (##NTUPLES=), as of NMR, are not read; ${remedy}`,
    );
  }
  if (second) {
    throw formatError(
      file,
      `line ${second.line}`,
      `a second table in the block ${quoted(name)} (##${second.label}=); put it into a block of its own`,
    );
  }
  const form = firstLine(record!).replace(/\s/g, "").toUpperCase();
  const reader = READERS.find((one) => one.label.test(label) && one.form.test(form));
  if (!reader) {
    const known = "(X++(Y..Y)) and (XY..XY) are";
    throw formatError(
      file,
      `line ${line}`,
      `##${label}=${quoted(form)} is a form that is not read; ${known}`,
    );
  }
  const { positions, values, warnings } = reader.read(record!, block, file);
  const axis: SpectralAxis = { ...axisKindOf(block), values: positions };
  const ordinate = block.labels.get("YUNITS")?.toLowerCase();
  const parts = {
    names: [name],
    axis,
    values: matrix(1, values.length, values),
    ...(ordinate ? { ordinate } : {}),
    warnings: [...warnings, ...ordinateWarnings(ordinate, name)],
  };
  return atPlace(file, `line ${line}`, () => spectra(parts, choice));
}

function axisKindOf({ labels }: Block): Pick<SpectralAxis, "quantity" | "unit"> {
  const units = labels.get("XUNITS") ?? "";
  return axisKind(units) ?? { quantity: units === "" ? "position" : units.toLowerCase() };
}

/** Mass is to be where there is a substance; in transmittance it is where there is none. */
function ordinateWarnings(ordinate: string | undefined, name: string): string[] {
  return ordinate !== undefined && /trans/.test(ordinate)
    ? [
        `${quoted(name)}: the values are ${ordinate}, so mass lies where nothing is absorbed; absorbance may be what you want`,
      ]
    : [];
}

function linesOf({ text, line }: TableRecord, file: string): OrdinateLines {
  const lines = text
    .split("\n")
    .slice(1)
    .map((one) => withoutComment(one));
  return { lines, line: line + 1, file };
}

/** The number that a record gives. @throws FormatError if it is no number. */
function recordNumber(block: Block, label: string, file: string): number | undefined {
  const text = block.labels.get(label);
  if (text === undefined) return undefined;
  const value = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw formatError(
    file,
    `block at line ${block.line}`,
    `##${label}= is ${quoted(text)}, which is no finite number`,
  );
}

function requiredNumber(block: Block, label: string, file: string): number {
  const value = recordNumber(block, label, file);
  if (value !== undefined) return value;
  throw formatError(
    file,
    `block at line ${block.line}`,
    `##${label}= is missing; without it the table cannot be checked`,
  );
}

function factor(block: Block, label: string, file: string): number {
  const value = recordNumber(block, label, file) ?? 1;
  if (value !== 0) return value;
  throw formatError(file, `block at line ${block.line}`, `##${label}= is 0; it must be another number`);
}

function pointCount(block: Block, file: string): number {
  const count = requiredNumber(block, "NPOINTS", file);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_VALUES) return count;
  throw formatError(
    file,
    `block at line ${block.line}`,
    `##NPOINTS= is ${count}; it must be a whole number from 1 to ${MOST_VALUES}`,
  );
}

function evenPoints(record: TableRecord, block: Block, file: string): Points {
  const count = pointCount(block, file);
  const [first, last] = evenRange(block, count, file);
  const { values, count: found, checks } = readOrdinates(linesOf(record, file), count);
  const steps = Math.max(count - 1, 1);
  const positions = values.map((_, i) => ((count - 1 - i) * first + i * last) / steps);
  positions[count - 1] = last; // not the rounded ones
  positions[0] = first;
  requireAbscissae(checks, positions, (last - first) / steps, factor(block, "XFACTOR", file), file);
  if (found < count) {
    throw formatError(
      file,
      `line ${record.line}`,
      `the table has ${found} values, but NPOINTS says ${count}; the file may be cut off`,
    );
  }
  const yFactor = factor(block, "YFACTOR", file);
  const scaled = values.map((value) => value * yFactor);
  return { positions, values: scaled, warnings: firstOrdinateWarning(block, scaled[0]!, yFactor, file) };
}

/** FIRSTX and LASTX; DELTAX has to agree with them, or stands in for LASTX. */
function evenRange(block: Block, count: number, file: string): [number, number] {
  const first = requiredNumber(block, "FIRSTX", file);
  const step = recordNumber(block, "DELTAX", file);
  const last =
    recordNumber(block, "LASTX", file) ?? (step === undefined ? undefined : first + (count - 1) * step);
  if (last === undefined) return [first, requiredNumber(block, "LASTX", file)];
  const found = (last - first) / Math.max(count - 1, 1);
  if (
    step !== undefined &&
    count > 1 &&
    Math.abs(Math.abs(step) - Math.abs(found)) > STEP_ERROR * Math.abs(found)
  ) {
    throw formatError(
      file,
      `block at line ${block.line}`,
      `##DELTAX= is ${step}, but ${count} points from ${first} to ${last} are ${found} apart; correct one of them`,
    );
  }
  return [first, last];
}

/** DELTAX is often written with few digits, and without its sign. */
const STEP_ERROR = 0.01;

/** A line that is lost or repeated moves the next one's abscissa by at least a step. Writers round and cut off digits. */
function requireAbscissae(
  checks: readonly AbscissaCheck[],
  positions: Float64Array,
  step: number,
  xFactor: number,
  file: string,
): void {
  for (const { ordinate, abscissa, unit, line } of checks) {
    const expected = positions[Math.min(ordinate, positions.length - 1)]!;
    const allowed = 0.5 * Math.abs(step) + unit * Math.abs(xFactor);
    if (Math.abs(abscissa * xFactor - expected) <= allowed) continue;
    throw formatError(
      file,
      `line ${line}`,
      `its abscissa ${abscissa} (times XFACTOR ${xFactor}) should be ${expected}; a line is lost or FIRSTX, LASTX or ` +
        "XFACTOR is wrong",
    );
  }
}

/** A scale is not worth refusing a file for: masses are mostly normalised. */
function firstOrdinateWarning(block: Block, found: number, yFactor: number, file: string): string[] {
  const stated = recordNumber(block, "FIRSTY", file);
  const allowed = Math.abs(yFactor) + FIRST_ORDINATE_ERROR * Math.abs(found);
  if (stated === undefined || Math.abs(stated - found) <= allowed) return [];
  return [`${file}: ##FIRSTY= is ${stated}, but the first value is ${found}; ##YFACTOR= may be wrong`];
}

/** As a share: FIRSTY is written with six digits or so. */
const FIRST_ORDINATE_ERROR = 1e-4;

/** Pairs, one after the other: parted by blanks, commas, semicolons or lines, the numbers of a pair by blanks or a comma. */
function pairs(record: TableRecord, block: Block, file: string): Points {
  const count = pointCount(block, file);
  const { lines, line } = linesOf(record, file);
  const numbers: number[] = [];
  for (const [n, text] of lines.entries()) {
    const before = numbers.length;
    for (const word of text.split(/[\s,;]+/)) {
      if (word === "") continue;
      const value = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(word) ? Number(word) : Number.NaN;
      if (Number.isFinite(value)) numbers.push(value);
      else throw formatError(file, `line ${line + n}`, `${quoted(word)} is no finite number; correct it`);
    }
    if ((numbers.length - before) % 2 === 1) {
      throw formatError(
        file,
        `line ${line + n}`,
        "it has an odd number of numbers; it must hold pairs of position and value",
      );
    }
  }
  if (numbers.length !== 2 * count) {
    throw formatError(
      file,
      `line ${record.line}`,
      `the table has ${numbers.length / 2} pairs, but NPOINTS says ${count}; the file may be cut off`,
    );
  }
  const [xFactor, yFactor] = [factor(block, "XFACTOR", file), factor(block, "YFACTOR", file)];
  const positions = Float64Array.from({ length: count }, (_, i) => numbers[2 * i]! * xFactor);
  const values = Float64Array.from({ length: count }, (_, i) => numbers[2 * i + 1]! * yFactor);
  return { positions, values, warnings: [] };
}
