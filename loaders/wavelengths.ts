import { printable } from "../src/errors.js";
import { requireIncreasing } from "../src/measure/cube.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import { lineReader } from "./text-lines.js";

/** Positions of bands, in the order of the bands. */
export interface Wavelengths {
  readonly values: Float64Array;
  /** As in the file: "nm", ...; absent where it does not tell. */
  readonly unit?: string;
}

/** Numbers in one file: more bands than any spectrometer has. */
const MOST_BANDS = 2 ** 20;
/** Words of a header: "center wavelength of band [nm]". */
const MOST_HEADER_WORDS = 8;

/**
 * Wavelengths from text: numbers between blanks, commas or line breaks, `#` for comments. A first line of words is a
 * header, whose part in brackets is the unit: `wavelength (nm)`.
 *
 * @throws FormatError for a word that is no number, no numbers at all, or numbers that do not increase.
 */
export function parseWavelengths(bytes: Uint8Array, options: { readonly file?: string } = {}): Wavelengths {
  const file = options.file ?? "wavelengths";
  const lines = lineReader(bytes, { comments: true, commas: true });
  const values: number[] = [];
  let header = "";
  for (let line = 0; lines.nextLine(); line++) {
    while (lines.nextWord()) {
      const value = lines.number();
      if (Number.isNaN(value) && line === 0 && values.length === 0) {
        header = [lines.word(), ...lines.words(MOST_HEADER_WORDS)].join(" ");
        break;
      }
      if (!Number.isFinite(value) || values.length === MOST_BANDS) {
        throw formatError(
          file,
          `line ${lines.line()}`,
          `${quoted(lines.word())} is not a finite number, or one too many; give one wavelength a band`,
        );
      }
      values.push(value);
    }
  }
  if (values.length === 0) throw formatError(file, "", "it holds no numbers; give one wavelength a band");
  const wavelengths = Float64Array.from(values);
  atPlace(file, "", () => requireIncreasing(wavelengths));
  const unit = /[([]([^)\]]*)[)\]]/.exec(header)?.[1]?.trim();
  return { values: wavelengths, ...(unit ? { unit: printable(unit) } : {}) };
}
