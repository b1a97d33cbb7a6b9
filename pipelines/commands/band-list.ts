import { InvalidArgumentError } from "commander";
import { describing, RANGE_LIST } from "./value-parser.js";

const PART = /^(\d{1,7})(?:-(\d{1,7}))?$/;
/** Bands that a range may name; a spectrum has fewer. */
const MOST_BANDS = 2 ** 20;

/**
 * Numbers of bands, from 0, from text such as "0-9,15,20-30".
 *
 * @throws InvalidArgumentError for anything else, and unless they increase.
 */
export const bandList = describing<number[]>(RANGE_LIST, (text) => {
  const bands: number[] = [];
  for (const part of text.split(",").map((piece) => piece.trim())) {
    const [, from, to = from] = PART.exec(part) ?? [];
    const first = Number(from);
    const last = Number(to);
    if (from === undefined || last < first || last >= MOST_BANDS) {
      const shown = JSON.stringify(part.slice(0, 60));
      throw new InvalidArgumentError(`${shown} is no band number or range of them, as in 0-9,15,20-30`);
    }
    if (first <= (bands.at(-1) ?? -1)) {
      const before = bands.at(-1);
      throw new InvalidArgumentError(
        `band ${first} follows band ${before}; name bands in increasing order, once`,
      );
    }
    for (let band = first; band <= last; band++) bands.push(band);
  }
  return bands;
});
