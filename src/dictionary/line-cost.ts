/**
 * W2^2 between two histograms on the same increasing positions, each taken at mass 1: equal quantiles go to equal quantiles.
 *
 * In units of position squared; without a certificate, for choosing starts. O(bands) time.
 */
export function lineCost(positions: Float64Array, source: Float64Array, target: Float64Array): number {
  const sourceMass = total(source);
  const targetMass = total(target);
  let cost = 0;
  let i = 0;
  let j = 0;
  let a = source[0]! / sourceMass;
  let b = target[0]! / targetMass;
  while (i < source.length && j < target.length) {
    const moved = Math.min(a, b);
    const step = positions[i]! - positions[j]!;
    cost += moved * step * step;
    a -= moved;
    b -= moved;
    if (a <= 0) a = source[++i]! / sourceMass;
    if (!(b > 0)) b = target[++j]! / targetMass;
  }
  return cost;
}

function total(masses: Float64Array): number {
  let sum = 0;
  for (const mass of masses) sum += mass;
  return sum;
}
