import { MeasureError, ShapeError } from "../../errors.js";
import { type Measure, totalMass } from "../../measure/measure.js";

/** How much is moved: a given mass, or what is worth moving at a price for each unit of mass that is left on either side. */
export interface Amount {
  readonly mass?: number | undefined;
  readonly price?: number | undefined;
}

/** Part by which a mass may be above the lighter measure's: that is rounding of its sum, and means all of it. */
const MASS_TOLERANCE = 1e-9;

/**
 * The amount as it is solved for: a mass that is above the lighter measure's by rounding means that one's.
 *
 * @throws ShapeError unless exactly one of mass and price is given and the price is a number of at least 0; MeasureError if
 *   the mass is outside its range.
 */
export function requireAmount(source: Measure, target: Measure, { mass, price }: Amount): Amount {
  if ((mass === undefined) === (price === undefined)) {
    throw new ShapeError("partial needs either `mass`, what is moved, or `price`, of leaving a unit of mass");
  }
  if (mass !== undefined) return { mass: requireMass(mass, Math.min(totalMass(source), totalMass(target))) };
  if (!(price! >= 0)) {
    throw new ShapeError(`price is ${price}; it must be a number of at least 0, in units of the cost`, {
      found: price!,
    });
  }
  return { price: price! };
}

function requireMass(mass: number, most: number): number {
  if (mass >= 0 && mass <= most * (1 + MASS_TOLERANCE)) return Math.min(mass, most);
  throw new MeasureError(
    `mass is ${mass}; it must lie between 0 and ${most}, the mass of the lighter measure`,
    { value: mass },
  );
}
