import { describe, expect, it } from "vitest";
import { permutation, type Random, seededRandom, someOf } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const COUNT = 100_000;

describe("a seeded stream", () => {
  it("repeats itself for the same seed and differs for another", () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => random.uniform());
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    expect(draw(1)).not.toEqual(draw(1 + 2 ** 32));
  });

  it("keeps all bits of the seed and of the key: hashes of 32 bits gave these the same draws", () => {
    const draws = (random: Random) => [random.uniform(), random.uniform()];
    expect(draws(seededRandom(324862736372667))).not.toEqual(draws(seededRandom(374349349562940)));
    // Among 2^17 streams, 32 bits would be met twice with probability 0.86, 53 bits with 1e-6.
    const root = seededRandom(1);
    const firsts = [
      (key: number) => seededRandom(key),
      (key: number) => root.fork(key),
      (key: number) => root.fork(key * 2 ** 34),
      (key: number) => root.fork(key).fork(0),
    ];
    for (const stream of firsts) {
      const seen = new Set(Array.from({ length: 2 ** 17 }, (_, key) => stream(key).uniform()));
      expect(seen.size).toBe(2 ** 17);
    }
  });

  it("has first numbers of neighbouring seeds and keys that are uncorrelated", () => {
    const root = seededRandom(9);
    for (const stream of [seededRandom, root.fork]) {
      let sum = 0;
      for (let key = 0; key < COUNT; key++) {
        sum += (stream(key).uniform() - 0.5) * (stream(key + 1).uniform() - 0.5);
      }
      const deviation = Math.sqrt(COUNT) / 12; // a product has variance 1 / 144
      expectNear(sum, 0, { atol: 5 * deviation, why: "five standard deviations" });
    }
  });

  it("gives forks that depend on the key, not on what was drawn before", () => {
    const fresh = seededRandom(3).fork(17).uniform();
    const used = seededRandom(3);
    for (let i = 0; i < 100; i++) used.normal();
    expect(used.fork(17).uniform()).toBe(fresh);
    expect(used.fork(18).uniform()).not.toBe(fresh);
    expect(used.fork(17).fork(0).uniform()).not.toBe(fresh);
  });

  it("has uniform and normal numbers with the right moments", () => {
    const random = seededRandom(1);
    const moments = (draw: () => number): [number, number] => {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < COUNT; i++) {
        const x = draw();
        sum += x / COUNT;
        squares += (x * x) / COUNT;
      }
      return [sum, squares];
    };
    const why = "five standard errors of 100,000 draws";
    expectNear(moments(random.uniform), [1 / 2, 1 / 3], { atol: 0.005, why });
    expectNear(moments(random.normal), [0, 1], { atol: 0.023, why });
  });

  it("has whole numbers below n, each as often as the others", () => {
    const random = seededRandom(2);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < COUNT; i++) counts[random.integer(7)]!++;
    expectNear(counts, new Array<number>(7).fill(COUNT / 7), { atol: 560, why: "five standard deviations" });
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN])("refuses the seed %s", (seed) => {
    expect(() => seededRandom(seed)).toThrow(/whole number/);
  });
});

describe("a permutation", () => {
  it("has every number once, in an order that depends on the seed", () => {
    const order = permutation(50, seededRandom(1));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(permutation(50, seededRandom(2))).not.toEqual(order);
    expect([...permutation(0, seededRandom(1))]).toEqual([]);
  });
});

describe("some of n", () => {
  it("are as many as asked for, different and increasing", () => {
    for (let seed = 0; seed < 20; seed++) {
      const some = someOf(30, 7, seededRandom(seed));
      expect(some).toHaveLength(7);
      expect([...new Set(some)].sort((a, b) => a - b)).toEqual([...some]);
      expect(Math.min(...some)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...some)).toBeLessThan(30);
    }
  });

  it("hold each number equally often", () => {
    const counts = new Float64Array(10);
    for (let seed = 0; seed < 2000; seed++) for (const i of someOf(10, 3, seededRandom(seed))) counts[i]!++;
    // 600 expected, standard deviation sqrt(2000 * 0.3 * 0.7) = 20.5: five of them
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(103);
  });

  it("are all where there are no more, and then nothing is drawn", () => {
    const random = seededRandom(4);
    expect([...someOf(3, 3, random), ...someOf(2, 9, random), ...someOf(0, 2, random)]).toEqual([
      0, 1, 2, 0, 1,
    ]);
    expect(random.uniform()).toBe(seededRandom(4).uniform());
  });
});
