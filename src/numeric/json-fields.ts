import { FormatError, isOtError, printable } from "../errors.js";

/** A JSON object that is still to be looked at. Each reader below throws FormatError naming the place: see `damagedIn`. */
export type Fields = Readonly<Record<string, unknown>>;

export function objectAt(value: unknown, place: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw damaged(place, `is ${shown(value)} instead of an object`);
}

export function listAt(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw damaged(place, `is ${shown(value)} instead of a list`);
}

export function numbersAt(value: unknown, place: string): number[] {
  return listAt(value, place).map((one, i) => numberAt(one, `${place}, number ${i}`));
}

/** Numbers that JSON has no word for. */
const WORDS: Readonly<Record<string, number>> = { Infinity, "-Infinity": -Infinity, NaN, "-0": -0 };

export function numberAt(value: unknown, place: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" && Object.hasOwn(WORDS, value)) return WORDS[value]!;
  throw damaged(place, `is ${shown(value)} instead of a number`);
}

export function numberAbove(value: unknown, place: string, bound: number, most: number): number {
  const number = numberAt(value, place);
  if (number > bound && number <= most) return number;
  throw damaged(place, `is ${number}; it must be above ${bound}${atMost(most)}`);
}

/** A finite number. */
export function numberFrom(value: unknown, place: string, least: number): number {
  const number = numberAt(value, place);
  if (number >= least && number < Infinity) return number;
  throw damaged(place, `is ${number}; it must be finite and at least ${least}`);
}

export function wholeAt(value: unknown, place: string, least = 0, most = Infinity): number {
  const number = numberAt(value, place);
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
  throw damaged(place, `is ${number}; it must be a whole number of at least ${least}${atMost(most)}`);
}

const atMost = (most: number): string => (most < Number.MAX_VALUE ? ` and at most ${most}` : "");

export function textAt(value: unknown, place: string): string {
  if (typeof value === "string") return value;
  throw damaged(place, `is ${shown(value)} instead of text`);
}

export function nameAt<T extends string>(
  value: unknown,
  place: string,
  table: Readonly<Record<T, unknown>>,
): T {
  if (typeof value === "string" && Object.hasOwn(table, value)) return value as T;
  throw damaged(place, `is ${shown(value)}; it must be one of ${Object.keys(table).join(", ")}`);
}

/** What is amiss at a place of a file, as a sentence without its beginning, which `damagedIn` puts there. */
export function damaged(place: string, what: string): FormatError {
  return new FormatError(`${place} ${what}`, { place });
}

/** The value of `read`; what its readers refuse is said of `file`, as in "this dictionary". */
export function damagedIn<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isOtError(error, "FormatError")) throw error;
    throw new FormatError(`${file} is damaged: ${error.message}`, error.details);
  }
}

const MOST_SHOWN = 40;

/** A value in an error sentence. */
export function shown(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? "missing");
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
}

/** A number as JSON holds it, so that `numberAt` gives back its bits. */
export function wordOf(value: number): number | string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}
