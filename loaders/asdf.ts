import { formatError, quoted } from "./format-error.js";

/** Relative: differences of decimal fractions are added up with rounding; whole numbers below 10^12 have to be equal. */
const CHECK_ERROR = 1e-12;

/** Lines of `(X++(Y..Y))`, the first of which is line `line` of the file. */
export interface OrdinateLines {
  readonly lines: readonly string[];
  readonly line: number;
  readonly file: string;
}

export interface Ordinates {
  /** As in the file, without YFACTOR. */
  readonly values: Float64Array;
  /** How many of them there are; the rest is 0. */
  readonly count: number;
  /** The abscissa in front of each line, and the number of the ordinate that it belongs to. */
  readonly checks: readonly AbscissaCheck[];
}

export interface AbscissaCheck {
  readonly ordinate: number;
  /** As in the file, without XFACTOR. */
  readonly abscissa: number;
  /** A unit of its last digit. */
  readonly unit: number;
  readonly line: number;
}

/** Where a table is read, so far. */
interface Reading {
  readonly values: Float64Array;
  count: number;
  /** The last difference; undefined after an ordinate that was written as it is. */
  difference: number | undefined;
  /** Of the line: is the next ordinate the first one of a line after one that ended in a difference? */
  check: boolean;
}

const NUMBER = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]\d+)?`;
/** A line of decimal numbers, exponents with their sign; a minus or plus sign parts as well as a blank or comma. */
const DECIMAL_LINE = new RegExp(String.raw`^[\s,]*${NUMBER}(?:(?:[\s,]+|(?=[-+]))${NUMBER})*[\s,]*$`);
const FIRST_DECIMAL = new RegExp(String.raw`^[\s,]*(${NUMBER})`);
/** The first number of a line of pseudo-digits: there, an E is the digit 5. */
const FIRST_NUMBER = /^[\s,]*([-+]?(?:\d+(?:\.\d*)?|\.\d+))/;
/** An ordinate in a line of pseudo-digits, or what stands between two. */
const TOKEN = /[\s,]+|([@A-Ia-i%J-Rj-rS-Zs+-]?)(\d+(?:\.\d*)?|\.\d+)?/y;

/**
 * Ordinates of `(X++(Y..Y))` in every form of the format: decimal numbers (AFFN, PAC), and pseudo-digits for first
 * digits (SQZ), differences (DIF) and repetitions (DUP).
 *
 * A line after one that ends in a difference repeats its last ordinate, as a check.
 *
 * @param most as many as NPOINTS says.
 * @throws FormatError naming the line of what is not part of a number, of a `?` for a value that was not measured, of a check
 *   that does not agree, or of the first ordinate beyond `most`. That there are enough, and that the abscissae agree, is for
 *   the caller to see.
 *
 * O(size + most) time. McDonald & Wilks, JCAMP-DX (Applied Spectroscopy 42, 1988), section 5.
 */
export function readOrdinates(table: OrdinateLines, most: number): Ordinates {
  const reading: Reading = { values: new Float64Array(most), count: 0, difference: undefined, check: false };
  const checks: AbscissaCheck[] = [];
  const isDecimal = table.lines.every((text) => text.trim() === "" || DECIMAL_LINE.test(text));
  const start = isDecimal ? FIRST_DECIMAL : FIRST_NUMBER;
  const readRest = isDecimal ? readDecimals : readPseudoDigits;
  for (const [n, text] of table.lines.entries()) {
    if (text.trim() === "") continue;
    const line = table.line + n;
    const refuse: Refuse = (sentence) => {
      throw formatError(table.file, `line ${line}`, sentence);
    };
    requireMeasured(text, refuse);
    const first =
      start.exec(text) ?? refuse(`it begins with ${quoted(text.trim()[0]!)}, not with an abscissa`);
    reading.check = reading.difference !== undefined;
    checks.push({
      ordinate: reading.count - (reading.check ? 1 : 0),
      abscissa: Number(first[1]),
      unit: lastDigit(first[1]!),
      line,
    });
    readRest(text.slice(first[0].length), reading, refuse);
  }
  return { values: reading.values, count: reading.count, checks };
}

type Refuse = (sentence: string) => never;

function requireMeasured(text: string, refuse: Refuse): void {
  if (text.includes("?"))
    refuse('"?" stands for a value that was not measured; a spectrum needs one for each band');
}

function readDecimals(text: string, reading: Reading, refuse: Refuse): void {
  for (const [word] of text.matchAll(new RegExp(NUMBER, "g"))) take(reading, Number(word), refuse);
}

function readPseudoDigits(text: string, reading: Reading, refuse: Refuse): void {
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const [word, sign, digits = ""] = TOKEN.exec(text) ?? [];
    if (!word) refuse(`${quoted(text.slice(at, at + 10))} is not part of a number; correct it`);
    if (sign === undefined) continue; // blanks and commas
    const form = FORMS.find(({ signs }) => signs.test(sign))!;
    const value = Number(form.lead(sign) + digits);
    if (Number.isNaN(value)) refuse(`${quoted(word)} is no number; correct it`);
    form.take(reading, value, refuse);
  }
}

interface Form {
  readonly signs: RegExp;
  /** The digits that the first character stands for. */
  readonly lead: (sign: string) => string;
  readonly take: (reading: Reading, value: number, refuse: Refuse) => void;
}

const code = (sign: string, first: string): number => sign.charCodeAt(0) - first.charCodeAt(0);

const FORMS: readonly Form[] = [
  { signs: /^[-+]?$/, lead: (sign) => sign, take },
  { signs: /[@A-I]/, lead: (sign) => String(code(sign, "@")), take },
  { signs: /[a-i]/, lead: (sign) => `-${code(sign, "a") + 1}`, take },
  { signs: /%/, lead: () => "0", take: takeDifference },
  { signs: /[J-R]/, lead: (sign) => String(code(sign, "J") + 1), take: takeDifference },
  { signs: /[j-r]/, lead: (sign) => `-${code(sign, "j") + 1}`, take: takeDifference },
  { signs: /[S-Z]/, lead: (sign) => String(code(sign, "S") + 1), take: repeat },
  { signs: /s/, lead: () => "9", take: repeat },
];

function take(reading: Reading, value: number, refuse: Refuse): void {
  reading.difference = undefined;
  if (reading.check) {
    reading.check = false;
    const last = reading.values[reading.count - 1]!;
    if (Math.abs(value - last) > CHECK_ERROR * Math.abs(last)) {
      refuse(
        `its first ordinate is ${value}, but must repeat the ${last} before it; a line is lost or damaged`,
      );
    }
    return;
  }
  append(reading, value, refuse);
}

function takeDifference(reading: Reading, difference: number, refuse: Refuse): void {
  if (reading.check || reading.count === 0)
    refuse("it begins with a difference; the first ordinate of a line must be in full");
  append(reading, reading.values[reading.count - 1]! + difference, refuse);
  reading.difference = difference;
}

/** @param times how often the ordinate before, or the difference, occurs in all. */
function repeat(reading: Reading, times: number, refuse: Refuse): void {
  if (reading.count === 0 || !Number.isInteger(times))
    refuse("a repetition is not of an ordinate; correct it");
  if (reading.check) refuse("it begins with a repetition; the first ordinate of a line must be in full");
  const { difference = 0 } = reading;
  for (let n = 1; n < times; n++) append(reading, reading.values[reading.count - 1]! + difference, refuse);
}

function append(reading: Reading, value: number, refuse: Refuse): void {
  if (reading.count === reading.values.length) {
    refuse(`there are more values than the ${reading.count} that NPOINTS says; correct one of them`);
  }
  reading.values[reading.count++] = value;
}

/** A unit of the last digit of a decimal number: 0.01 of "3.25", 10 of "1.2E+02". */
function lastDigit(text: string): number {
  const [mantissa, exponent = "0"] = text.toLowerCase().split("e");
  const point = mantissa!.indexOf(".");
  const decimals = point < 0 ? 0 : mantissa!.length - point - 1;
  return Number(`1e${Number(exponent) - decimals}`);
}
