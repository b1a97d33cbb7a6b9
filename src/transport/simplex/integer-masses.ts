import { isUniform } from "../uniform.js";

/** Units into which a total mass is cut: sums of so many units and all differences are exact in 53 bits. */
const UNITS = 2 ** 50;

/** Masses as whole numbers of equal total, held in doubles: all flow arithmetic on them is exact. */
export interface IntegerMasses {
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  /** Common total of both sides, in units. */
  readonly total: number;
  /** Are the whole numbers exactly proportional to the masses? */
  readonly proportional: boolean;
}

/**
 * Whole numbers proportional to the masses up to half a unit in every running sum. Equal masses on each side
 * become m and n units, exactly; others 2^-50 of the total a unit, and a mass may round to 0.
 *
 * @param a positive; @param b positive; each side has its own total. O(n + m).
 */
export function integerMasses(a: Float64Array, b: Float64Array): IntegerMasses {
  if (isUniform(a) && isUniform(b)) {
    const total = a.length * b.length;
    const supply = new Float64Array(a.length).fill(b.length);
    return { supply, demand: new Float64Array(b.length).fill(a.length), total, proportional: true };
  }
  return { supply: inUnits(a), demand: inUnits(b), total: UNITS, proportional: false };
}

function inUnits(masses: Float64Array): Float64Array {
  const units = runningSums(masses);
  const unitsPerMass = UNITS / units[units.length - 1]!;
  let before = 0;
  for (let i = 0; i < units.length; i++) {
    const sum = Math.min(UNITS, Math.round(units[i]! * unitsPerMass));
    units[i] = sum - before;
    before = sum;
  }
  return units;
}

/** Running sums with the lost digits carried along (Neumaier 1974), never decreasing. */
function runningSums(masses: Float64Array): Float64Array {
  const sums = new Float64Array(masses.length);
  let sum = 0;
  let lost = 0;
  let before = 0;
  for (let i = 0; i < masses.length; i++) {
    const mass = masses[i]!;
    const next = sum + mass;
    lost += sum >= mass ? sum - next + mass : mass - next + sum;
    sum = next;
    before = Math.max(before, sum + lost);
    sums[i] = before;
  }
  return sums;
}
