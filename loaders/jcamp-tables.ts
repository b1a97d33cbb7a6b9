import { type AbscissaCheck, type OrdinateLines, readOrdinates } from "./asdf.js";
import { decimalNumber } from "./decimal.js";
import { formatError, quoted } from "./format-error.js";
import { type Block, type TableRecord, withoutComment } from "./jcamp-blocks.js";

/** Values in one table: 32 MB of them. */
const MOST_VALUES = 2 ** 22;

/** @throws FormatError naming the line or the record that is wrong. */
export type TableReader = (record: TableRecord, block: Block, file: string) => Points;

/** What a table holds, in its order. */
export interface Points {
  readonly positions: Float64Array;
  readonly values: Float64Array;
  readonly warnings: readonly string[];
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
  const value = decimalNumber(text);
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

/** `(X++(Y..Y))`: ordinates at even distances from FIRSTX to LASTX. */
export function evenPoints(record: TableRecord, block: Block, file: string): Points {
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
export function pairs(record: TableRecord, block: Block, file: string): Points {
  const count = pointCount(block, file);
  const { lines, line } = linesOf(record, file);
  const numbers: number[] = [];
  for (const [n, text] of lines.entries()) {
    const before = numbers.length;
    for (const word of text.split(/[\s,;]+/)) {
      if (word === "") continue;
      const value = decimalNumber(word);
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
