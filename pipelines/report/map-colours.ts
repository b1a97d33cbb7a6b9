import { mix } from "./colour.js";
import { INK, PAPER } from "./draw.js";
import { COLOURS } from "./palette.js";

/** Past ten colours they come again darker, then lighter: on a map there is no room for shapes. */
const ROUNDS = [
  { towards: INK, share: 0 },
  { towards: INK, share: 0.45 },
  { towards: PAPER, share: 0.55 },
] as const;

/** So many colours for areas of a map; of more than 30 they repeat. Blank areas are those of the paper. */
export function mapColours(count: number): string[] {
  return Array.from({ length: count }, (_, c) => {
    const { towards, share } = ROUNDS[Math.floor(c / COLOURS.length) % ROUNDS.length]!;
    return mix(COLOURS[c % COLOURS.length]!, towards, share);
  });
}
