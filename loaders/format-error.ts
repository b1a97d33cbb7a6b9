import { FormatError, isOtError, printable } from "../src/errors.js";

/** Longest piece of a file that an error sentence repeats, in UTF-16 units: enough to find it, short enough to read. */
const LONGEST_QUOTE = 60;

/** Text from a file as an error sentence may show it: quoted, cut, control and direction marks escaped. */
export function quoted(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text;
  return `"${printable(cut)}"`;
}

/** "a", "b" and 3 more. */
export function quotedList(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).map(quoted).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** FormatError whose sentence starts with the file and the place in it ("" for the file as a whole). */
export function formatError(file: string, place: string, sentence: string, cause?: unknown): FormatError {
  const where = place === "" ? printable(file) : `${printable(file)}, ${place}`;
  const details = place === "" ? { file } : { file, place };
  return new FormatError(`${where}: ${sentence}`, cause === undefined ? details : { ...details, cause });
}

/** The value of `build`, with file and place added to what `measure` and `collection` refuse. */
export function atPlace<T>(file: string, place: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (isOtError(error, "MeasureError", "ShapeError")) throw formatError(file, place, error.message, error);
    throw error;
  }
}
