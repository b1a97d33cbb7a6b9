import { describe, expect, it } from "vitest";
import {
  angle,
  cosine,
  exponential,
  exponentialMinusOne,
  logarithm,
  logarithmOfOnePlus,
  sine,
} from "../../src/numeric/elementary.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const COUNT = 20_000;
const ROUNDING = { rtol: 4 * Number.EPSILON, why: "two units in the last place here and one in Math" };

/** Both ends of the doubles, their middle, and the neighbours of powers of two and of 1. */
const NUMBERS = [
  Number.MIN_VALUE,
  2 ** -1022,
  1e-300,
  0.5 - 2 ** -54,
  Math.SQRT1_2,
  1 - 2 ** -53,
  1 + 2 ** -52,
  Math.SQRT2,
  2 - 2 ** -52,
  Math.PI,
  1e300,
  Number.MAX_VALUE,
];

describe("the logarithm", () => {
  it("is that of Math up to rounding, for numbers of every size", () => {
    const random = seededRandom(1);
    const uniform = Array.from({ length: COUNT }, () => 1 - random.uniform());
    const wide = Array.from({ length: COUNT }, () =>
      Number(`${random.uniform()}e${random.integer(600) - 300}`),
    );
    for (const numbers of [NUMBERS, uniform, wide]) {
      expectNear(numbers.map(logarithm), numbers.map(Math.log), ROUNDING);
    }
  });

  it("is exact at 1 and has the limits of Math.log", () => {
    expect(logarithm(1)).toBe(0);
    expect(logarithm(0)).toBe(-Infinity);
    expect(logarithm(Infinity)).toBe(Infinity);
    expect(logarithm(-1)).toBeNaN();
    expect(logarithm(Number.NaN)).toBeNaN();
  });
});

describe("the exponential function", () => {
  it("is that of Math up to rounding, for results of every size", () => {
    const random = seededRandom(2);
    const near = Array.from({ length: COUNT }, () => 2 * random.uniform() - 1);
    const wide = Array.from({ length: COUNT }, () => 1416 * (random.uniform() - 0.5));
    for (const numbers of [near, wide]) {
      expectNear(numbers.map(exponential), numbers.map(Math.exp), ROUNDING);
    }
  });

  it("is exact at 0, goes down to the smallest double and has the limits of Math.exp", () => {
    expect(exponential(0)).toBe(1);
    expect(exponential(-745.13)).toBe(Number.MIN_VALUE);
    expect(exponential(-746)).toBe(0);
    expect(exponential(710)).toBe(Infinity);
    expect(exponential(-Infinity)).toBe(0);
    expect(exponential(Infinity)).toBe(Infinity);
    expect(exponential(Number.NaN)).toBeNaN();
  });
});

describe("log(1 + x)", () => {
  it("is that of Math up to rounding, near 0 too", () => {
    const random = seededRandom(3);
    const numbers = Array.from({ length: COUNT }, () => {
      const x = random.uniform() - 0.5;
      return random.uniform() < 0.5 ? x : x * 1e-9;
    });
    expectNear(numbers.map(logarithmOfOnePlus), numbers.map(Math.log1p), ROUNDING);
    expect(logarithmOfOnePlus(0)).toBe(0);
  });
});

describe("sine and cosine from 0 to pi / 2", () => {
  const random = seededRandom(4);
  const angles = Array.from({ length: COUNT }, () => (random.uniform() * Math.PI) / 2);
  const near = angles.map((t) => t * 1e-6);

  it("are those of Math up to rounding, at both ends too", () => {
    const mirrored = near.map((t) => Math.PI / 2 - t);
    for (const numbers of [angles, near, mirrored]) {
      expectNear(numbers.map(sine), numbers.map(Math.sin), ROUNDING);
      expectNear(numbers.map(cosine), numbers.map(Math.cos), ROUNDING);
    }
  });

  it("are exact at 0", () => {
    expect(sine(0)).toBe(0);
    expect(cosine(0)).toBe(1);
  });
});

describe("the angle of a point", () => {
  const random = seededRandom(6);
  const decades = (): number => (1 + 9 * random.uniform()) * 10 ** (random.integer(13) - 6);
  const places = Array.from({ length: COUNT }, () => [decades(), decades()] as const);

  it("is the arctangent of the quotient up to rounding, from the smallest to the largest", () => {
    expectNear(
      places.map(([across, ahead]) => angle(across, ahead)),
      places.map(([across, ahead]) => Math.atan2(across, ahead)),
      ROUNDING,
    );
  });

  it("is exact on the axes, on the diagonal and at the origin", () => {
    expect(angle(0, 3)).toBe(0);
    expect(angle(3, 0)).toBe(Math.PI / 2);
    expect(angle(5, 5)).toBe(Math.PI / 4);
    expect(angle(0, 0)).toBe(0);
  });
});

describe("the exponential less one", () => {
  it("is that of Math up to rounding, near 0 too", () => {
    const random = seededRandom(3);
    const sizes = Array.from({ length: COUNT }, () => (2 * random.uniform() - 1) * 10 ** random.integer(3));
    const tiny = Array.from({ length: COUNT }, () => (2 * random.uniform() - 1) * 10 ** -random.integer(300));
    for (const numbers of [sizes, tiny]) {
      expectNear(numbers.map(exponentialMinusOne), numbers.map(Math.expm1), {
        rtol: 4 * Number.EPSILON,
        why: "three epsilon here and one in Math",
      });
    }
    expect(exponentialMinusOne(-Infinity)).toBe(-1);
    expect(exponentialMinusOne(0)).toBe(0);
  });
});
