import { ShapeError } from "../errors.js";
import { type Measure, measure } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import { exactFrom } from "../transport/exact.js";
import { copyOf } from "./copy-of.js";
import { type Family, mixedShares, onlyShare, requireMeasures, unitShares } from "./family.js";
import { type Glued, glue } from "./glue.js";
import { requireTime } from "./time.js";

/** Mixtures of measures along their plans from a base, splits kept. */
export interface GeneralisedFamily extends Family {
  /** Particles: at most the entries of all plans. */
  readonly particles: number;
  /** Of the transports from the base to each measure. */
  readonly certificates: readonly Certificate[];
}

/**
 * Generalised geodesics with respect to a base: particles of the plans from the base to all measures, glued, each at
 * sum_s lambda_s y_s. Unlike a LOT path, which replaces what a base point sends by its mean, such a path joins the measures
 * themselves: where one share is all, the result is a copy of that measure. Where the plans are maps the two agree.
 *
 * Its metric is that of the particles, the root of sum m |y(t) - y(s)|^2, at least W2 of the two measures, and linear along a path.
 * With one of two measures as the base, the path is their W2 geodesic.
 *
 * @throws ShapeError if dimensions differ; MeasureError if masses do.
 *
 * One exact transport a measure, O(particles d) a step. Ambrosio, Gigli and Savaré 2008, section 9.2; Agueh and Carlier 2011.
 */
export function generalisedPaths(base: Measure, measures: readonly Measure[]): GeneralisedFamily {
  requireMeasures(measures.length);
  const transportTo = exactFrom(base);
  const transports = measures.map((mu) => transportTo(mu));
  const glued = glue(
    transports.map(({ plan }) => plan),
    measures,
  );
  const certificates = transports.map(({ certificate }) => certificate);
  return {
    particles: glued.masses.length,
    certificates,
    path: (first, last) => {
      const from = unitShares(first, measures.length);
      const to = unitShares(last, measures.length);
      const [source, target] = [mixture(glued, measures, from), mixture(glued, measures, to)];
      const particlesAt = (t: number): Measure => {
        requireTime(t);
        return mixture(glued, measures, mixedShares(from, to, t));
      };
      return {
        distance: particleDistance(source, target),
        certificates,
        at: (t) => {
          requireTime(t);
          const only = onlyShare(mixedShares(from, to, t));
          return only < 0 ? particlesAt(t) : copyOf(measures[only]!);
        },
        particlesAt,
        distancesAt: (t, mu) => {
          const isEnd = onlyShare(mixedShares(from, to, t)) >= 0;
          const particles = isEnd ? particlesAt(t) : sameParticles(mu, glued);
          return {
            toSource: particleDistance(source, particles),
            toTarget: particleDistance(particles, target),
            certificates: [],
          };
        },
      };
    },
  };
}

function mixture({ masses, places }: Glued, measures: readonly Measure[], shares: Float64Array): Measure {
  const dim = measures[0]!.dim;
  const points = new Float64Array(masses.length * dim);
  measures.forEach((mu, s) => {
    if (shares[s] === 0) return;
    places[s]!.forEach((place, p) => {
      for (let k = 0; k < dim; k++) points[p * dim + k]! += shares[s]! * mu.points[place * dim + k]!;
    });
  });
  return measure(points, { dim, weights: masses });
}

/** sqrt(sum m_p |x_p - y_p|^2) with the masses of y. */
function particleDistance(a: Measure, b: Measure): number {
  const { dim, weights } = b;
  let sum = 0;
  for (let p = 0; p < weights.length; p++) {
    let squared = 0;
    for (let k = p * dim; k < (p + 1) * dim; k++) squared += (a.points[k]! - b.points[k]!) ** 2;
    sum += weights[p]! * squared;
  }
  return Math.sqrt(sum);
}

function sameParticles(mu: Measure, { masses }: Glued): Measure {
  if (mu.count === masses.length) return mu;
  throw new ShapeError(
    `the measure has ${mu.count} points, the path ${masses.length} particles; give at(t)`,
    {
      expected: masses.length,
      found: mu.count,
    },
  );
}
