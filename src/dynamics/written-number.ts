/** A number in a sentence, without the rounding of its sum: 0.7, not 0.7000000000000001. */
export function writtenNumber(value: number, digits = 10): string {
  return String(Number(value.toPrecision(digits)));
}
