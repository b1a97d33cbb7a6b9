import { SimulatorError } from "../../errors.js";
import { measure } from "../../measure/measure.js";
import { exponential } from "../../numeric/elementary.js";
import { nextFork } from "../../numeric/next-fork.js";
import type { Random } from "../../numeric/random.js";
import { uniforms } from "../../numeric/uniforms.js";
import type { ParticleSystem, Particles } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";
import { type AgentsOptions, agentsConstants, MOST_NEWS } from "./agents-options.js";
import { newsOfOneAgent } from "./news.js";
import { poisson } from "./poisson.js";

/**
 * Traders who follow each other: each has a state x in (-1, 1) that decays, x' = -gamma x, and that good and bad news move by
 * e_+ and e_-; one that reaches 1 buys, one that reaches -1 sells, and both start again at 0. News come at the rates
 * v_+ + g R_+ and v_- + g R_-, R the buys and sells of an agent in a unit of time during the last step.
 *
 * After Siettos et al., as in the reference runs of arXiv 2512.24567. In a sub-step of length d, an agent whom even its good
 * (bad) news alone would not carry to an end moves to  x e^(-gamma d) + I (1 - e^(-gamma d)) / (gamma d),  I the sum of its
 * news; the others are followed from one piece of news to the next.
 *
 * Hidden state: `trades` = (R_+, R_-) of the whole population; particles without it start from no trades, as the published
 * coarse timestepper does at every call. Weights count: R is a share of the mass.
 *
 * O(count (1 + rates * step)) time a step.
 *
 * @throws ShapeError if a constant is out of range. `simulate` throws SimulatorError once the mean state is further from 0
 * than `blowUp`, or news come by the hundreds in a sub-step: there is no steady state to come back to.
 */
export function agents(options: AgentsOptions = {}): ParticleSystem {
  const { feedback, goodRate, badRate, step, subSteps, startDeviation, blowUp, ...rest } =
    agentsConstants(options);
  const { goodNews, badNews, decay } = rest;
  const length = step / subSteps;
  const kept = exponential(-decay * length);
  const newsKept = (1 - kept) / (decay * length);
  const followed = newsOfOneAgent({ goodNews, badNews, decay, length });

  return {
    dim: 1,
    step,
    box: { low: [-1], high: [1] },
    start: (count, random) => {
      const states = new Float64Array(count).map(() => startDeviation * random.normal());
      return measure(
        states.map((x) => (Math.abs(x) < 1 ? x : 0)),
        { dim: 1 },
      );
    },
    simulate: (particles, duration, random) => {
      const points = particles.points.slice();
      const mass = sum(particles.weights);
      const total = wholeSteps(duration, step);
      let trades: Trades = [particles.hidden?.trades?.[0] ?? 0, particles.hidden?.trades?.[1] ?? 0];
      for (let s = 0; s < total; s++) {
        requireFewNews(trades, s);
        trades = advance(points, particles.weights, mass, trades, random);
        requireSettled(points, particles, mass, s);
      }
      return { ...particles, points, hidden: { ...particles.hidden, trades: Float64Array.from(trades) } };
    },
  };

  function advance(
    points: Float64Array,
    weights: Float64Array,
    mass: number,
    [buys, sells]: Trades,
    random: Random,
  ): Trades {
    const good = Math.max(0, goodRate + feedback * buys) * length;
    const bad = Math.max(0, badRate + feedback * sells) * length;
    const noGood = exponential(-good);
    const noBad = exponential(-bad);
    const traded: [number, number] = [0, 0];
    const orders = nextFork(random);
    const uniform = uniforms(random); // anew in every step: a duration may be cut anywhere
    for (let part = 0; part < subSteps; part++) {
      for (let i = 0; i < points.length; i++) {
        const x = points[i]!;
        const ups = poisson(good, noGood, uniform());
        const downs = poisson(bad, noBad, uniform());
        const up = ups * goodNews;
        const down = downs * badNews;
        if (x + up < 1 && x + down > -1) points[i] = kept * x + newsKept * (up + down);
        // a stream of its own: how often an agent draws there shifts nobody else's numbers
        else points[i] = followed(x, ups, downs, weights[i]!, traded, orders.fork(part * points.length + i));
      }
    }
    return [traded[0] / (mass * step), traded[1] / (mass * step)];
  }

  function requireFewNews([buys, sells]: Trades, steps: number): void {
    const news = Math.max(goodRate + feedback * buys, badRate + feedback * sells) * length;
    if (news <= MOST_NEWS) return;
    throw new SimulatorError(
      `an agent is to get ${news} news in a sub-step, more than ${MOST_NEWS}: they run away; take a feedback of less than ${feedback}, or more subSteps`,
      { step: steps, time: steps * step },
    );
  }

  function requireSettled(points: Float64Array, { weights }: Particles, mass: number, steps: number): void {
    let mean = 0;
    for (let i = 0; i < points.length; i++) mean += weights[i]! * points[i]!;
    mean /= mass;
    if (Math.abs(mean) <= blowUp) return;
    throw new SimulatorError(
      `the mean state of the agents is ${mean}, further from 0 than ${blowUp}: they run away; take a feedback of less than ${feedback}, or a larger blowUp`,
      { step: steps, time: steps * step },
    );
  }
}

/** R_+ and R_-. */
type Trades = readonly [buys: number, sells: number];

function sum(weights: Float64Array): number {
  let total = 0;
  for (const w of weights) total += w;
  return total;
}
