/** What lies between two levels: the first `pieces` of both arrays. */
export interface QuantileBin {
  readonly values: Float64Array;
  readonly masses: Float64Array;
  pieces: number;
}

/** @param values how many may lie in it. */
export function emptyBin(values: number): QuantileBin {
  return { values: new Float64Array(values), masses: new Float64Array(values), pieces: 0 };
}

/** The entry that is next to be spread, and what is left of its mass. */
export interface Levels {
  at: number;
  readonly last: number;
  left: number;
}

/** Takes entries until the bin has its mass or, by rounding of the levels, there is no more: then the last entry counts. */
export function fillBin(
  bin: QuantileBin,
  width: number,
  { values, masses }: { readonly values: Float64Array; readonly masses: Float64Array },
  cursor: Levels,
): void {
  bin.pieces = 0;
  for (let room = width; ; ) {
    const piece = Math.min(cursor.left, room);
    bin.values[bin.pieces] = values[cursor.at]!;
    bin.masses[bin.pieces++] = piece;
    cursor.left -= piece;
    room -= piece;
    if (cursor.left > 0 || cursor.at === cursor.last) return;
    cursor.left = masses[++cursor.at]!;
    if (room <= 0) return;
  }
}

/** 0 masses, which rounding of levels may leave, have the first value for a mean. */
export function meanOfBin({ values, masses, pieces }: QuantileBin): number {
  let mass = 0;
  let sum = 0; // about the first value: a bin with one value has exactly that mean
  for (let r = 0; r < pieces; r++) {
    mass += masses[r]!;
    sum += masses[r]! * (values[r]! - values[0]!);
  }
  return mass > 0 ? values[0]! + sum / mass : values[0]!;
}

/** Root mean square deviation from the mean. */
export function deviationOfBin({ values, masses, pieces }: QuantileBin, mean: number): number {
  let mass = 0;
  let sum = 0;
  for (let r = 0; r < pieces; r++) {
    const difference = values[r]! - mean;
    mass += masses[r]!;
    sum += masses[r]! * difference * difference;
  }
  return mass > 0 ? Math.sqrt(sum / mass) : 0;
}
