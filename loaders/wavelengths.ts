import { requireIncreasing, type SpectralAxis } from "../src/measure/spectral-axis.js";
import { MOST_BANDS } from "./cube-layout.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import { headingKind } from "./spectral-unit.js";
import { decodeAnyText } from "./text.js";
import { lineReader } from "./text-lines.js";

/**
 * Positions of bands, in their order, from text: numbers between blanks, commas or line breaks, `#` for comments. A first line
 * of words is a heading, which names quantity and unit: `wavelength (nm)`, `wavenumber (1/cm)`. Without one they are
 * wavelengths.
 *
 * @throws FormatError for a word that is no number, no numbers at all, or numbers that do not increase.
 */
export function parseWavelengths(bytes: Uint8Array, options: { readonly file?: string } = {}): SpectralAxis {
  const file = options.file ?? "wavelengths";
  const lines = lineReader(bytes, { comments: true, commas: true });
  const values: number[] = [];
  let heading = "";
  for (let line = 0; lines.nextLine(); line++) {
    while (lines.nextWord()) {
      const value = lines.number();
      if (Number.isNaN(value) && line === 0 && values.length === 0) {
        heading = lineText(bytes, lines.line(), file);
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
  const axis = { ...headingKind(heading), values: Float64Array.from(values) };
  atPlace(file, "", () => requireIncreasing(axis));
  return axis;
}

/** A line, from 1, without its comment. */
function lineText(bytes: Uint8Array, line: number, file: string): string {
  const text = decodeAnyText(bytes, file).split(/\r\n|\n|\r/)[line - 1]!;
  return text.replace(/#.*/, "");
}
