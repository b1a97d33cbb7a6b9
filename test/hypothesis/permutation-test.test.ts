import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  binomialInterval,
  DISSIMILARITIES,
  type DissimilarityName,
  holm,
  type Matrix,
  matrix,
  pairwiseTests,
  permutationTest,
  type Random,
  seededRandom,
  selectGroups,
  splitRejections,
  type Units,
  unitsOf,
} from "../../src/index.js";
import { expectNear } from "../support/expect-near.js";

const oracle = JSON.parse(readFileSync(join(import.meta.dirname, "../oracle/hypothesis.json"), "utf8"));
const NAMES = Object.keys(DISSIMILARITIES) as DissimilarityName[];

describe("the permutation test as SciPy does it", () => {
  it.each(oracle.cases as Case[])("has energy distance and exact p-value of $divisions divisions", (one) => {
    const units = onLine([one.x, one.y]);
    const test = permutationTest(units, { random: seededRandom(0) });
    expect(test.exhaustive).toBe(true);
    expect(test.permutations).toBe(one.divisions);
    expectNear(test.pValue, one.p_value, { atol: 1e-12, why: "both count the same divisions" });
    expect(test.pInterval).toEqual({ lower: test.pValue, upper: test.pValue });
    // T - W is n_x n_y / (2 n) times the energy distance (Rizzo and Székely 2010)
    const { within, total } = dispersions(units);
    const [n, m] = [one.x.length, one.y.length];
    expectNear(total - within, ((n * m) / (2 * (n + m))) * one.energy, {
      rtol: 1e-12,
      why: "rounding of sums",
    });
  });

  it("has the adjusted R^2 of an analysis of variance on squares", () => {
    const units = onLine(oracle.anova.groups, "variance");
    const { effect } = permutationTest(units, { random: seededRandom(0), permutations: 10, resamples: 10 });
    expectNear(effect, oracle.anova.adjusted_r2, { rtol: 1e-10, why: "rounding of sums" });
  });

  it.each(oracle.intervals as BinomialCase[])("has the interval of $hits in $trials", (one) => {
    const { lower, upper } = binomialInterval(one.hits, one.trials, one.confidence);
    const why = "probabilities are sums of up to 10,000 terms, and bisected";
    expectNear(lower, one.lower, { rtol: 1e-9, atol: 1e-15, why });
    expectNear(upper, one.upper, { rtol: 1e-9, atol: 1e-15, why });
  });
});

