import { isOtError, ShapeError, SimulatorError } from "../../src/index.js";
import { flagName } from "./flag-name.js";

/** Significant digits of numbers in messages. */
const DIGITS = 6;
const LONG_NUMBER = /(?<![\w.])\d+\.\d{3,}(?:e[+-]?\d+)?/g;

/**
 * An error of the library in the words of the command line: parameters by their options, `blowUp` as --blow-up, and numbers of at
 * most six digits. Other errors as they are.
 *
 * @param names of the parameters that have an option.
 */
export function inOptionWords(error: unknown, names: readonly string[]): unknown {
  if (isOtError(error, "SimulatorError")) {
    return new SimulatorError(optionWords(error.message, names), error.details);
  }
  return isOtError(error, "ShapeError")
    ? new ShapeError(optionWords(error.message, names), error.details)
    : error;
}

/** @param names that are also words of English are options only where a value is said, or wanted, of them. */
export function optionWords(message: string, names: readonly string[]): string {
  const worded = names.reduce((text, name) => {
    const isWord = name === name.toLowerCase();
    const said = isWord
      ? new RegExp(`(?<=^|\\b(?:a|take|larger|smaller|shorter|longer) )${name}(?= (?:is|of)\\b)`, "g")
      : new RegExp(`(?<![-\\w])${name}\\b`, "g");
    return text.replace(said, flagName(name));
  }, message);
  return worded.replace(LONG_NUMBER, (digits) => String(Number(Number(digits).toPrecision(DIGITS))));
}
