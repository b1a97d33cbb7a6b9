import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { oneD } from "../../../src/transport/one-d.js";
import { maxSliced } from "../../../src/transport/sliced/max-sliced.js";
import { unit } from "../../../src/transport/sliced/orthonormal.js";
import { sliced } from "../../../src/transport/sliced/sliced.js";
import { liftedCost, liftedPlan, slice } from "../../../src/transport/sliced/slicing.js";
import { expectNear } from "../../support/expect-near.js";
import { cloud, moved, unequal } from "../clouds.js";
import { slicingOf } from "./pairs.js";

interface OracleCloud {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

interface OracleCase {
  readonly name: string;
  readonly dim: number;
  readonly source: OracleCloud;
  readonly target: OracleCloud;
  readonly projections: readonly (readonly number[])[];
  /** W2^2 along each projection, their mean and their maximum. */
  readonly costs: readonly number[];
  readonly mean: number;
  readonly max: number;
  /** Of thousands of random projections. */
  readonly many: {
    readonly projections: number;
    readonly mean: number;
    readonly standardError: number;
    readonly max: number;
  };
}

const file = new URL("../../oracle/sliced.json", import.meta.url);
const oracle: { cases: readonly OracleCase[] } = JSON.parse(readFileSync(file, "utf8"));

const cloudsOf = ({ dim, source, target }: OracleCase) =>
  [
    measure(source.points, { dim, weights: source.weights }),
    measure(target.points, { dim, weights: target.weights }),
  ] as const;

describe("sliced distances by POT", () => {
  it("has cases to compare", () => {
    expect(oracle.cases.length).toBeGreaterThanOrEqual(7);
  });

  it.each(oracle.cases)("$name: along its projections", (one) => {
    const clouds = slicingOf(...cloudsOf(one));
    const costs = one.projections.map((theta) => slice(clouds, Float64Array.from(theta)).cost);
    const rounding = {
      rtol: 1e-11,
      why: "a few dozen products; POT cuts quantiles at rounded sums of masses",
    };
    expectNear(costs, one.costs, rounding);
    expectNear(costs.reduce((sum, cost) => sum + cost, 0) / costs.length, one.mean, rounding);
    expectNear(Math.max(...costs), one.max, rounding);
  });

  it.each(oracle.cases)("$name: the mean over the sphere", (one) => {
    const { cost, statistical } = sliced(...cloudsOf(one), { random: seededRandom(1), directions: 2000 });
    const spread = Math.sqrt(statistical.standardError ** 2 + one.many.standardError ** 2);
    expectNear(cost, one.many.mean, {
      atol: 4 * spread,
      rtol: 1e-11,
      why: "two independent means, four standard errors of their difference; rounding on the line",
    });
  });

  it.each(oracle.cases)("$name: no random projection is above the largest", (one) => {
    const { cost } = maxSliced(...cloudsOf(one), { random: seededRandom(2) });
    expect(cost).toBeGreaterThanOrEqual(one.many.max * (1 - 1e-11));
    if (one.dim > 2) return;
    expectNear(cost, one.many.max, {
      rtol: 1e-3,
      why: "4000 directions of the plane leave gaps of 1e-3 or so",
    });
  });
});

describe("a slice", () => {
  const direction = unit(Float64Array.of(1, -2, 0.5))!;

  it("costs what oneD does on the projections", () => {
    const source = cloud(1, 40, { dim: 3, weight: unequal });
    const target = cloud(2, 25, { dim: 3, shift: 3, weight: unequal });
    const line = (mu: typeof source) =>
      measure(
        Float64Array.from({ length: mu.count }, (_, i) =>
          direction.reduce((sum, value, k) => sum + value * mu.points[3 * i + k]!, 0),
        ),
        { dim: 1, weights: mu.weights },
      );
    const { cost } = slice(slicingOf(source, target), direction);
    expectNear(cost, oneD(line(source), line(target)).cost, {
      rtol: 1e-13,
      why: "the same sums, about the means",
    });
  });

  it("says what its plan costs in all dimensions", () => {
    const source = cloud(3, 30, { dim: 3, weight: unequal });
    const target = cloud(4, 50, { dim: 3, scale: 2, shift: 1, weight: unequal });
    const clouds = slicingOf(source, target);
    const { cost } = slice(clouds, direction);
    const lifted = liftedCost(clouds);
    const plan = liftedPlan(clouds, direction);
    let paid = 0;
    plan.mass.forEach((mass, e) => {
      for (let k = 0; k < 3; k++) {
        paid += mass * (source.points[3 * plan.rows[e]! + k]! - target.points[3 * plan.cols[e]! + k]!) ** 2;
      }
    });
    expectNear(lifted, paid, { rtol: 1e-12, why: "a few hundred products, and two means that are centred" });
    expect(lifted).toBeGreaterThan(cost);
  });

  it("is <t, theta>^2 for a translation by t, wherever the clouds are", () => {
    const source = moved(cloud(5, 60, { dim: 3, weight: unequal }), 1, 1e6);
    const target = moved(source, 1, 2);
    const along = 2 * direction.reduce((sum, value) => sum + value, 0);
    expectNear(slice(slicingOf(source, target), direction).cost, along ** 2, {
      rtol: 1e-8,
      why: "coordinates near 1e6 are rounded by 1e-10",
    });
  });
});
