/** 1, 2 or 5 times a power of ten: the least that leaves room for at most so many steps. */
function roundStep(length: number, most: number): number {
  const power = Math.floor(Math.log10(length / most));
  const steps = [1, 2, 5, 10].map((factor) => factor * Number(`1e${power}`));
  return steps.find((step) => step * most >= length * (1 - 1e-12)) ?? steps[3]!; // 1e-12: rounding of the quotient
}

/** Round numbers from low to high, both finite and low < high, at most so many steps apart. */
export function roundTicks(low: number, high: number, most: number): number[] {
  const step = roundStep(high - low, most);
  const first = Math.ceil(low / step);
  const count = Math.max(0, Math.floor(high / step) - first + 1);
  return Array.from({ length: count }, (_, t) => Number(((first + t) * step).toPrecision(12)));
}
