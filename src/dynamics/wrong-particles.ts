import { equalMasses } from "../transport/balance.js";
import type { Particles } from "./particles.js";

/** What has to stay as it is. */
export interface Kept {
  /** The number of particles and their mass; of populations that grow only the dimension. */
  readonly isBalanced: boolean;
  /** What to do about populations that grow, where they are none. */
  readonly growing: string;
}

/**
 * What no simulator may return, in words; nothing if all is well: a promise, what is no measure, particles that are not finite, not of this dimension or mass, or not as
 * many, or NaN in a hidden state (where infinity may mean never).
 *
 * O(particles * dim) time.
 */
export function wrongWith(moved: Particles, before: Particles, kept: Kept): string | undefined {
  return (
    wrongKind(moved) ??
    wrongShape(moved, before, kept) ??
    wrongPoints(moved) ??
    wrongWeights(moved, before, kept) ??
    wrongHidden(moved)
  );
}

/** Of simulators that are written without types. */
function wrongKind(moved: unknown): string | undefined {
  if (typeof moved !== "object" || moved === null) return `returned no particles but ${moved}`;
  if ("then" in moved) {
    return "returned a promise; a simulator answers at once, so simulate before and hand over what it made";
  }
  for (const name of ["points", "weights"] as const) {
    const array = (moved as Partial<Particles>)[name];
    if (!(array instanceof Float64Array)) {
      return `returned ${name} that are no Float64Array; \`measure(points, { dim })\` makes particles of numbers`;
    }
  }
  return undefined;
}

function wrongShape(moved: Particles, before: Particles, { isBalanced, growing }: Kept): string | undefined {
  const { points, weights, count, dim } = moved;
  if (dim !== before.dim) return `returned points of dimension ${dim} instead of ${before.dim}`;
  if (isBalanced && count !== before.count) {
    return `returned ${count} particles instead of ${before.count}; ${growing}`;
  }
  if (points.length === count * dim && weights.length === count) return undefined;
  return `returned ${points.length} coordinates and ${weights.length} weights for ${count} particles of dimension ${dim}`;
}

function wrongPoints({ points, dim }: Particles): string | undefined {
  for (let p = 0; p < points.length; p++) {
    if (!Number.isFinite(points[p]!)) {
      return `returned ${points[p]} for coordinate ${p % dim} of particle ${Math.floor(p / dim)}`;
    }
  }
  return undefined;
}

function wrongWeights(
  moved: Particles,
  before: Particles,
  { isBalanced, growing }: Kept,
): string | undefined {
  if (moved.weights === before.weights) return undefined;
  const odd = moved.weights.findIndex((w) => !(w >= 0 && w < Infinity));
  if (odd >= 0) return `returned the weight ${moved.weights[odd]} for particle ${odd}`;
  if (!moved.weights.some((w) => w > 0)) return "returned particles without mass";
  if (!isBalanced || equalMasses(moved, before)) return undefined;
  return `changed the mass of the particles; ${growing}`;
}

function wrongHidden({ hidden = {} }: Particles): string | undefined {
  for (const [name, array] of Object.entries(hidden)) {
    if (!(array instanceof Float64Array)) return `returned a hidden ${name} that is no Float64Array`;
    const odd = array.findIndex(Number.isNaN);
    if (odd >= 0) return `returned NaN for entry ${odd} of the hidden ${name}`;
  }
  return undefined;
}
