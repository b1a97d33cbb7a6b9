import { ShapeError } from "../../src/index.js";
import type { Values } from "../systems/parameters.js";

/** How a method matches particles with their images. */
export type Matching = "exact" | "entropic";

/** Particles of a matching at most: beyond them one takes hours, and nothing can stop it. On the line exact ones are sorting. */
const MOST: Readonly<Record<Matching, number>> = { exact: 20_000, entropic: 10_000 };

/** @throws ShapeError where a method would match more particles at once than it can. */
export function requireMatchable(matching: Matching | undefined, dim: number, settings: Values): void {
  if (!matching || (matching === "exact" && dim === 1)) return;
  const particles = Number(settings.particles);
  const batch = Number(settings.batch ?? 0);
  const together = batch > 0 ? Math.min(batch, particles) : particles;
  if (together <= MOST[matching]) return;
  throw new ShapeError(
    `${together} particles would be matched at once, at most ${MOST[matching]} can be; give fewer --particles` +
      ("batch" in settings ? `, or a --batch of at most ${MOST[matching]}` : ""),
    { found: together },
  );
}
