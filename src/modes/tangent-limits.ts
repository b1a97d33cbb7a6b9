import type { MetricName, MetricNamed } from "../lot/metric.js";
import type { Reference } from "../lot/reference.js";
import type { Tangent } from "../lot/tangent.js";
import { squaredNorm } from "../numeric/squared-distance.js";

/** By how much rounding may bring a number over its limit. */
const ROUNDING = 1e-9;

/** Is the velocity, of squared length `squared`, with this growth outside of what a logarithm can be at a point? */
type Outside<N extends MetricName> = (metric: MetricNamed<N>, squared: number, growth: number) => boolean;

/**
 * W2 has no limit at a single point. HK: 1 + growth / 2 is what is left of the root of the mass, along the reference; below 0 a
 * point would go on past its end. OPT: -growth is the root of the share destroyed, 0 to 1, and the rest moves by at most sqrt(2 price).
 */
const OUTSIDE: { readonly [N in MetricName]: Outside<N> } = {
  w2: () => false,
  hk: (_, __, growth) => growth < -2 - ROUNDING,
  opt: ({ price }, squared, growth) =>
    growth > ROUNDING || squared + 2 * price * growth * growth > 2 * price * (1 + ROUNDING),
};

/**
 * Share of the reference mass at whose points a tangent vector is one that no logarithm has: `expMap` cuts it there. 0 for W2,
 * whose logarithms are limited as a whole only: see `detour`.
 *
 * O(reference points * dim).
 */
export function massOutside({ measure, metric }: Reference, { velocity, growth }: Tangent): number {
  const outside = OUTSIDE[metric.name] as Outside<MetricName>;
  let out = 0;
  let all = 0;
  for (let i = 0; i < measure.count; i++) {
    all += measure.weights[i]!;
    if (outside(metric, squaredNorm(velocity, i, measure.dim), growth?.[i] ?? 0)) out += measure.weights[i]!;
  }
  return out / all;
}
