import type { Measure } from "../measure/measure.js";
import type { Random } from "../numeric/random.js";
import { hkMetric, type MetricName, type MetricNamed, optMetric, w2Metric } from "./metric.js";
import { typicalTravel } from "./typical-travel.js";

/** Scale of HK, and farthest distance of OPT, in typical travels. */
const KAPPA_PER_TRAVEL = 5;
const REACH_PER_TRAVEL = 3;

/** From a typical travel, which is looked for only where it is needed. */
const SCALES: { readonly [N in MetricName]: (travel: () => number) => MetricNamed<N> } = {
  w2: () => w2Metric,
  hk: (travel) => hkMetric(KAPPA_PER_TRAVEL * travel()),
  opt: (travel) => optMetric((REACH_PER_TRAVEL * travel()) ** 2 / 2),
};

/**
 * A metric of that name with a scale from the data: with d the distance that mass typically travels between the measures,
 * all brought to mass 1, as W2 has it (see `typicalTravel`),
 *
 *   kappa = 5 d,   price = (3 d)^2 / 2.
 *
 * Typical travels cost for HK what they do for W2: two equal masses d apart are at 0.33 % less than d^2 (the ground cost
 * alone is 0.67 % more), while no mass goes farther than kappa pi / 2 = 7.9 d: where W2 would send some of it across the
 * whole picture because two places differ in mass, it is destroyed here and created there. For OPT, where nothing grows on its
 * way and any excess is owed in full, no mass goes farther than sqrt(2 price) = 3 d. If nothing moves, the measures differ in
 * mass only, any scale is as good, and d is 1.
 *
 * 5 is the scale of the published example of two ellipses, where d = 1 pixel (docs/two-ellipses.md); 3 is the least whole
 * number at which there the share of mass is the second component of OPT rows too. One example does not prove a rule: 2.5 to 5
 * differ little. Over the scale in d, the component that the share of mass is, its part of the variance of the rows, and
 * the part of it that parabolas in mass share and elongation explain:
 *
 *   HK, kappa          2: third, 5.4 %, 93 %;   2.5: second, 5.8 %, 94 %;    5: second, 7.1 %, 92 %;   10: second, 15 %, 79 %
 *   OPT, sqrt(2 price) 2: third, 6.1 %, 78 %;     3: second, 8.2 %, 59 %;    5: second, 14 %, 55 %;   7.8: second, 19 %, 52 %
 *
 * @throws ShapeError, but for W2, which has no scale and looks at no measure, if there is no measure or dimensions differ.
 *
 * At most 16 exact transports of 512 x 4096 points; none for W2.
 */
export function defaultMetric<N extends MetricName>(
  name: N,
  measures: readonly Measure[],
  random: Random,
): MetricNamed<N> {
  return SCALES[name](() => typicalTravel(measures, random));
}
