import fc from "fast-check";
import { type Measure, measure, normalise } from "../../../src/measure/measure.js";
import { balancedPair } from "../../../src/transport/balance.js";
import { commonFrame } from "../../../src/transport/frame.js";
import { massiveSlicing, type Slicing, wholeSlicing } from "../../../src/transport/sliced/slicing.js";
import { cloud, unequal } from "../clouds.js";

export function slicingOf(source: Measure, target: Measure): Slicing {
  return massiveSlicing(balancedPair(source, target, commonFrame(source, target)));
}

export function wholeSlicingOf(source: Measure, target: Measure): Slicing {
  return wholeSlicing(balancedPair(source, target, commonFrame(source, target)));
}

const weight = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 1e-9, max: 2, noNaN: true }));
const coordinate = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.integer({ min: 0, max: 5 }).map((k) => 1 + 1e-12 * k),
);

/** Two measures of mass 1 with zero weights, ties and repeated points, in up to five dimensions. */
export const pairs: fc.Arbitrary<readonly [Measure, Measure]> = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.constantFrom(1e-6, 1, 1e3), fc.constantFrom(0, 1e4))
  .chain(([dim, scale, shift]) => fc.tuple(cloudOf(dim, scale, 0), cloudOf(dim, scale, shift)));

function cloudOf(dim: number, scale: number, shift: number): fc.Arbitrary<Measure> {
  const point = fc.array(coordinate, { minLength: dim, maxLength: dim });
  return fc
    .array(fc.tuple(point, weight), { minLength: 1, maxLength: 9 })
    .filter((rows) => rows.some(([, w]) => w > 0))
    .map((rows) =>
      normalise(
        measure(
          rows.map(([x]) => x.map((value) => scale * value + shift)),
          { weights: rows.map(([, w]) => w) },
        ),
      ),
    );
}

/** Two clusters against three: W2^2 along a line varies much from direction to direction. */
export function clusters(seed: number): [Measure, Measure] {
  const places = (xs: readonly number[], ys: readonly number[]) =>
    cloudAt(cloud(seed + xs.length, 12 * xs.length, { weight: unequal }), xs, ys);
  return [places([-4, 4], [0, 1]), places([0, 5, -3], [6, 0, -2])];
}

function cloudAt(mu: Measure, xs: readonly number[], ys: readonly number[]): Measure {
  return {
    ...mu,
    points: mu.points.map((value, p) => {
      const place = Math.floor(p / 2) % xs.length;
      return value + (p % 2 === 0 ? xs[place]! : ys[place]!);
    }),
  };
}
