import { pixelMasses } from "../../loaders/index.js";
import { type ItemKind, type Measure, measure } from "../../src/index.js";

/** For drawing: a measure near the pixels of an image with its masses shared among them; any other measure as it is. */
export function onPixels(mu: Measure, item: ItemKind): Measure {
  if (item.kind !== "image" || mu.dim !== 2) return mu;
  const { width, height } = item;
  const masses = pixelMasses(mu, item);
  const filled = Array.from(masses.keys()).filter((p) => masses[p]! > 0);
  return measure(
    filled.map((p) => [p % width, height - 1 - Math.floor(p / width)]),
    { weights: filled.map((p) => masses[p]!) },
  );
}
