const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const UPPER_E = 0x45;
const LOWER_E = 0x65;

/** Decimal digits that a double holds exactly as a whole number: 10^15 < 2^53. */
const EXACT_DIGITS = 15;
/** Powers of ten that a double holds exactly: 10^22 = 5^22 2^22 and 5^22 < 2^53. */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, e) => Number(`1e${e}`));
/** Bytes. No double needs more than 768 significant digits to be told from its neighbour. */
const LONGEST_NUMBER = 1000;

/**
 * The decimal number `[+-] digits [. digits] [e [+-] digits]` in bytes start .. end - 1, correctly rounded.
 *
 * NaN for anything else: words, hexadecimal, "nan", "inf", decimal commas, nothing at all. Short numbers need
 * no string: whole digits times or over an exact power of ten round once (Clinger 1990, the fast case).
 */
export function readDecimal(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > LONGEST_NUMBER) return Number.NaN;
  const first = bytes[start];
  let at = first === MINUS || first === PLUS ? start + 1 : start;
  let whole = 0;
  let digits = 0;
  let significant = 0;
  let point = -1;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      whole = 10 * whole + digit;
      digits++;
      if (whole > 0) significant++;
    } else if (digit === POINT - ZERO && point < 0) point = digits;
    else break;
  }
  const exponent = at < end ? readExponent(bytes, at, end) : 0;
  if (digits === 0 || Number.isNaN(exponent)) return Number.NaN;
  const power = exponent - (point < 0 ? 0 : digits - point);
  if (significant > EXACT_DIGITS || Math.abs(power) >= EXACT_POWERS.length) {
    return Number(asciiText(bytes, start, end));
  }
  const size = power < 0 ? whole / EXACT_POWERS[-power]! : whole * EXACT_POWERS[power]!;
  return first === MINUS ? -size : size;
}

function readExponent(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== LOWER_E && bytes[start] !== UPPER_E) return Number.NaN;
  const sign = bytes[start + 1];
  const first = sign === MINUS || sign === PLUS ? start + 2 : start + 1;
  if (first >= end) return Number.NaN;
  let exponent = 0;
  for (let at = first; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    exponent = 10 * exponent + digit;
  }
  return sign === MINUS ? -exponent : exponent;
}

/** Bytes start .. end - 1 as text, one character a byte. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

/** The decimal number that is all of a text, as `readDecimal` reads it; NaN if it is none. */
export function decimalNumber(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return readDecimal(bytes, 0, bytes.length);
}
