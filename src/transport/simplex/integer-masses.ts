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
  if (a.every((value) => value === a[0]) && b.every((value) => value === b[0])) {
    const total = a.length * b.length;
    const supply = new Float64Array(a.length).fill(b.length);
    return { supply, demand: new Float64Array(b.length).fill(a.length), total, proportional: true };
  }
  return { supply: inUnits(a), demand: inUnits(b), total: UNITS, proportional: false };
}

function inUnits(masses: Float64Array): Float64Array {
  const sums = runningSums(masses);
  const unitsPerMass = UNITS / sums[sums.length - 1]!;
  let before = 0;
  return sums.map((sum) => {
    const units = Math.min(UNITS, Math.round(sum * unitsPerMass));
    const own = units - before;
    before = units;
    return own;
  });
}

/** Running sums with the lost digits carried along (Neumaier 1974), never decreasing. */
function runningSums(masses: Float64Array): Float64Array {
  let sum = 0;
  let lost = 0;
  let before = 0;
  return masses.map((mass) => {
    const next = sum + mass;
    lost += sum >= mass ? sum - next + mass : mass - next + sum;
    sum = next;
    before = Math.max(before, sum + lost);
    return before;
  });
}
