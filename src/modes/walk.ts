import { isOtError, ShapeError } from "../errors.js";
import { requireWhole } from "../learn/checks.js";
import { expMap } from "../lot/exp-map.js";
import type { Tangent } from "../lot/tangent.js";
import type { Measure } from "../measure/measure.js";
import { rowView } from "../numeric/matrix.js";
import { massOutside } from "./tangent-limits.js";
import { deviationsOf, type TangentModes, tangentAt } from "./tangent-modes.js";

/** A measure on a mode. */
export interface ModeStep {
  /** Place on the mode, in standard deviations of the items' coordinates; 0 is the mean. */
  readonly deviations: number;
  readonly tangent: Tangent;
  /** Absent where no mass is left there. */
  readonly measure?: Measure;
  /** Does an item have a coordinate as far out, or farther, on this side? Else the measure is an extrapolation. */
  readonly withinData: boolean;
  /** Share of the reference mass where the vector is none that a logarithm gives: see `massOutside`. */
  readonly massOutside: number;
}

/** Rounding of the standard deviation, as a part of the farthest coordinate. */
const ROUNDING = 1e-9;

/**
 * Measures along a mode, the other coordinates being those of the mean: expMap(mean + t sd component).
 *
 * @param mode from 0.
 * @param places t of each step, in standard deviations.
 * @throws ShapeError if there is no such mode, or a place is not finite.
 *
 * O(steps * length of a row).
 */
export function walkMode(modes: TangentModes, mode: number, places: ArrayLike<number>): ModeStep[] {
  const deviation = deviationsOf(modes)[mode];
  if (deviation === undefined) {
    throw new ShapeError(`there is no mode ${mode}; there are ${modes.pca.components.rows}, from 0`, {
      found: mode,
    });
  }
  const [least, most] = modeRange(modes, mode);
  return Array.from(places, (place) => {
    if (!Number.isFinite(place)) {
      throw new ShapeError(`a place on a mode is ${place}; it must be finite`, { found: String(place) });
    }
    const coordinates = new Float64Array(modes.pca.components.rows);
    coordinates[mode] = place * deviation;
    const tangent = tangentAt(modes, coordinates);
    const measure = measureOf(modes, tangent);
    return {
      deviations: place,
      tangent,
      ...(measure && { measure }),
      withinData: place >= least * (1 + ROUNDING) && place <= most * (1 + ROUNDING),
      massOutside: massOutside(modes.embedded.reference, tangent),
    };
  });
}

/** Least and largest coordinate of an item along a mode, in standard deviations: below 0 and above 0. O(N). */
export function modeRange(modes: TangentModes, mode: number): readonly [number, number] {
  const deviation = deviationsOf(modes)[mode]!;
  let [least, most] = [Infinity, -Infinity];
  for (let s = 0; s < modes.coordinates.rows; s++) {
    const place = rowView(modes.coordinates, s)[mode]! / deviation;
    least = Math.min(least, place);
    most = Math.max(most, place);
  }
  return [least, most];
}

/**
 * The steps of a walk from -reach to reach, equally far apart, exact about 0.
 *
 * @throws ShapeError unless `steps` is a whole number of at least 2.
 */
export function placesOf(reach: number, steps: number): Float64Array {
  requireWhole("steps", steps, 2);
  return Float64Array.from({ length: steps }, (_, j) => ((2 * j - (steps - 1)) / (steps - 1)) * reach);
}

function measureOf(modes: TangentModes, tangent: Tangent): Measure | undefined {
  try {
    return expMap(modes.embedded.reference, tangent);
  } catch (error) {
    if (isOtError(error, "MeasureError")) return undefined; // all of it is gone: rows are finite, so nothing else can be
    throw error;
  }
}