describe("the permutation test", () => {
  it("rejects no more often than its level where there is no difference, whatever the sizes and the statistic", () => {
    const random = seededRandom(20);
    for (const name of NAMES) {
      const trials = 400;
      let rejections = 0;
      for (let trial = 0; trial < trials; trial++) {
        const own = random.fork(trial);
        const units = onLine([normals(own, 5, 0), normals(own, 12, 0)], name);
        if (permutationTest(units, { random: own, permutations: 99, resamples: 1 }).pValue <= 0.05)
          rejections++;
      }
      // exactly 0.05 in the mean: 20 of 400, standard deviation 4.4; four of them each way
      expect(rejections).toBeGreaterThan(2);
      expect(rejections).toBeLessThan(38);
    }
  });

  it("keeps its level where items of a unit are alike, if units are exchanged, and not if items are", () => {
    const random = seededRandom(21);
    const rejected = { items: 0, units: 0 };
    const trials = 200;
    for (let trial = 0; trial < trials; trial++) {
      const own = random.fork(trial);
      const means = normals(own, 10, 0);
      const values = means.flatMap((mean) => normals(own, 4, mean).map((x) => mean + (x - mean) / 5));
      const items = onLine([values.slice(0, 20), values.slice(20)]);
      const units = unitsOf(
        items,
        values.map((_, s) => `unit ${Math.floor(s / 4)}`),
      );
      const options = { random: own, permutations: 199, resamples: 1 };
      if (permutationTest(items, options).pValue <= 0.05) rejected.items++;
      if (permutationTest(units, options).pValue <= 0.05) rejected.units++;
    }
    expect(rejected.items).toBeGreaterThan(60); // four copies of each item: the test is far too sure
    expect(rejected.units).toBeLessThan(23); // 10 in the mean, standard deviation 3.1: four of them
  });

  it("finds a difference the more often the larger it is", () => {
    const random = seededRandom(22);
    const power = [0, 1, 2].map((shift) => {
      let rejections = 0;
      for (let trial = 0; trial < 60; trial++) {
        const own = random.fork(trial);
        const units = onLine([normals(own, 10, 0), normals(own, 10, shift)]);
        if (permutationTest(units, { random: own, permutations: 99, resamples: 1 }).pValue <= 0.05)
          rejections++;
      }
      return rejections / 60;
    });
    expect(power[0]).toBeLessThan(0.2);
    expect(power[1]).toBeGreaterThan(0.3); // the t test, the most powerful one there, has 0.56
    expect(power[2]).toBeGreaterThan(0.9); // 0.99
  });

  it("sees a difference of spread by energy and kernel, not by variance", () => {
    const random = seededRandom(23);
    const pValues = NAMES.map((name) => {
      const units = onLine(
        [normals(random.fork(0), 40, 0), normals(random.fork(1), 40, 0).map((x) => 4 * x)],
        name,
      );
      return permutationTest(units, { random: seededRandom(1), permutations: 999, resamples: 1 }).pValue;
    });
    expect(NAMES).toEqual(["energy", "mmd", "variance"]);
    expect(pValues[0]).toBeLessThan(0.01);
    expect(pValues[1]).toBeLessThan(0.01);
    expect(pValues[2]).toBeGreaterThan(0.05);
  });

  it("has an effect of mean 0 over all divisions, and of 1 where groups have no dispersion", () => {
    const values = [0.3, 1.9, -2.1, 0.4, 5.5, 1.1, 0.2];
    const units = onLine([values.slice(0, 2), values.slice(2, 5), values.slice(5)]);
    const { permutedEffects, exhaustive, permutations } = permutationTest(units, { random: seededRandom(0) });
    expect([exhaustive, permutations]).toEqual([true, 210]); // 7! / (2! 3! 2!)
    const mean = permutedEffects.reduce((sum, effect) => sum + effect, 0) / permutations;
    expectNear(mean, 0, { atol: 1e-12, why: "the expectation of W is (n - k) / (n - 1) T; rounding" });
    const apart = permutationTest(
      onLine([
        [0, 0, 0],
        [7, 7, 7],
      ]),
      { random: seededRandom(0) },
    );
    expectNear(apart.effect, 1, { atol: 1e-15, why: "W is 0" });
    expect(apart.pValue).toBe(2 / 20); // the division itself, and the one with the names exchanged
  });

  it("does not depend on units of distance, names of groups or the order of units", () => {
    const random = seededRandom(24);
    const [a, b] = [normals(random, 4, 0), normals(random, 4, 1)];
    const options = { random: seededRandom(0) };
    const test = permutationTest(onLine([a, b]), options);
    const far = onLine([a.map((x) => 1000 * x + 77), b.map((x) => 1000 * x + 77)]);
    const renamed = permutationTest(onLine([[...b].reverse(), a]), options);
    const scaled = permutationTest(far, options);
    expect([scaled.pValue, renamed.pValue]).toEqual([test.pValue, test.pValue]);
    expectNear(scaled.effect, test.effect, {
      rtol: 1e-10,
      why: "rounding of differences of numbers near 1000",
    });
    expectNear(renamed.effect, test.effect, { rtol: 1e-12, why: "the same sums in another order" });
  });

  it("samples where there are too many divisions, with an interval that holds the exact p-value", () => {
    const random = seededRandom(25);
    const units = onLine([normals(random, 6, 0), normals(random, 6, 0.7)]);
    const whole = permutationTest(units, { random: seededRandom(0), permutations: 924 });
    expect(whole.exhaustive).toBe(true);
    let held = 0;
    for (let seed = 0; seed < 100; seed++) {
      const drawn = permutationTest(units, { random: seededRandom(seed), permutations: 300, resamples: 1 });
      expect(drawn.exhaustive).toBe(false);
      expect(drawn.pValue).toBe((1 + drawn.atLeast) / 301);
      if (drawn.pInterval.lower <= whole.pValue && whole.pValue <= drawn.pInterval.upper) held++;
    }
    expect(held).toBeGreaterThan(87); // at least 95 in the mean, standard deviation 2.2 at most: three and a half
  });

  it("brackets an effect with a bootstrap interval that holds it about as often as it says", () => {
    const random = seededRandom(26);
    // for squares of normal values at distance 1.5: variance between 0.5625, within 1, so 0.36 of the whole
    const truth = 0.5625 / 1.5625;
    let held = 0;
    for (let trial = 0; trial < 100; trial++) {
      const own = random.fork(trial);
      const units = onLine([normals(own, 30, 0), normals(own, 30, 1.5)], "variance");
      const { effectInterval } = permutationTest(units, { random: own, permutations: 1, resamples: 300 });
      if (effectInterval!.lower <= truth && truth <= effectInterval!.upper) held++;
    }
    expect(held).toBeGreaterThan(85); // 95 in the mean if the interval were exact, standard deviation 2.2
  });

  it("gives no interval where a group has too few units to resample", () => {
    const options = { random: seededRandom(0), resamples: 50 };
    const intervalOf = (sizes: readonly number[]) => {
      const random = seededRandom(31);
      const { effectInterval, status } = permutationTest(
        onLine(sizes.map((size) => normals(random, size, 0))),
        options,
      );
      expect(status).toBe("converged");
      return effectInterval;
    };
    expect(intervalOf([2, 2])).toBeNull(); // the one resample of two different units is the sample itself
    expect(intervalOf([2, 1])).toBeNull();
    expect(intervalOf([9, 4])).toBeNull();
    const { lower, upper } = intervalOf([5, 5])!;
    expect(upper).toBeGreaterThan(lower);
  });

  it("can be ended while it resamples, too", () => {
    const random = seededRandom(32);
    const units = onLine([normals(random, 20, 0), normals(random, 20, 1)]);
    const asked: string[] = [];
    const ended = permutationTest(units, {
      ...{ random: seededRandom(9), permutations: 100, resamples: 500 },
      onProgress: ({ unit }) => {
        asked.push(unit);
        return unit !== "resamples";
      },
    });
    expect(asked).toEqual(["permutations", "resamples"]);
    expect([ended.status, ended.effectInterval, ended.permutations]).toEqual(["aborted", null, 100]);
  });

  it("is the same for the same seed, and ends where it is told to with a p-value of what it has", () => {
    const random = seededRandom(27);
    const units = onLine([normals(random, 20, 0), normals(random, 20, 1)]);
    const options = { permutations: 500, resamples: 50 };
    const once = permutationTest(units, { ...options, random: seededRandom(9) });
    expect(permutationTest(units, { ...options, random: seededRandom(9) })).toEqual(once);
    const stopped = permutationTest(units, { ...options, random: seededRandom(9), onProgress: () => false });
    expect([stopped.status, stopped.permutations]).toEqual(["aborted", 100]);
    expect(stopped.pValue).toBe((1 + stopped.atLeast) / 101);
    expect(Array.from(stopped.permutedEffects)).toEqual(Array.from(once.permutedEffects.subarray(0, 100)));
  });

  it("says nothing where all items are the same", () => {
    const test = permutationTest(
      onLine([
        [3, 3],
        [3, 3],
      ]),
      { random: seededRandom(0) },
    );
    expect([test.effect, test.pValue]).toEqual([0, 1]);
    const kernel = permutationTest(
      onLine(
        [
          [3, 3],
          [3, 3],
        ],
        "mmd",
      ),
      { random: seededRandom(0) },
    );
    expect([kernel.effect, kernel.pValue]).toEqual([0, 1]);
  });

  it("refuses what cannot be tested, in a sentence", () => {
    const random = seededRandom(0);
    const fine = onLine([
      [0, 1],
      [2, 3],
    ]);
    const wrong = (units: Partial<Units>) => () => permutationTest({ ...fine, ...units }, { random });
    expect(wrong({ groupCount: 1, codes: new Int32Array(4) })).toThrow("two groups or more, got 1");
    expect(wrong({ groupCount: 3 })).toThrow("group 2 has no unit");
    expect(wrong({ codes: Int32Array.of(0, 1) })).toThrow("2 group numbers for 4 units");
    expect(wrong({ codes: Int32Array.of(0, 1, 2, 0) })).toThrow("group number 2 is not from 0 to 1");
    expect(() => permutationTest(onLine([[0], [1]]), { random })).toThrow("each group has one unit");
    expect(wrong({ distances: matrix(4, 3) })).toThrow("square and not empty, got 4 x 3");
    expect(wrong({ distances: matrix(4, 4, new Float64Array(16).fill(1)) })).toThrow("(0, 0)");
    const skew = matrix(4, 4);
    skew.data[1] = 1;
    expect(wrong({ distances: skew })).toThrow("distances (1, 0) and (0, 1) are 0 and 1");
    expect(() => permutationTest(fine, { random, permutations: 0 })).toThrow("permutations is 0");
    expect(() => permutationTest(fine, { random, confidence: 1 })).toThrow("confidence is 1");
  });
});

