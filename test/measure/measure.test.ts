import { describe, expect, it } from "vitest";
import {
  measure,
  moments,
  normalise,
  type PointsInput,
  pool,
  pushforward,
  resample,
  totalMass,
} from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud } from "../support/random-measures.js";

const rounding = { rtol: 1e-13, atol: 1e-14, why: "rounding" };

describe("a measure", () => {
  it("takes flat and nested points and gives each 1/n", () => {
    const flat = measure([1, 2, 3, 4], { dim: 2 });
    expect(flat).toEqual(
      measure([
        [1, 2],
        [3, 4],
      ]),
    );
    expect([...flat.weights]).toEqual([0.5, 0.5]);
  });

  it("keeps its own copy", () => {
    const points = Float64Array.of(1, 2);
    const mu = measure(points, { dim: 1 });
    points[0] = 9;
    expect([...mu.points]).toEqual([1, 2]);
  });

  it("may have zero weights, repeated points and one point", () => {
    expect(measure([[1], [1], [2]], { weights: [0, 1, 2] }).count).toBe(3);
    expect(measure([[1, 2, 3]]).dim).toBe(3);
  });

  it.each([
    ["no point", [], { dim: 2 }, /at least one point/],
    ["a missing dim", [1, 2], {}, /needs `dim`/],
    ["a dim of 0", [1, 2], { dim: 0 }, /dim is 0/],
    ["half a point", [1, 2, 3], { dim: 2 }, /3 coordinates do not fill whole points of dimension 2/],
    ["ragged points", [[1, 2], [3]], {}, /point 1 has 1 coordinates, expected 2/],
    [
      "NaN",
      [
        [1, 2],
        [3, Number.NaN],
      ],
      {},
      /coordinate 1 of point 1 is NaN/,
    ],
    ["infinity", [[Infinity]], {}, /is Infinity/],
    ["too few weights", [[1], [2]], { weights: [1] }, /1 weights for 2 points/],
    ["a negative weight", [[1], [2]], { weights: [1, -2] }, /weight 1 is -2/],
    ["a NaN weight", [[1], [2]], { weights: [1, Number.NaN] }, /weight 1 is NaN/],
    ["no mass", [[1], [2]], { weights: [0, 0] }, /all weights are 0/],
    ["a mass that overflows", [[1], [2]], { weights: [1e308, 1e308] }, /overflows/],
  ] as const)("refuses %s", (_, points, options, message) => {
    expect(() => measure(points as PointsInput, options)).toThrow(message);
  });
});

describe("moments", () => {
  it("of a weighted pair are the closed forms", () => {
    const { mass, mean, covariance } = moments(
      measure(
        [
          [0, 0],
          [4, 8],
        ],
        { weights: [3, 1] },
      ),
    );
    expect(mass).toBe(4);
    expectNear(mean, [1, 2], rounding);
    expectNear(covariance.data, [3, 6, 6, 12], rounding);
  });

  it("lose no digits to a common offset", () => {
    const mu = randomCloud(seededRandom(1), 50, 2);
    const far = pushforward(mu, (x, out) => {
      out[0] = x[0]! + 2 ** 30;
      out[1] = x[1]!;
    });
    expectNear(moments(far).covariance.data, moments(mu).covariance.data, {
      atol: 1e-6,
      why: "adding 2^30 rounds coordinates to 2e-7",
    });
  });
});

describe("push-forward", () => {
  it("moves points, keeps masses and may change the dimension", () => {
    const mu = measure(
      [
        [1, 2],
        [3, 4],
      ],
      { weights: [1, 2] },
    );
    const nu = pushforward(
      mu,
      (x, out) => {
        out[0] = x[0]! + x[1]!;
      },
      1,
    );
    expect(nu).toEqual(measure([[3], [7]], { weights: [1, 2] }));
  });

  it("refuses a map that leaves the finite numbers", () => {
    const mu = measure([[0]]);
    expect(() =>
      pushforward(mu, (x, out) => {
        out[0] = 1 / x[0]!;
      }),
    ).toThrow(/Infinity/);
  });
});

describe("resampling", () => {
  const mu = measure([[0], [1], [2]], { weights: [1, 0, 3] });

  it("gives exactly the points asked for, the same for the same seed, with the same mass", () => {
    const drawn = resample(mu, { count: 1000, random: seededRandom(7) });
    expect(drawn).toEqual(resample(mu, { count: 1000, random: seededRandom(7) }));
    expect(drawn.count).toBe(1000);
    expectNear(totalMass(drawn), 4, rounding);
  });

  it("draws by weight and never a point of weight 0", () => {
    const { points } = resample(mu, { count: 4000, random: seededRandom(8) });
    expect(points.includes(1)).toBe(false);
    const share = points.filter((x) => x === 2).length / 4000;
    expectNear(share, 0.75, { atol: 0.035, why: "five standard errors, sqrt(0.75 * 0.25 / 4000) = 0.007" });
  });

  it("refuses a count of 0", () => {
    expect(() => resample(mu, { count: 0, random: seededRandom(1) })).toThrow(/whole number of at least 1/);
  });
});

it("normalising gives the mass asked for and refuses 0", () => {
  const mu = measure([[0], [1]], { weights: [3, 1] });
  expectNear(normalise(mu).weights, [0.75, 0.25], rounding);
  expectNear(normalise(mu, 8).weights, [6, 2], rounding);
  expect(() => normalise(mu, 0)).toThrow(/mass 0/);
});

it("pooling keeps all points and masses, and refuses mixed dimensions", () => {
  const mu = measure([[0], [1]], { weights: [3, 1] });
  expect(pool([mu, mu]).weights).toEqual(Float64Array.of(3, 1, 3, 1));
  expect(() => pool([mu, measure([[1, 2]])])).toThrow(/measure 1 has dimension 2/);
});
