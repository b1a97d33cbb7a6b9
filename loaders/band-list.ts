import { ShapeError } from "../src/errors.js";
import { quoted } from "./format-error.js";

const PART = /^(\d{1,7})(?:-(\d{1,7}))?$/;
/** Bands that a range may name; a cube has fewer. */
const MOST_BANDS = 2 ** 20;

/**
 * Numbers of bands, from 0, from text such as "0-9,15,20-30".
 *
 * @throws ShapeError for anything else, and unless they increase.
 */
export function parseBandList(text: string): number[] {
  const bands: number[] = [];
  for (const part of text.split(",").map((piece) => piece.trim())) {
    const [, from, to = from] = PART.exec(part) ?? [];
    const first = Number(from);
    const last = Number(to);
    if (from === undefined || last < first || last >= MOST_BANDS) {
      throw new ShapeError(`${quoted(part)} is no band number or range of them, as in 0-9,15,20-30`);
    }
    if (first <= (bands.at(-1) ?? -1)) {
      throw new ShapeError(
        `band ${first} follows band ${bands.at(-1)}; name bands in increasing order, once`,
      );
    }
    for (let band = first; band <= last; band++) bands.push(band);
  }
  return bands;
}