describe("units", () => {
  it("have the mean distance of their items, and count once", () => {
    const items = onLine([
      [0, 1, 10],
      [4, 6],
    ]);
    const units = unitsOf(items, ["a", "a", "b", "c", "d"]);
    expect(units.names).toEqual(["a", "b", "c", "d"]);
    expect(Array.from(units.codes)).toEqual([0, 0, 1, 1]);
    expect(Array.from(units.distances.data.subarray(0, 4))).toEqual([0, 9.5, 3.5, 5.5]);
  });

  it("are items where each has a unit of its own", () => {
    const items = onLine([
      [0, 1, 10],
      [4, 6],
    ]);
    const { names, ...units } = unitsOf(items, ["1", "2", "3", "4", "5"]);
    expect(units).toEqual(items);
    expect(names.length).toBe(5);
  });

  it("are refused where one has two groups", () => {
    const items = onLine([
      [0, 1],
      [4, 6],
    ]);
    expect(() => unitsOf(items, ["a", "b", "b", "c"])).toThrow('the items of "b" are in two groups');
    expect(() => unitsOf(items, ["a"])).toThrow("1 unit names for 4 items");
  });
});

describe("tests of pairs", () => {
  it("are the tests of two groups, adjusted by Holm", () => {
    const random = seededRandom(30);
    const units = onLine([normals(random, 6, 0), normals(random, 6, 0), normals(random, 6, 3)]);
    const pairs = pairwiseTests(units, { random: seededRandom(1), resamples: 10 });
    expect(pairs.map(({ groups }) => groups)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    for (const { groups, test } of pairs) {
      const own = permutationTest(selectGroups(units, groups), { random: seededRandom(1) });
      expect(test.pValue).toBe(own.pValue); // all 924 divisions are tried
    }
    const pValues = pairs.map(({ test }) => test.pValue);
    expect(pairs.map(({ adjusted }) => adjusted)).toEqual(Array.from(holm(pValues)));
    expect(pairs[1]!.adjusted).toBeLessThan(0.05);
    expect(pairs[0]!.adjusted).toBeGreaterThan(0.05);
  });

  it("are told of, and ended all at once", () => {
    const random = seededRandom(33);
    const units = onLine([normals(random, 12, 0), normals(random, 12, 0), normals(random, 12, 3)]);
    let messages = 0;
    const onProgress = (): boolean => {
      messages++;
      return false;
    };
    const pairs = pairwiseTests(units, { random: seededRandom(1), permutations: 500, onProgress });
    expect(pairs.map(({ test }) => test.status)).toEqual(["aborted", "aborted", "aborted"]);
    expect(messages).toBe(1);
  });

  it("adjust step by step, never below the step before nor above 1", () => {
    // Holm 1979: 0.01 * 4, 0.02 * 3 = 0.06, 0.03 * 2 = 0.06, 0.9
    expectNear(holm([0.02, 0.9, 0.01, 0.03]), [0.06, 0.9, 0.04, 0.06], { atol: 1e-15, why: "rounding" });
    expectNear(holm([0.5, 0.6]), [1, 1], { atol: 0, why: "exact" });
    expect(holm([]).length).toBe(0);
  });
});

describe("splits without a difference", () => {
  it("are rejected at about the level, within their interval", () => {
    const random = seededRandom(40);
    const units = onLine([normals(random, 5, 9), normals(random, 24, 0)]);
    const found = splitRejections(units, { random: seededRandom(2), splits: 300, permutations: 199 });
    expect([found.group, ...found.sizes, found.splits]).toEqual([1, 12, 12, 300]);
    for (const { level, rate, rejections, interval } of found.rates) {
      expect(rate).toBe(rejections / 300);
      // 99.99 % of a binomial of 300: 4 standard deviations, with room for the steps of small counts
      expect(Math.abs(rate - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / 300) + 2 / 300);
      expect(interval).toEqual(binomialInterval(rejections, 300, 0.95));
    }
  });

  it("need four units", () => {
    const units = onLine([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(() => splitRejections(units, { random: seededRandom(0) })).toThrow(
      "the largest group has 3 units",
    );
  });
});

interface Case {
  readonly x: number[];
  readonly y: number[];
  readonly energy: number;
  readonly p_value: number;
  readonly divisions: number;
}

interface BinomialCase {
  readonly hits: number;
  readonly trials: number;
  readonly confidence: number;
  readonly lower: number;
  readonly upper: number;
}

/** Groups of numbers with their distances on the line. */
function onLine(groups: readonly (readonly number[])[], statistic: DissimilarityName = "energy"): Units {
  const values = groups.flat();
  const distances = matrix(values.length, values.length);
  values.forEach((x, a) => {
    values.forEach((y, b) => {
      distances.data[a * values.length + b] = Math.abs(x - y);
    });
  });
  return {
    distances: DISSIMILARITIES[statistic](distances),
    codes: Int32Array.from(groups.flatMap((group, g) => group.map(() => g))),
    groupCount: groups.length,
  };
}

function normals(random: Random, count: number, mean: number): number[] {
  return Array.from({ length: count }, () => mean + random.normal());
}

/** W and T by their definitions, over ordered pairs. */
function dispersions({ distances, codes }: Units): { within: number; total: number } {
  const mean = (places: number[]): number => sumOver(distances, places) / (2 * places.length);
  const all = Array.from(codes.keys());
  const groups = [...new Set(codes)].map((group) => all.filter((u) => codes[u] === group));
  return { within: groups.reduce((sum, places) => sum + mean(places), 0), total: mean(all) };
}

function sumOver({ data, cols }: Matrix, places: number[]): number {
  return places.reduce((sum, u) => sum + places.reduce((own, v) => own + data[u * cols + v]!, 0), 0);
}
