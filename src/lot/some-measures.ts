import { type Measure, massive, normalise, pool, resample, totalMass } from "../measure/measure.js";
import { type Random, someOf } from "../numeric/random.js";

/** At most `count` of the measures, drawn without replacement, in their order. */
export function drawMeasures(
  measures: readonly Measure[],
  count: number,
  random: Random,
): readonly Measure[] {
  return Array.from(someOf(measures.length, count, random), (s) => measures[s]!);
}

/** Mass 1 and at most `count` points each; a measure of more is represented by so many draws from it. */
export function thinned(measures: readonly Measure[], count: number, random: Random): Measure[] {
  return measures.map((mu, s) => {
    const unit = normalise(mu);
    return mu.count <= count ? unit : resample(unit, { count, random: random.fork(s) });
  });
}

/** (sum of the measures) / N without points of no mass, repeated points left as they are. */
export function linearMean(measures: readonly Measure[]): Measure {
  return meanOf(measures, totalMass);
}

/** The same of the measures brought to mass 1. */
export function normalisedMean(measures: readonly Measure[]): Measure {
  return meanOf(measures, () => 1);
}

function meanOf(measures: readonly Measure[], massOf: (mu: Measure) => number): Measure {
  const parts = measures.map((mu) => normalise(mu, massOf(mu) / measures.length));
  return massive(pool(parts)).measure;
}
