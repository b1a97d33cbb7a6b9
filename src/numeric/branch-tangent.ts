import { joined, norm, plus, scaled } from "./vectors.js";

/**
 * The unit tangent of a curve at the last of its known points (one to three of them): of the parabola through three, of the line through
 * two; of one along its last coordinate.
 *
 * @param direction which way the last coordinate goes from a single point.
 */
export function branchTangent(points: readonly Float64Array[], direction: 1 | -1): Float64Array {
  const [origin, before, earlier] = points.toReversed();
  if (!before) return joined(new Float64Array(origin!.length - 1), Float64Array.of(direction));
  const secant = plus(origin!, before, -1);
  if (!earlier) return scaled(secant, 1 / norm(secant));
  const sooner = plus(before, earlier, -1);
  const [length, soonerLength] = [norm(secant), norm(sooner)];
  const ratio = length / soonerLength;
  const bent = plus(
    scaled(secant, 1 + length / (length + soonerLength)),
    sooner,
    -(ratio * length) / (length + soonerLength),
  );
  return scaled(bent, 1 / norm(bent));
}
