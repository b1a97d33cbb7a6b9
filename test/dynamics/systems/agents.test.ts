import { describe, expect, test } from "vitest";
import { agents } from "../../../src/dynamics/systems/agents.js";
import { newsOfOneAgent } from "../../../src/dynamics/systems/news.js";
import { poisson } from "../../../src/dynamics/systems/poisson.js";
import { SimulatorError } from "../../../src/errors.js";
import { measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";
import { newsChain, newsChainWithFeedback } from "../laws/news-chain.js";

const average = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b) / values.length;

/** Mean, variance and trades of many agents, averaged over times after the start is forgotten. */
function longRun(feedback: number, count: number, times: number) {
  const system = agents({ feedback });
  const random = seededRandom(5);
  let population = system.simulate(system.start(count, random.fork(0)), 10, random.fork(1));
  const seen: number[][] = [];
  for (let n = 0; n < times; n++) {
    population = system.simulate(population, 0.25, random.fork(n + 2));
    const mean = average(population.points);
    seen.push([mean, average(population.points.map((x) => (x - mean) ** 2)), ...population.hidden!.trades!]);
  }
  return [0, 1, 2, 3].map((c) => average(seen.map((row) => row[c]!)));
}

describe("agents", () => {
  test("without feedback have the law of the chain of their news", () => {
    const [mean, variance, buys, sells] = longRun(0, 20_000, 40);
    const chain = newsChain(20, 20);
    const why =
      "sampling: 0.31 / sqrt(20,000), over some ten relaxation times; news of a sub-step taken together";
    expectNear(mean!, chain.mean, { atol: 0.003, why });
    expectNear(variance!, chain.variance, { atol: 0.0015, why });
    expectNear(buys!, chain.trades[0], { rtol: 0.06, why: "3000 buys, and the same" });
    expectNear(sells!, chain.trades[1], { rtol: 0.1, why: "1100 sells, and the same" });
  });

  test("with feedback follow each other as the chain does", () => {
    const [mean, variance, buys] = longRun(38, 20_000, 40);
    const chain = newsChainWithFeedback(38);
    expectNear(mean!, chain.mean, { atol: 0.006, why: "sampling, twice as large with the slower feedback" });
    expectNear(variance!, chain.variance, { atol: 0.002, why: "the same" });
    expectNear(buys!, chain.trades[0], { rtol: 0.12, why: "the same" });
  });

  test("far from both ends are a sum of decayed news, in closed form", () => {
    const [good, bad, rate] = [0.006, -0.004, 30];
    const system = agents({ goodNews: good, badNews: bad, goodRate: rate, badRate: rate, startDeviation: 0 });
    const count = 20_000;
    const random = seededRandom(9);
    const { points, hidden } = system.simulate(system.start(count, random.fork(0)), 8, random.fork(1));
    const mean = average(points);
    // the news of a sub-step d decay by k = (1 - exp(-d)) / d on the average, which keeps the mean
    const length = 1 / 16;
    const kept = (1 - Math.exp(-length)) / length;
    const variance = (rate * (good ** 2 + bad ** 2) * length * kept ** 2) / (1 - Math.exp(-2 * length));
    const error = Math.sqrt(variance / count);
    expectNear(mean, rate * (good + bad) * (1 - Math.exp(-8)), {
      atol: 3 * error,
      why: "three standard errors",
    });
    const found = average(points.map((x) => (x - mean) ** 2));
    expectNear(found, variance, { rtol: 3 * Math.sqrt(2 / count), why: "three standard errors" });
    expect(Array.from(hidden!.trades!)).toEqual([0, 0]);
  });

  test("go on from the trades of the last step, and from none without them", () => {
    const system = agents({ blowUp: 1 });
    const quiet = system.start(500, seededRandom(1));
    const excited = { ...quiet, hidden: { trades: Float64Array.of(2, 0) } };
    const next = (particles: typeof quiet): number =>
      average(system.simulate(particles, 0.25, seededRandom(2)).points);
    expect(next(excited)).toBeGreaterThan(next(quiet) + 0.2);
    const silent = { ...quiet, hidden: { trades: new Float64Array(2) } };
    expect(next(silent)).toBe(next(quiet));
  });

  test("trade as much as they weigh", () => {
    const points = Float64Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 0.97 : 0));
    const weigh = (atEnd: number) =>
      measure(points, { dim: 1, weights: points.map((x) => (x > 0 ? atEnd : 0.5)) });
    const buys = (atEnd: number): number =>
      agents({ blowUp: 1 }).simulate(weigh(atEnd), 0.25, seededRandom(3)).hidden!.trades![0]!;
    expect(buys(0)).toBe(0);
    // the same agents buy, whatever they weigh: a share w / (w + 0.5) of the mass
    const [light, heavy] = [0.5, 1.5].map((weight) => buys(weight));
    expectNear(heavy! / light!, 0.75 / 0.5, {
      rtol: 1e-12,
      why: "rounding: the first step does not depend on trades",
    });
    expect(light!).toBeGreaterThan(1);
  });

  test("give the same bytes however a duration is cut, and change nothing that they are given", () => {
    const system = agents();
    const start = system.start(50, seededRandom(1));
    const before = structuredClone(start);
    const whole = system.simulate(start, 1, seededRandom(2));
    const random = seededRandom(2);
    const cut = system.simulate(system.simulate(start, 0.25, random), 0.75, random);
    expect(cut).toEqual(whole);
    expect(start).toEqual(before);
    for (const x of whole.points) expect(Math.abs(x)).toBeLessThan(1);
  });

  test("that run away are an error with step and time", () => {
    const system = agents({ feedback: 80 });
    const random = seededRandom(4);
    let thrown: unknown;
    try {
      system.simulate(system.start(2000, random.fork(0)), 100, random.fork(1));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SimulatorError);
    const { message, details } = thrown as SimulatorError;
    expect(message).toMatch(/the mean state of the agents is 0\.3.*take a feedback of less than 80/);
    expect(details.time).toBe(details.step * 0.25);
    const free = agents({ feedback: 80, blowUp: Number.POSITIVE_INFINITY });
    expect(free.simulate(free.start(200, random.fork(2)), 2, random.fork(3)).count).toBe(200);
  });

  test("refuse constants that cannot be", () => {
    expect(() => agents({ badNews: 0.1 })).toThrow(
      /badNews of the agents is 0.1; it must be between -1 and 0/,
    );
    expect(() => agents({ goodRate: 20_000 })).toThrow(
      /goodRate of the agents is 20000, 1250 news.*subSteps/,
    );
    expect(() => agents({ subSteps: 0 })).toThrow(/subSteps of the agents is 0/);
    expect(() => agents({ feedback: Number.NaN })).toThrow(/feedback of the agents is NaN/);
  });
});

