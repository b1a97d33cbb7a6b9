import { ShapeError } from "../errors.js";
import type { Random } from "../numeric/random.js";

/** @throws ShapeError if there is no stream of random numbers, which callers without types forget. */
export function requireRandom(random: Random | undefined): void {
  if (typeof random?.fork === "function") return;
  throw new ShapeError(`random is ${random}; give a stream of random numbers, such as \`seededRandom(0)\``);
}