describe("an agent followed from one piece of news to the next", () => {
  const settings = { goodNews: 0.075, badNews: -0.072, decay: 1, length: 0.0625 };

  test("only decays without news", () => {
    const x = newsOfOneAgent(settings)(0.8, 0, 0, 1, [0, 0], seededRandom(1));
    expectNear(x, 0.8 * Math.exp(-0.0625), { rtol: 1e-14, why: "rounding" });
  });

  test("buys at 1, sells at -1, and starts again from 0", () => {
    const traded: [number, number] = [0, 0];
    const follow = newsOfOneAgent(settings);
    const random = seededRandom(2);
    expect(follow(0.999, 1, 0, 0.25, traded, random)).toBe(0);
    expect(follow(-0.9999, 0, 1, 0.5, traded, random)).toBe(-0 + 0);
    expect(traded).toEqual([0.25, 0.5]);
  });

  test("takes its news in random order: the mean keeps what decays on the average", () => {
    const follow = newsOfOneAgent(settings);
    const random = seededRandom(3);
    const ends = Array.from({ length: 4000 }, () => follow(0.1, 3, 2, 1, [0, 0], random));
    const kept = (1 - Math.exp(-0.0625)) / 0.0625;
    const expected = 0.1 * Math.exp(-0.0625) + (3 * 0.075 - 2 * 0.072) * kept;
    expectNear(average(ends), expected, { atol: 2e-4, why: "sampling: deviations of 0.003 / sqrt(4000)" });
  });
});

describe("poisson", () => {
  test("inverts the distribution function", () => {
    const mean = 1.3;
    let [below, term] = [0, Math.exp(-mean)];
    for (let count = 0; count < 8; count++) {
      expect(poisson(mean, Math.exp(-mean), below + 0.5 * term)).toBe(count);
      below += term;
      term *= mean / (count + 1);
    }
  });

  test("ends for the largest uniform number", () => {
    expect(poisson(1.3, Math.exp(-1.3), 1 - 2 ** -53)).toBeLessThan(300);
    expect(poisson(0, 1, 0.999)).toBe(0);
  });
});
